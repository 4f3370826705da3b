//! What a client needs to draw its first screen, and what a gateway needs to serve it.

pub mod bootstrap;
mod first_screen;
mod remembered;
mod seen;

pub use bootstrap::bootstrap;
pub use first_screen::first_screen;
pub use remembered::forget;
pub use seen::{readable, role, watchable};

use actix_web::get;
use actix_web::web::{Data, Json as Answer};
use auth::Principal;
use protocol::Problem;
use protocol::sync::Sync;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::Error;
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_sync);
}

/// Everything for the first screen.
#[utoipa::path(tag = "sync",
    responses((status = 200, body = Sync), (status = "default", body = Problem)))]
#[get("/sync")]
async fn get_sync(state: Data<State>, who: Principal) -> Result<Answer<Sync>, Error> {
    first_screen(&state, &who).await.map(Answer)
}
