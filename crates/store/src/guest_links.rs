//! Links by which people without an account come into one channel.

use chrono::{DateTime, Utc};
use domain::{ChannelId, GuestLinkId, UserId, WorkspaceId};
use sqlx::PgConnection;

use crate::Error;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestLink {
    /// Which.
    pub id: GuestLinkId,
    /// What is in its address.
    pub code: String,
    /// Where it leads.
    pub channel_id: ChannelId,
    /// In which workspace that is.
    pub workspace_id: WorkspaceId,
    /// Who gave it out.
    pub created_by: UserId,
    /// How often it can be used.
    pub max_uses: Option<i32>,
    /// How often it was used.
    pub uses: i32,
    /// How long who enters may stay, in seconds.
    pub stay_s: i32,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Since when it is withdrawn.
    pub revoked_at: Option<DateTime<Utc>>,
    /// How many of those who came by it are there.
    pub guests: i64,
}

impl GuestLink {
    /// Whether somebody can enter at this moment.
    #[must_use]
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none()
            && now < self.expires_at
            && self.max_uses.is_none_or(|max| self.uses < max)
    }
}

/// Adds a link.
///
/// # Errors
/// `Unavailable`.
pub async fn insert(connection: &mut PgConnection, link: &GuestLink) -> Result<(), Error> {
    sqlx::query!(
        "insert into guest_links (id, code, channel_id, workspace_id, created_by, max_uses, stay_s,
                                  expires_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        link.id as GuestLinkId,
        link.code,
        link.channel_id as ChannelId,
        link.workspace_id as WorkspaceId,
        link.created_by as UserId,
        link.max_uses,
        link.stay_s,
        link.expires_at,
        link.created_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The link with this code, into a channel that is there.
///
/// # Errors
/// `Unavailable`.
pub async fn find(connection: &mut PgConnection, code: &str) -> Result<Option<GuestLink>, Error> {
    let link = sqlx::query_as!(
        GuestLink,
        r#"select l.id, l.code, l.channel_id, l.workspace_id, l.created_by, l.max_uses, l.uses,
                l.stay_s, l.expires_at, l.created_at, l.revoked_at,
                (select count(*) from users u
                 where u.guest_link_id = l.id and u.deactivated_at is null) as "guests!"
           from guest_links l
           join channels c on c.id = l.channel_id and c.deleted_at is null
           join workspaces w on w.id = l.workspace_id and w.deleted_at is null
           where l.code = $1"#,
        code,
    )
    .fetch_optional(connection)
    .await?;
    Ok(link)
}

/// Counts one use, if the link still holds: of two who take its last use at once, one is told
/// that it is gone.
///
/// # Errors
/// `Unavailable`.
pub async fn take_use(
    connection: &mut PgConnection,
    id: GuestLinkId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let used = sqlx::query!(
        "update guest_links set uses = uses + 1
         where id = $1 and revoked_at is null and expires_at > $2
           and (max_uses is null or uses < max_uses)",
        id as GuestLinkId,
        now,
    )
    .execute(connection)
    .await?;
    Ok(used.rows_affected() == 1)
}

/// The links of a channel that were not withdrawn, newest first.
///
/// # Errors
/// `Unavailable`.
pub async fn list(
    connection: &mut PgConnection,
    channel: ChannelId,
    before: Option<GuestLinkId>,
    limit: i64,
) -> Result<Vec<GuestLink>, Error> {
    let links = sqlx::query_as!(
        GuestLink,
        r#"select l.id, l.code, l.channel_id, l.workspace_id, l.created_by, l.max_uses, l.uses,
                l.stay_s, l.expires_at, l.created_at, l.revoked_at,
                (select count(*) from users u
                 where u.guest_link_id = l.id and u.deactivated_at is null) as "guests!"
           from guest_links l
           where l.channel_id = $1 and l.revoked_at is null and ($2::uuid is null or l.id < $2)
           order by l.id desc limit $3"#,
        channel as ChannelId,
        before as Option<GuestLinkId>,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(links)
}

/// Withdraws a link of this channel; `None` when there is none like this.
///
/// # Errors
/// `Unavailable`.
pub async fn revoke(
    connection: &mut PgConnection,
    channel: ChannelId,
    code: &str,
    now: DateTime<Utc>,
) -> Result<Option<GuestLinkId>, Error> {
    let id = sqlx::query_scalar!(
        "update guest_links set revoked_at = $3
         where channel_id = $1 and code = $2 and revoked_at is null returning id",
        channel as ChannelId,
        code,
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(id)
}
