//! Why somebody was told of a message, or was not.

use auth::Principal;
use protocol::push::NotificationEntry;
use protocol::{Limit, Page, PageQuery};
use store::notifications::{self, Entry};

use crate::error::Error;
use crate::http::page;
use crate::state::State;

/// A page of the caller's ledger, newest message first.
///
/// # Errors
/// A limit or a cursor at fault.
pub async fn page(
    state: &State,
    who: &Principal,
    query: &PageQuery,
) -> Result<Page<NotificationEntry>, Error> {
    let limit = Limit::parse(query.limit)?;
    let before = page::id(query.cursor.as_deref())?;
    let mut connection = state.store.acquire().await?;
    let rows = notifications::page(&mut connection, who.user, before, i64::from(limit) + 1).await?;
    Ok(page::page(
        rows,
        limit,
        |row| row.message_id.to_string(),
        |row| entry(&row),
    ))
}

fn entry(row: &Entry) -> NotificationEntry {
    NotificationEntry {
        message_id: row.message_id,
        channel_id: row.channel_id,
        workspace_id: row.workspace_id,
        message_no: row.message_no,
        parent_id: row.parent_id,
        author_id: row.author_id,
        concern: row.concern,
        outcome: row.outcome,
        created_at: row.created_at.into(),
        decided_at: row.decided_at.map(Into::into),
    }
}
