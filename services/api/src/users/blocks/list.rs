//! The caller's block list.

use std::collections::HashMap;

use auth::Principal;
use domain::UserId;
use protocol::user::{Block, User};
use protocol::{Limit, Page, PageQuery};

use crate::error::Error;
use crate::http::page;
use crate::state::State;
use crate::users::view;

/// One page of whom the caller has blocked.
///
/// # Errors
/// A limit or cursor at fault; 503 when Postgres is down.
pub async fn list(state: &State, who: &Principal, query: &PageQuery) -> Result<Page<Block>, Error> {
    let limit = Limit::parse(query.limit)?;
    let after: Option<UserId> = page::id(query.cursor.as_deref())?;
    let mut connection = state.store.acquire().await?;
    let rows = store::blocks::list(&mut connection, who.user, after, i64::from(limit) + 1).await?;
    let ids: Vec<UserId> = rows.iter().map(|row| row.blocked_id).collect();
    let accounts = store::accounts::find_all(&mut connection, &ids).await?;
    let users: HashMap<UserId, User> = accounts
        .iter()
        .map(|account| (account.id, view::public(account)))
        .collect();
    let page = page::page(
        rows,
        limit,
        |row| row.blocked_id.to_string(),
        |row| {
            Some(Block {
                user: users.get(&row.blocked_id)?.clone(),
                created_at: row.created_at.into(),
            })
        },
    );
    Ok(Page {
        data: page.data.into_iter().flatten().collect(),
        next_cursor: page.next_cursor,
    })
}
