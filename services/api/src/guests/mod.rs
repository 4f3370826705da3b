//! Guest links: a channel that is open to people without an account, and what becomes of them.

pub mod claim;
pub mod end;
pub mod enter;
pub mod links;
mod routes;

use domain::UserId;
use domain::permission::{self, AccountAction};
use protocol::ErrorCode;
use store::PgConnection;
use store::accounts::guests;

use crate::error::Error;

pub use end::sweep;
pub use links::preview;
pub use routes::routes;

/// Whether this can be done with this person's account.
///
/// # Errors
/// What the permission table says.
pub async fn may(
    connection: &mut PgConnection,
    user: UserId,
    action: AccountAction,
) -> Result<(), Error> {
    let came_by_link = !guests::among(connection, &[user]).await?.is_empty();
    permission::account(came_by_link, action).map_err(|refusal| ErrorCode::from(refusal).into())
}
