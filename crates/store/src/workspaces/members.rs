//! Who is in a workspace, and as what.

use chrono::{DateTime, Utc};
use domain::{Notify, UserId, WorkspaceId, WorkspaceRole};
use sqlx::PgConnection;

use crate::Error;
use crate::channels::pattern;

/// Adds somebody; `false` when they are in it already.
///
/// # Errors
/// `Unavailable`.
pub async fn insert_member(
    connection: &mut PgConnection,
    id: WorkspaceId,
    user: UserId,
    role: WorkspaceRole,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into workspace_members (workspace_id, user_id, role, joined_at)
         values ($1, $2, $3, $4) on conflict do nothing",
        id as WorkspaceId,
        user as UserId,
        role as WorkspaceRole,
        now,
    )
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// What a person is in a workspace that is not deleted.
///
/// # Errors
/// `Unavailable`.
pub async fn find_role(
    connection: &mut PgConnection,
    id: WorkspaceId,
    user: UserId,
) -> Result<Option<WorkspaceRole>, Error> {
    let role = sqlx::query_scalar!(
        "select m.role from workspace_members m
         join workspaces w on w.id = m.workspace_id and w.deleted_at is null
         where m.workspace_id = $1 and m.user_id = $2",
        id as WorkspaceId,
        user as UserId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(role)
}

/// Those of these people who are in the workspace and active, with their roles.
///
/// # Errors
/// `Unavailable`.
pub async fn find_roles(
    connection: &mut PgConnection,
    id: WorkspaceId,
    users: &[UserId],
) -> Result<Vec<(UserId, WorkspaceRole)>, Error> {
    let rows = sqlx::query!(
        "select m.user_id, m.role from workspace_members m
         join users u on u.id = m.user_id and u.deactivated_at is null
         where m.workspace_id = $1 and m.user_id = any($2)",
        id as WorkspaceId,
        users as &[UserId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.user_id, row.role))
        .collect())
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user_id: UserId,
    /// As what.
    pub role: WorkspaceRole,
    /// Since when.
    pub joined_at: DateTime<Utc>,
}

/// Which part of the list of people is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Only whose handle or name contains this; empty: all.
    pub text: &'a str,
    /// Only who comes after this person.
    pub after: Option<UserId>,
    /// Only who shares a channel of the workspace with this person: a guest's view.
    pub beside: Option<UserId>,
    /// How many.
    pub limit: i64,
}

/// The people of a workspace in the order of their ids.
///
/// # Errors
/// `Unavailable`.
pub async fn list_members(
    connection: &mut PgConnection,
    id: WorkspaceId,
    wanted: &Wanted<'_>,
) -> Result<Vec<Member>, Error> {
    let members = sqlx::query_as!(
        Member,
        "select m.user_id, m.role, m.joined_at from workspace_members m
         join users u on u.id = m.user_id
         where m.workspace_id = $1 and ($2::uuid is null or m.user_id > $2)
           and (u.handle ilike $3 or u.display_name ilike $3)
           and ($4::uuid is null or m.user_id = $4 or exists (
                select 1 from memberships a
                join memberships b on b.channel_id = a.channel_id and b.user_id = m.user_id
                where a.user_id = $4 and a.workspace_id = $1))
         order by m.user_id limit $5",
        id as WorkspaceId,
        wanted.after as Option<UserId>,
        pattern(wanted.text),
        wanted.beside as Option<UserId>,
        wanted.limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(members)
}

/// One person of a workspace.
///
/// # Errors
/// `Unavailable`.
pub async fn find_member(
    connection: &mut PgConnection,
    id: WorkspaceId,
    user: UserId,
) -> Result<Option<Member>, Error> {
    let member = sqlx::query_as!(
        Member,
        "select user_id, role, joined_at from workspace_members
         where workspace_id = $1 and user_id = $2",
        id as WorkspaceId,
        user as UserId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(member)
}

/// Gives somebody another role.
///
/// # Errors
/// `Unavailable`.
pub async fn set_role(
    connection: &mut PgConnection,
    id: WorkspaceId,
    user: UserId,
    role: WorkspaceRole,
) -> Result<(), Error> {
    sqlx::query!(
        "update workspace_members set role = $3 where workspace_id = $1 and user_id = $2",
        id as WorkspaceId,
        user as UserId,
        role as WorkspaceRole,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Changes a person's own side: what to be told about, until when it is muted. `None` leaves.
///
/// # Errors
/// `Unavailable`.
pub async fn set_own_side(
    connection: &mut PgConnection,
    id: WorkspaceId,
    user: UserId,
    notify: Option<Notify>,
    muted_until: Option<Option<DateTime<Utc>>>,
) -> Result<(), Error> {
    sqlx::query!(
        "update workspace_members set notify = coalesce($3, notify),
             muted_until = case when $4 then $5 else muted_until end
         where workspace_id = $1 and user_id = $2",
        id as WorkspaceId,
        user as UserId,
        notify as Option<Notify>,
        muted_until.is_some(),
        muted_until.flatten(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes somebody from the workspace; their channels are the caller's to leave first.
///
/// # Errors
/// `Unavailable`.
pub async fn delete_member(
    connection: &mut PgConnection,
    id: WorkspaceId,
    user: UserId,
) -> Result<(), Error> {
    sqlx::query!(
        "delete from workspace_members where workspace_id = $1 and user_id = $2",
        id as WorkspaceId,
        user as UserId,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many owners a workspace has.
///
/// # Errors
/// `Unavailable`.
pub async fn count_owners(connection: &mut PgConnection, id: WorkspaceId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from workspace_members
           where workspace_id = $1 and role = 'owner'"#,
        id as WorkspaceId,
    )
    .fetch_one(connection)
    .await?;
    Ok(count)
}

/// How many people a workspace has.
///
/// # Errors
/// `Unavailable`.
pub async fn count_members(connection: &mut PgConnection, id: WorkspaceId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from workspace_members where workspace_id = $1"#,
        id as WorkspaceId,
    )
    .fetch_one(connection)
    .await?;
    Ok(count)
}
