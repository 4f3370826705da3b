//! Who did what to whose access. Rows are only ever added.

use chrono::{DateTime, Utc};
use domain::{UserId, WorkspaceId};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// One deed.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; `None` when nobody is known, as for a failed sign-in.
    pub actor: Option<UserId>,
    /// What, such as `workspace.member_removed`.
    pub action: &'static str,
    /// Where, if in a workspace.
    pub workspace: Option<WorkspaceId>,
    /// To whom or what.
    pub target: Option<Uuid>,
    /// From which address; empty when unknown.
    pub ip: &'a str,
    /// What else there is to say. Never a secret.
    pub detail: Value,
}

/// Adds an entry.
///
/// # Errors
/// `Unavailable`.
pub async fn insert(connection: &mut PgConnection, entry: Entry<'_>) -> Result<(), Error> {
    sqlx::query!(
        "insert into audit_log (at, actor_id, action, workspace_id, target_id, ip, detail)
         values ($1, $2, $3, $4, $5, $6, $7)",
        entry.at,
        entry.actor as Option<UserId>,
        entry.action,
        entry.workspace as Option<WorkspaceId>,
        entry.target,
        entry.ip,
        entry.detail,
    )
    .execute(connection)
    .await?;
    Ok(())
}
