//! One pin of a channel at a time.

use domain::ChannelId;
use sqlx::PgConnection;

use crate::Error;

/// Waits until nobody else pins in the channel, and keeps others waiting until the end of the
/// transaction.
///
/// # Errors
/// `Unavailable` when Postgres is, or others take too long.
pub async fn lock_pins(connection: &mut PgConnection, channel: ChannelId) -> Result<(), Error> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('pins:' || $1::uuid, 0))",
        channel as ChannelId,
    )
    .execute(connection)
    .await?;
    Ok(())
}
