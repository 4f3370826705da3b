//! Direct conversations: the same channel for the same people, also when two ask at once (S16).

use std::collections::BTreeSet;

use auth::Principal;
use domain::channel::MAX_GROUP_DM;
use domain::permission::{self, AccountAction, WorkspaceAction};
use domain::text::Invalid;
use domain::{ChannelId, ChannelKind, ChannelRole, UserId, WorkspaceId};
use protocol::channel::{Channel, OpenDm};
use protocol::{ErrorCode, InvalidInput};
use store::{PgConnection, memberships};

use super::add::{self, Head};
use super::announce::Announcements;
use super::view;
use crate::error::Error;
use crate::guests;
use crate::http::{Done, Once};
use crate::state::State;

/// A conversation, and whether it was there before.
#[derive(Debug)]
pub struct Conversation {
    /// The channel.
    pub channel: Done<Channel>,
    /// Whether it was made now.
    pub created: bool,
}

/// Opens the conversation of exactly these people and the caller.
///
/// # Errors
/// Fields at fault: nobody, too many, or somebody whom the caller cannot see in this workspace;
/// `forbidden` when one of them came by a guest link; `cannot_message` when the caller has blocked
/// one of them, or one of them the caller.
pub async fn open(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
    input: OpenDm,
    once: &Once,
) -> Result<Conversation, Error> {
    let people = people(who.user, &input.user_ids)?;
    let mut tx = state.store.begin().await?;
    if let Some(earlier) = once.earlier::<ChannelId>(&mut tx, state, who).await? {
        store::commit(tx).await?;
        let value = view::one(state, who.user, earlier.value).await?;
        return Ok(Conversation {
            channel: Done {
                value,
                replayed: true,
            },
            created: false,
        });
    }
    check(&mut tx, workspace, who.user, &input.user_ids).await?;
    let mut announcements = Announcements::new(state.now());
    let (id, created) = match store::channels::find_direct(&mut tx, workspace, &people).await? {
        Some(id) => (id, false),
        None => create(&mut tx, state, workspace, who.user, &people).await?,
    };
    for person in &people {
        let new = memberships::New {
            channel_id: id,
            workspace_id: workspace,
            user_id: *person,
            role: ChannelRole::Member,
            joined_at: state.now(),
            read_message_no: Head::NEW.message_no,
            read_seq: Head::NEW.seq,
        };
        // Who left the workspace and came back finds the conversation again.
        let joined = memberships::insert(&mut tx, &new).await?;
        if joined && *person == who.user {
            announcements
                .to_user(&mut tx, who.user, add::added(id, Head::NEW))
                .await?;
        }
    }
    once.keep(&mut tx, state, who, &id).await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    let channel = Done::now(view::one(state, who.user, id).await?);
    Ok(Conversation { channel, created })
}

/// The sorted people of the conversation, the caller among them.
fn people(who: UserId, others: &[UserId]) -> Result<Vec<UserId>, Error> {
    if others.is_empty() {
        return Err(InvalidInput::at("/user_ids", Invalid::Empty).into());
    }
    let mut people: BTreeSet<UserId> = others.iter().take(MAX_GROUP_DM + 1).copied().collect();
    people.insert(who);
    if people.len() > MAX_GROUP_DM || others.len() > MAX_GROUP_DM {
        let limit = u64::try_from(MAX_GROUP_DM).unwrap_or(u64::MAX);
        return Err(InvalidInput::at("/user_ids", Invalid::TooMany { limit }).into());
    }
    Ok(people.into_iter().collect())
}

/// The others are active in this workspace and visible to the caller; anybody else is the same as
/// nobody.
async fn check(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    who: UserId,
    others: &[UserId],
) -> Result<(), Error> {
    let role = store::workspaces::find_role(connection, workspace, who).await?;
    permission::workspace(role, WorkspaceAction::OpenDm).map_err(ErrorCode::from)?;
    guests::may(connection, who, AccountAction::Roam).await?;
    let here = store::workspaces::find_roles(connection, workspace, others).await?;
    let visible = store::accounts::visible(connection, who, others).await?;
    for (index, other) in others.iter().enumerate() {
        let is_here = here.iter().any(|(user, _)| user == other);
        if !is_here || !visible.contains(other) {
            let pointer = format!("/user_ids/{index}");
            return Err(InvalidInput::at(pointer, Invalid::NotFound).into());
        }
        guests::may(connection, *other, AccountAction::Roam).await?;
    }
    let apart = store::blocks::apart_among(connection, who, others).await?;
    if apart.is_empty() {
        Ok(())
    } else {
        Err(ErrorCode::CannotMessage.into())
    }
}

async fn create(
    connection: &mut PgConnection,
    state: &State,
    workspace: WorkspaceId,
    who: UserId,
    people: &[UserId],
) -> Result<(ChannelId, bool), Error> {
    let id = ChannelId::generate(state.now(), &mut state.rng());
    let new = store::channels::New {
        id,
        partition: state.bus.partitions().of(id),
        workspace_id: workspace,
        kind: if people.len() > 2 {
            ChannelKind::GroupDm
        } else {
            ChannelKind::Dm
        },
        name: "",
        slug: "",
        topic: "",
        description: "",
        people: Some(people),
        joined_by_newcomers: false,
        created_by: who,
        created_at: state.now(),
    };
    if store::channels::insert(connection, &new).await? {
        return Ok((id, true));
    }
    // Somebody else was faster; what they made is committed by now.
    let theirs = store::channels::find_direct(connection, workspace, people).await?;
    theirs
        .map(|id| (id, false))
        .ok_or(Error::Refused(ErrorCode::Conflict))
}
