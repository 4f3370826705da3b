//! The key that signs pushes: the configured one, or one that is made once and kept.

use push::Vapid;

use crate::error::Error;
use crate::state::State;

/// Its public half, for browsers.
///
/// # Errors
/// `internal` when the key cannot be read; 503 when Postgres is down.
pub async fn public(state: &State) -> Result<String, Error> {
    let config = &state.config.push;
    let vapid = if let Some(vapid) = Vapid::configured(config).map_err(anyhow::Error::from)? {
        vapid
    } else {
        let kept = kept(state).await?;
        Vapid::read(&kept, config).map_err(anyhow::Error::from)?
    };
    Ok(vapid.public_key().to_owned())
}

async fn kept(state: &State) -> Result<Vec<u8>, Error> {
    let mut connection = state.store.acquire().await?;
    if let Some(kept) = store::push::find_key(&mut connection).await? {
        return Ok(kept);
    }
    let new = Vapid::generate().map_err(anyhow::Error::from)?;
    Ok(store::push::keep_key(&mut connection, &new, state.now()).await?)
}
