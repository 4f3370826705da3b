//! Giving out invitations, looking at them, withdrawing them.

use auth::Principal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::permission::{self, ChannelAction, WorkspaceAction};
use domain::text::Invalid;
use domain::{ChannelId, InviteId, UserId, WorkspaceId, WorkspaceRole};
use protocol::workspace::{CreateInvite, Invite, InvitePreview, InvitedTo};
use protocol::{ErrorCode, InvalidInput, Limit, Page, PageQuery};
use rand::RngCore as _;
use store::{PgConnection, invites, workspaces};

use super::{accept, invited, view};
use crate::channels::locked;
use crate::error::Error;
use crate::http::{Done, Once, page};
use crate::state::State;

/// 128 bits: nobody guesses one.
const CODE_BYTES: usize = 16;
const MAX_USES: i64 = 10_000;
/// A year, in seconds.
const MAX_LIFE_S: i64 = 31_536_000;
/// Channels that an invitation leads into at most.
const MAX_CHANNELS: usize = 50;

/// Gives out an invitation.
///
/// # Errors
/// `forbidden`, `not_found` for the workspace, fields at fault.
pub async fn create(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
    input: CreateInvite,
    once: &Once,
) -> Result<Done<Invite>, Error> {
    let role = input.role.unwrap_or(WorkspaceRole::Member);
    let max_uses = bounded(input.max_uses, MAX_USES, "/max_uses")?;
    let life_s = bounded(input.expires_in_s, MAX_LIFE_S, "/expires_in_s")?;
    let channel_ids = input.channel_ids.unwrap_or_default();
    if channel_ids.len() > MAX_CHANNELS {
        return Err(InvalidInput::at("/channel_ids", Invalid::TooMany { limit: 50 }).into());
    }
    let mut tx = state.store.begin().await?;
    if let Some(earlier) = once.earlier(&mut tx, state, who).await? {
        return Ok(earlier);
    }
    may_give(&mut tx, workspace, who.user, role).await?;
    check_channels(&mut tx, workspace, who.user, &channel_ids).await?;
    let now = state.now();
    let invite = invites::Invite {
        id: InviteId::generate(now, &mut state.rng()),
        code: new_code(state),
        workspace_id: workspace,
        created_by: who.user,
        role,
        channel_ids,
        max_uses,
        uses: 0,
        expires_at: life_s.map(|seconds| now + TimeDelta::seconds(seconds.into())),
        created_at: now,
        revoked_at: None,
    };
    invites::insert(&mut tx, &invite).await?;
    let shown = show(state, invite);
    once.keep(&mut tx, state, who, &shown).await?;
    store::commit(tx).await?;
    Ok(Done::now(shown))
}

fn bounded(asked: Option<i64>, most: i64, pointer: &str) -> Result<Option<i32>, Error> {
    let Some(asked) = asked else { return Ok(None) };
    let limit = u64::try_from(most).unwrap_or(u64::MAX);
    let fits = i32::try_from(asked)
        .ok()
        .filter(|_| (1..=most).contains(&asked));
    fits.map(Some)
        .ok_or_else(|| InvalidInput::at(pointer, Invalid::OutOfRange { limit }).into())
}

