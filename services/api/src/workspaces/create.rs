//! Making a workspace, with #general and #random.

use auth::Principal;
use domain::permission::AccountAction;
use domain::workspace::{Slug, WorkspaceName};
use domain::{ChannelId, ChannelKind, ChannelRole, UserId, WorkspaceId, WorkspaceRole};
use protocol::event::MemberReason;
use protocol::gateway::event::UserEvent;
use protocol::user::User;
use protocol::workspace::{CreateWorkspace, Workspace};
use protocol::{ErrorCode, OrInvalid};
use rand::Rng as _;
use store::{PgConnection, workspaces};

use super::view;
use crate::channels::add::{self, Head, Into, Newcomer};
use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::guests;
use crate::http::{Done, Once};
use crate::state::State;
use crate::users::view as people;

/// The channels that a workspace begins with, and that newcomers are put into.
const FIRST_CHANNELS: [&str; 2] = ["general", "random"];
/// How often an address that we choose is chosen anew when it is taken.
const ATTEMPTS: u32 = 3;

/// Makes a workspace that the caller owns. An address that was not asked for is made up.
///
/// # Errors
/// `slug_taken` for an address that was asked for, fields at fault.
pub async fn create(
    state: &State,
    who: &Principal,
    input: CreateWorkspace,
    once: &Once,
) -> Result<Done<Workspace>, Error> {
    let name = WorkspaceName::parse(&input.name).or_invalid("/name")?;
    let asked = input
        .slug
        .as_deref()
        .map(Slug::parse)
        .transpose()
        .or_invalid("/slug")?;
    if let Some(slug) = asked {
        return attempt(state, who, (&name, slug.as_str()), once).await;
    }
    let plain = Slug::from_name(&name);
    let mut slug = plain
        .as_ref()
        .map_or_else(|| made_up("team"), |slug| slug.as_str().to_owned());
    for _ in 0..ATTEMPTS {
        match attempt(state, who, (&name, &slug), once).await {
            Err(Error::Refused(ErrorCode::SlugTaken)) => {
                slug = made_up(plain.as_ref().map_or("team", Slug::as_str));
            }
            other => return other,
        }
    }
    Err(ErrorCode::SlugTaken.into())
}

fn made_up(stem: &str) -> String {
    let number: u32 = rand::rng().random_range(10_000..1_000_000);
    format!("{stem}-{number}")
}

async fn attempt(
    state: &State,
    who: &Principal,
    (name, slug): (&WorkspaceName, &str),
    once: &Once,
) -> Result<Done<Workspace>, Error> {
    let now = state.now();
    let mut tx = state.store.begin().await?;
    if let Some(earlier) = once.earlier(&mut tx, state, who).await? {
        return Ok(earlier);
    }
    guests::may(&mut tx, who.user, AccountAction::CreateWorkspace).await?;
    let id = WorkspaceId::generate(now, &mut state.rng());
    workspaces::insert(&mut tx, id, (name.as_str(), slug), who.user, now).await?;
    workspaces::insert_member(&mut tx, id, who.user, WorkspaceRole::Owner, now).await?;
    let account = store::accounts::find(&mut tx, who.user).await?;
    let account = account.ok_or(Error::Refused(ErrorCode::Unauthenticated))?;
    let owner = people::public(&account);
    let mut announcements = Announcements::new(now);
    let made = workspaces::find(&mut tx, id, who.user).await?;
    let made = view::workspace(made.ok_or(Error::Refused(ErrorCode::NotFound))?);
    // Before its channels, so that a client knows where they belong.
    let added = UserEvent::WorkspaceAdded(made.clone());
    announcements.to_user(&mut tx, who.user, added).await?;
    for name in FIRST_CHANNELS {
        first_channel(&mut tx, state, &mut announcements, (id, name), &owner).await?;
    }
    once.keep(&mut tx, state, who, &made).await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(Done::now(made))
}

async fn first_channel(
    connection: &mut PgConnection,
    state: &State,
    announcements: &mut Announcements,
    (workspace, name): (WorkspaceId, &str),
    owner: &User,
) -> Result<(), Error> {
    let id = ChannelId::generate(state.now(), &mut state.rng());
    insert(connection, state, (id, workspace, name), owner.id).await?;
    let newcomer = Newcomer {
        person: owner,
        role: ChannelRole::Owner,
        by: owner.id,
        reason: MemberReason::Joined,
    };
    let into = Into {
        channel: id,
        workspace,
        head: Head::NEW,
    };
    add::add(connection, announcements, into, &newcomer).await?;
    Ok(())
}

async fn insert(
    connection: &mut PgConnection,
    state: &State,
    (id, workspace, name): (ChannelId, WorkspaceId, &str),
    owner: UserId,
) -> Result<(), Error> {
    let new = store::channels::New {
        id,
        partition: state.bus.partitions().of(id),
        workspace_id: workspace,
        kind: ChannelKind::Public,
        name,
        slug: name,
        topic: "",
        description: "",
        people: None,
        joined_by_newcomers: true,
        created_by: owner,
        created_at: state.now(),
    };
    store::channels::insert(connection, &new).await?;
    Ok(())
}
