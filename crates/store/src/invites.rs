//! Invitations to workspaces.

use chrono::{DateTime, Utc};
use domain::{ChannelId, InviteId, UserId, WorkspaceId, WorkspaceRole};
use sqlx::PgConnection;

use crate::Error;

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// Which.
    pub id: InviteId,
    /// What is in the link.
    pub code: String,
    /// Where it leads.
    pub workspace_id: WorkspaceId,
    /// Who gave it out.
    pub created_by: UserId,
    /// What who accepts it becomes.
    pub role: WorkspaceRole,
    /// The channels that who accepts it joins at once.
    pub channel_ids: Vec<ChannelId>,
    /// How often it can be used.
    pub max_uses: Option<i32>,
    /// How often it was used.
    pub uses: i32,
    /// Until when.
    pub expires_at: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Since when it is withdrawn.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Invite {
    /// Whether it can be accepted at this moment.
    #[must_use]
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none()
            && self.expires_at.is_none_or(|until| now < until)
            && self.max_uses.is_none_or(|max| self.uses < max)
    }
}

/// Adds an invitation.
///
/// # Errors
/// `Unavailable`.
pub async fn insert(connection: &mut PgConnection, invite: &Invite) -> Result<(), Error> {
    sqlx::query!(
        "insert into invites (id, code, workspace_id, created_by, role, channel_ids, max_uses,
                              expires_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        invite.id as InviteId,
        invite.code,
        invite.workspace_id as WorkspaceId,
        invite.created_by as UserId,
        invite.role as WorkspaceRole,
        &invite.channel_ids as &[ChannelId],
        invite.max_uses,
        invite.expires_at,
        invite.created_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The invitation with this code, to a workspace that is not deleted. Locked until the transaction
/// ends: of two people who use its last use at once, one finds it used up.
///
/// # Errors
/// `Unavailable`.
pub async fn lock(connection: &mut PgConnection, code: &str) -> Result<Option<Invite>, Error> {
    let invite = sqlx::query_as!(
        Invite,
        "select i.id, i.code, i.workspace_id, i.created_by, i.role, i.channel_ids, i.max_uses,
                i.uses, i.expires_at, i.created_at, i.revoked_at
         from invites i join workspaces w on w.id = i.workspace_id and w.deleted_at is null
         where i.code = $1 for update of i",
        code,
    )
    .fetch_optional(connection)
    .await?;
    Ok(invite)
}

/// The invitation with this code, to look at.
///
/// # Errors
/// `Unavailable`.
pub async fn find(connection: &mut PgConnection, code: &str) -> Result<Option<Invite>, Error> {
    let invite = sqlx::query_as!(
        Invite,
        "select i.id, i.code, i.workspace_id, i.created_by, i.role, i.channel_ids, i.max_uses,
                i.uses, i.expires_at, i.created_at, i.revoked_at
         from invites i join workspaces w on w.id = i.workspace_id and w.deleted_at is null
         where i.code = $1",
        code,
    )
    .fetch_optional(connection)
    .await?;
    Ok(invite)
}

/// Counts one use.
///
/// # Errors
/// `Unavailable`.
pub async fn count_use(connection: &mut PgConnection, id: InviteId) -> Result<(), Error> {
    sqlx::query!(
        "update invites set uses = uses + 1 where id = $1",
        id as InviteId
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Which invitations.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Only those that this person gave out.
    pub by: Option<UserId>,
    /// Only those before this one.
    pub before: Option<InviteId>,
    /// How many.
    pub limit: i64,
}

/// The invitations of a workspace that were not withdrawn, newest first.
///
/// # Errors
/// `Unavailable`.
pub async fn list(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    wanted: &Wanted,
) -> Result<Vec<Invite>, Error> {
    let invites = sqlx::query_as!(
        Invite,
        "select id, code, workspace_id, created_by, role, channel_ids, max_uses, uses, expires_at,
                created_at, revoked_at
         from invites
         where workspace_id = $1 and revoked_at is null and ($2::uuid is null or id < $2)
           and ($3::uuid is null or created_by = $3)
         order by id desc limit $4",
        workspace as WorkspaceId,
        wanted.before as Option<InviteId>,
        wanted.by as Option<UserId>,
        wanted.limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(invites)
}

/// One invitation to be withdrawn.
#[derive(Debug, Clone, Copy)]
pub struct Code<'a> {
    /// Where it leads.
    pub workspace: WorkspaceId,
    /// Its code.
    pub code: &'a str,
    /// Only if this person gave it out.
    pub by: Option<UserId>,
}

/// Withdraws an invitation; `false` when there is none like this.
///
/// # Errors
/// `Unavailable`.
pub async fn revoke(
    connection: &mut PgConnection,
    target: &Code<'_>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let revoked = sqlx::query!(
        "update invites set revoked_at = $3
         where workspace_id = $1 and code = $2 and revoked_at is null
           and ($4::uuid is null or created_by = $4)",
        target.workspace as WorkspaceId,
        target.code,
        now,
        target.by as Option<UserId>,
    )
    .execute(connection)
    .await?;
    Ok(revoked.rows_affected() == 1)
}