fn new_code(state: &State) -> String {
    let mut bytes = [0; CODE_BYTES];
    state.rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Everybody but guests invites members and guests; only who manages people invites admins; an
/// owner is made, not invited.
async fn may_give(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    who: UserId,
    role: WorkspaceRole,
) -> Result<(), Error> {
    let own = workspaces::find_role(connection, workspace, who).await?;
    permission::workspace(own, WorkspaceAction::Invite).map_err(ErrorCode::from)?;
    match role {
        WorkspaceRole::Owner => Err(InvalidInput::at("/role", Invalid::InvalidFormat).into()),
        WorkspaceRole::Admin => permission::workspace(own, WorkspaceAction::ManageInvites)
            .map_err(|refusal| Error::Refused(refusal.into())),
        WorkspaceRole::Member | WorkspaceRole::Guest => Ok(()),
    }
}

/// An invitation leads only where the inviter could bring somebody by hand; a channel of another
/// workspace, or one that they may not see, is the same as none.
async fn check_channels(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    who: UserId,
    channels: &[ChannelId],
) -> Result<(), Error> {
    for (index, channel) in channels.iter().enumerate() {
        let found = locked::find(connection, who, *channel, ChannelAction::AddMember).await;
        let usable = match found {
            Ok(access) => access.workspace == workspace,
            Err(error @ (Error::Unavailable { .. } | Error::Internal(_))) => return Err(error),
            Err(_) => false,
        };
        if !usable {
            let pointer = format!("/channel_ids/{index}");
            return Err(InvalidInput::at(pointer, Invalid::NotFound).into());
        }
    }
    Ok(())
}

fn show(state: &State, invite: invites::Invite) -> Invite {
    let base = state.config.door.public_url.trim_end_matches('/');
    Invite {
        url: format!("{base}/invite/{}", invite.code),
        code: invite.code,
        uses: invite.uses.into(),
        max_uses: invite.max_uses.map(i64::from),
        expires_at: invite.expires_at.map(Into::into),
        role: invite.role,
        channel_ids: invite.channel_ids,
        created_at: invite.created_at.into(),
    }
}

/// One page of the invitations that were not withdrawn, newest first: all of them for who manages
/// them, one's own for everybody else.
///
/// # Errors
/// `not_found`, `forbidden` for guests.
pub async fn list(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
    query: &PageQuery,
) -> Result<Page<Invite>, Error> {
    let limit = Limit::parse(query.limit)?;
    let before = page::id(query.cursor.as_deref())?;
    let mut connection = state.store.acquire().await?;
    let by = whose(&mut connection, workspace, who.user).await?;
    let wanted = invites::Wanted {
        by,
        before,
        limit: i64::from(limit) + 1,
    };
    let rows = invites::list(&mut connection, workspace, &wanted).await?;
    Ok(page::page(
        rows,
        limit,
        |row| row.id.to_string(),
        |row| show(state, row),
    ))
}

/// Whose invitations the caller manages: `None` for everybody's.
async fn whose(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    who: UserId,
) -> Result<Option<UserId>, Error> {
    let role = workspaces::find_role(connection, workspace, who).await?;
    permission::workspace(role, WorkspaceAction::Invite).map_err(ErrorCode::from)?;
    let all = permission::workspace(role, WorkspaceAction::ManageInvites).is_ok();
    Ok((!all).then_some(who))
}

/// Withdraws an invitation.
///
/// # Errors
/// `not_found` when there is none with this code that the caller may withdraw.
pub async fn revoke(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
    code: &str,
) -> Result<(), Error> {
    let mut connection = state.store.acquire().await?;
    let by = whose(&mut connection, workspace, who.user).await?;
    if !accept::is_code(code) {
        return Err(ErrorCode::NotFound.into());
    }
    let target = invites::Code {
        workspace,
        code,
        by,
    };
    if invites::revoke(&mut connection, &target, state.now()).await? {
        Ok(())
    } else {
        Err(ErrorCode::NotFound.into())
    }
}

/// What who received an invitation may know before they accept it.
///
/// # Errors
/// `not_found` for a code that nobody gave out, `invite_gone` for one that no longer holds.
pub async fn preview(state: &State, code: &str) -> Result<InvitePreview, Error> {
    let gone = || Error::Refused(ErrorCode::NotFound);
    if !accept::is_code(code) {
        return Err(gone());
    }
    let mut connection = state.store.acquire().await?;
    let invite = invites::find(&mut connection, code)
        .await?
        .ok_or_else(gone)?;
    if !invite.holds(state.now()) {
        return Err(ErrorCode::InviteGone.into());
    }
    let by = store::accounts::find(&mut connection, invite.created_by).await?;
    let workspace = workspaces::find_public(&mut connection, invite.workspace_id).await?;
    let workspace = workspace.ok_or_else(gone)?;
    Ok(InvitePreview {
        workspace: InvitedTo {
            name: workspace.name,
            icon_url: invited::icon_url(workspace.icon_url, &invite.code),
            member_count: view::count(&mut connection, invite.workspace_id).await?,
        },
        code: invite.code,
        invited_by: by.map(|account| account.display_name),
        role: invite.role,
        expires_at: invite.expires_at.map(Into::into),
    })
}
