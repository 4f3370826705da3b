//! The people of a workspace, and what they are in it.

use std::collections::HashMap;

use auth::Principal;
use domain::permission::{self, AccountAction, WorkspaceAction, outranks_in_workspace};
use domain::{UserId, WorkspaceId, WorkspaceRole};
use protocol::event::{MemberChanged, MemberReason};
use protocol::gateway::event::{UserEvent, WorkspaceMemberUpdated};
use protocol::user::User;
use protocol::workspace::{PatchWorkspaceMember, WorkspaceMember};
use protocol::{ErrorCode, Limit, LogEvent, Page};
use serde::Deserialize;
use serde_json::json;
use store::audit::Entry;
use store::workspaces::{self, Wanted};
use store::{PgConnection, memberships};
use utoipa::IntoParams;

use super::view;
use crate::channels::announce::{Announcements, Effect};
use crate::error::Error;
use crate::guests;
use crate::http::page;
use crate::state::State;
use crate::users::view as people;

/// What part of the list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MemberQuery {
    /// Only whose handle or name contains this.
    pub q: Option<String>,
    /// How many entries: 1 to 200, 50 by default.
    pub limit: Option<i64>,
    /// Where to go on: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// One page of the people; a guest sees those of their own channels.
///
/// # Errors
/// `not_found` when the caller is not in the workspace.
pub async fn list(
    state: &State,
    who: &Principal,
    id: WorkspaceId,
    query: &MemberQuery,
) -> Result<Page<WorkspaceMember>, Error> {
    let limit = Limit::parse(query.limit)?;
    let mut connection = state.store.acquire().await?;
    let found = view::find(&mut connection, id, who.user, WorkspaceAction::Read).await?;
    let sees_all = permission::workspace(Some(found.role), WorkspaceAction::Browse).is_ok();
    let wanted = Wanted {
        text: page::search_text(query.q.as_deref())?,
        after: page::id(query.cursor.as_deref())?,
        beside: (!sees_all).then_some(who.user),
        limit: i64::from(limit) + 1,
    };
    let rows = workspaces::list_members(&mut connection, id, &wanted).await?;
    let ids: Vec<UserId> = rows.iter().map(|row| row.user_id).collect();
    let accounts = store::accounts::find_all(&mut connection, &ids).await?;
    let users: HashMap<UserId, User> = accounts
        .iter()
        .map(|account| (account.id, people::public(account)))
        .collect();
    let page = page::page(
        rows,
        limit,
        |row| row.user_id.to_string(),
        |row| {
            let user = users.get(&row.user_id)?.clone();
            Some(WorkspaceMember {
                user,
                role: row.role,
                joined_at: row.joined_at.into(),
            })
        },
    );
    Ok(Page {
        data: page.data.into_iter().flatten().collect(),
        next_cursor: page.next_cursor,
    })
}

/// Gives somebody another role.
///
/// # Errors
/// `forbidden`, `last_owner`, `not_found`.
pub async fn set_role(
    state: &State,
    who: &Principal,
    id: WorkspaceId,
    user: UserId,
    input: PatchWorkspaceMember,
) -> Result<WorkspaceMember, Error> {
    let mut tx = state.store.begin().await?;
    workspaces::lock(&mut tx, id).await?;
    let actor = view::find(&mut tx, id, who.user, WorkspaceAction::ManageMembers)
        .await?
        .role;
    let gone = || Error::Refused(ErrorCode::NotFound);
    let current = workspaces::find_role(&mut tx, id, user)
        .await?
        .ok_or_else(gone)?;
    check(&mut tx, id, actor, (current, input.role)).await?;
    guests::may(&mut tx, user, AccountAction::Rise).await?;
    let account = store::accounts::find(&mut tx, user)
        .await?
        .ok_or_else(gone)?;
    let person = people::public(&account);
    let mut announcements = Announcements::new(state.now());
    if current != input.role {
        workspaces::set_role(&mut tx, id, user, input.role).await?;
        tell_channels(&mut tx, &mut announcements, id, (who.user, &person)).await?;
        let entry = Entry {
            at: state.now(),
            actor: Some(who.user),
            action: "workspace.role_changed",
            workspace: Some(id),
            target: Some(user.as_uuid()),
            ip: "",
            detail: json!({ "from": current, "to": input.role }),
        };
        store::audit::insert(&mut tx, entry).await?;
        let updated = WorkspaceMemberUpdated {
            workspace_id: id,
            user: person.clone(),
            role: input.role,
        };
        announcements.hint(id, UserEvent::WorkspaceMemberUpdated(updated))?;
        let seen = workspaces::find(&mut tx, id, user)
            .await?
            .ok_or_else(gone)?;
        // In their own log: what their sockets may hear depends on it.
        let event = UserEvent::WorkspaceAdded(view::workspace(seen));
        announcements.to_user(&mut tx, user, event).await?;
    }
    let joined_at = workspaces::find_member(&mut tx, id, user)
        .await?
        .ok_or_else(gone)?
        .joined_at;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(WorkspaceMember {
        user: person,
        role: input.role,
        joined_at: joined_at.into(),
    })
}

/// Nobody touches who is above them, nobody gives more than they have, and an owner stays.
async fn check(
    connection: &mut PgConnection,
    id: WorkspaceId,
    actor: WorkspaceRole,
    (current, new): (WorkspaceRole, WorkspaceRole),
) -> Result<(), Error> {
    if !outranks_in_workspace(actor, current) || !outranks_in_workspace(actor, new) {
        return Err(ErrorCode::Forbidden.into());
    }
    if new == WorkspaceRole::Owner {
        permission::workspace(Some(actor), WorkspaceAction::MakeOwner).map_err(ErrorCode::from)?;
    }
    let steps_down = current == WorkspaceRole::Owner && new != WorkspaceRole::Owner;
    if steps_down && workspaces::count_owners(connection, id).await? <= 1 {
        return Err(ErrorCode::LastOwner.into());
    }
    Ok(())
}

/// A role in the workspace is worth something in its channels: what is remembered of it there must
/// be read anew (S4).
async fn tell_channels(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    workspace: WorkspaceId,
    (by, person): (UserId, &User),
) -> Result<(), Error> {
    for channel in memberships::channels_of(connection, person.id, workspace).await? {
        let Some(row) = store::channels::lock(connection, channel).await? else {
            continue;
        };
        let Some(role) = memberships::find_role(connection, channel, person.id).await? else {
            continue;
        };
        if row.kind.is_direct() {
            continue;
        }
        let mver = store::channels::raise_mver(connection, channel).await?;
        let event = LogEvent::MemberUpdated(Box::new(MemberChanged {
            user: person.clone(),
            role,
            by,
            reason: MemberReason::Role,
        }));
        let effect = Effect::raises(mver);
        announcements
            .to_channel(connection, channel, (by, &event), effect)
            .await?;
    }
    Ok(())
}
