//! People by their ids, as others see them.

use std::collections::HashMap;

use domain::UserId;
use protocol::user::User;
use store::PgConnection;

use crate::error::Error;
use crate::users::view;

/// Those of `ids` that exist.
///
/// # Errors
/// 503 when Postgres is down.
pub(super) async fn find(
    connection: &mut PgConnection,
    ids: &[UserId],
) -> Result<HashMap<UserId, User>, Error> {
    let accounts = store::accounts::find_all(connection, ids).await?;
    Ok(accounts
        .iter()
        .map(|account| (account.id, view::public(account)))
        .collect())
}
