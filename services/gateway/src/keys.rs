//! The keys that verify access tokens, fetched from api.

use std::time::Duration;

use auth::Verifier;
use tokio::time;

use crate::api::Api;

/// How often they are fetched, so that a rotation is noticed.
const REFRESH_EVERY: Duration = Duration::from_secs(30);
/// How often, while there is none.
const RETRY_EVERY: Duration = Duration::from_millis(250);

/// Keeps the keys fresh; those that are known stay when api is away. Never ends by itself.
pub(crate) async fn keep_fresh(api: Api, verifier: Verifier) {
    loop {
        match api.keys().await {
            Ok(jwks) => verifier.set(&jwks),
            Err(error) => tracing::warn!("api does not give its keys: {error}"),
        }
        let pause = if verifier.has_keys() {
            REFRESH_EVERY
        } else {
            RETRY_EVERY
        };
        time::sleep(pause).await;
    }
}
