//! Coming into a workspace by an invitation.

use std::collections::HashMap;

use auth::Principal;
use domain::permission::AccountAction;
use domain::{ChannelId, ChannelRole, UserId, WorkspaceRole};
use protocol::ErrorCode;
use protocol::event::MemberReason;
use protocol::gateway::event::{UserEvent, WorkspaceMemberUpdated};
use protocol::user::User;
use protocol::workspace::Workspace;
use store::invites::{self, Invite};
use store::{PgConnection, workspaces};

use super::view;
use crate::channels::add::{self, Head, Into, Newcomer};
use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::guests;
use crate::http::{Done, Once};
use crate::state::State;
use crate::users::view as people;

/// The longest code, in bytes; ours have 22.
const MAX_CODE_BYTES: usize = 64;

/// Whether a code can be one of ours.
#[must_use]
pub fn is_code(code: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=MAX_CODE_BYTES).contains(&code.len()) && code.bytes().all(allowed)
}

/// What is asked before the transaction: where the channels' logs stand.
#[derive(Debug)]
pub struct Plan {
    code: String,
    channels: Vec<ChannelId>,
    heads: HashMap<ChannelId, Head>,
}

/// Looks at an invitation before it is accepted.
///
/// # Errors
/// `not_found` for a code that nobody gave out, `invite_gone` for one that no longer holds.
pub async fn plan(state: &State, who: UserId, code: &str) -> Result<Plan, Error> {
    if !is_code(code) {
        return Err(ErrorCode::NotFound.into());
    }
    let mut connection = state.store.acquire().await?;
    let found = invites::find(&mut connection, code).await?;
    let invite = found.ok_or(Error::Refused(ErrorCode::NotFound))?;
    let mut channels = invite.channel_ids.clone();
    if invite.role != WorkspaceRole::Guest {
        channels.extend(workspaces::default_channels(&mut connection, invite.workspace_id).await?);
    }
    drop(connection);
    channels.sort_unstable();
    channels.dedup();
    let heads = add::heads(state, who, &channels).await?;
    Ok(Plan {
        code: code.to_owned(),
        channels,
        heads,
    })
}

/// Accepts an invitation; who is in the workspace already stays what they are, and uses nothing.
///
/// # Errors
/// `not_found`, `invite_gone`.
pub async fn accept(
    state: &State,
    who: &Principal,
    code: &str,
    once: &Once,
) -> Result<Done<Workspace>, Error> {
    let plan = plan(state, who.user, code).await?;
    let mut tx = state.store.begin().await?;
    if let Some(earlier) = once.earlier(&mut tx, state, who).await? {
        return Ok(earlier);
    }
    guests::may(&mut tx, who.user, AccountAction::AcceptInvite).await?;
    let joined = join(&mut tx, state, who.user, &plan).await?;
    once.keep(&mut tx, state, who, &joined.workspace).await?;
    store::commit(tx).await?;
    let workspace = joined.workspace.clone();
    joined.announce(state).await;
    Ok(Done::now(workspace))
}

/// A workspace that was joined in a transaction, to be made known after its commit.
#[derive(Debug)]
#[must_use = "nobody has been told yet"]
pub struct Joined {
    workspace: Workspace,
    announcements: Announcements,
}

impl Joined {
    /// Tells the person and the workspace.
    pub async fn announce(self, state: &State) {
        self.announcements.publish(state).await;
    }
}

/// Puts somebody into the workspace and its first channels; the caller commits and announces.
///
/// # Errors
/// `not_found`, `invite_gone`.
pub async fn join(
    connection: &mut PgConnection,
    state: &State,
    user: UserId,
    plan: &Plan,
) -> Result<Joined, Error> {
    let now = state.now();
    let invite = invites::lock(connection, &plan.code).await?;
    let invite = invite.ok_or(Error::Refused(ErrorCode::NotFound))?;
    let account = store::accounts::find(connection, user).await?;
    let account = account.ok_or(Error::Refused(ErrorCode::Unauthenticated))?;
    let person = people::public(&account);
    let id = invite.workspace_id;
    let is_member = workspaces::find_role(connection, id, user).await?.is_some();
    if !is_member && !invite.holds(now) {
        return Err(ErrorCode::InviteGone.into());
    }
    let mut announcements = Announcements::new(now);
    if !is_member {
        workspaces::insert_member(connection, id, user, invite.role, now).await?;
        invites::count_use(connection, invite.id).await?;
    }
    let workspace = workspaces::find(connection, id, user).await?;
    let workspace = view::workspace(workspace.ok_or(Error::Refused(ErrorCode::NotFound))?);
    if !is_member {
        let added = UserEvent::WorkspaceAdded(workspace.clone());
        announcements.to_user(connection, user, added).await?;
        enter_channels(connection, &mut announcements, (&invite, &person), plan).await?;
        let updated = WorkspaceMemberUpdated {
            workspace_id: id,
            user: person,
            role: invite.role,
        };
        announcements.hint(id, UserEvent::WorkspaceMemberUpdated(updated))?;
    }
    Ok(Joined {
        workspace,
        announcements,
    })
}

async fn enter_channels(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    (invite, person): (&Invite, &User),
    plan: &Plan,
) -> Result<(), Error> {
    for id in &plan.channels {
        let Some(channel) = store::channels::lock(connection, *id).await? else {
            continue;
        };
        let ours = channel.workspace_id == invite.workspace_id;
        if !ours || channel.archived_at.is_some() {
            continue;
        }
        let newcomer = Newcomer {
            person,
            role: ChannelRole::Member,
            by: invite.created_by,
            reason: MemberReason::Invited,
        };
        let head = plan.heads.get(id).copied().unwrap_or(Head::NEW);
        let into = Into {
            channel: *id,
            workspace: invite.workspace_id,
            head,
        };
        add::add(connection, announcements, into, &newcomer).await?;
    }
    Ok(())
}
