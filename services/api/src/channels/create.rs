//! Creating a public or private channel.

use auth::Principal;
use domain::channel::{ChannelName, Description, Topic};
use domain::permission::{self, WorkspaceAction};
use domain::text::Invalid;
use domain::{ChannelId, ChannelKind, ChannelRole, UserId, WorkspaceId, WorkspaceRole};
use protocol::channel::{Channel, CreateChannel};
use protocol::event::MemberReason;
use protocol::{ErrorCode, Fields, InvalidInput};
use store::PgConnection;
use store::accounts::{self, Account};

use super::add::{self, Head, Into, Newcomer};
use super::announce::Announcements;
use super::view;
use crate::error::Error;
use crate::http::{Done, Once};
use crate::state::State;
use crate::users::view as people;

/// The most people that a channel is created with.
const MAX_FIRST_MEMBERS: usize = 200;

struct Parsed {
    name: ChannelName,
    topic: Topic,
    description: Description,
    kind: ChannelKind,
    members: Vec<UserId>,
}

/// Creates a channel; the caller owns it.
///
/// # Errors
/// `forbidden` for guests, `channel_name_taken`, `not_found` for the workspace, fields at fault.
pub async fn create(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
    input: CreateChannel,
    once: &Once,
) -> Result<Done<Channel>, Error> {
    let parsed = parse(input)?;
    let mut tx = state.store.begin().await?;
    if let Some(earlier) = once.earlier::<ChannelId>(&mut tx, state, who).await? {
        store::commit(tx).await?;
        let value = view::one(state, who.user, earlier.value).await?;
        return Ok(Done {
            value,
            replayed: true,
        });
    }
    let role = store::workspaces::find_role(&mut tx, workspace, who.user).await?;
    permission::workspace(role, WorkspaceAction::CreateChannel).map_err(ErrorCode::from)?;
    let accounts = members(&mut tx, workspace, who.user, &parsed.members).await?;
    let id = ChannelId::generate(state.now(), &mut state.rng());
    insert(
        &mut tx,
        state,
        Place {
            id,
            workspace,
            by: who.user,
        },
        &parsed,
    )
    .await?;
    let mut announcements = Announcements::new(state.now());
    for account in &accounts {
        let own = account.id == who.user;
        let newcomer = Newcomer {
            person: &people::public(account),
            role: if own {
                ChannelRole::Owner
            } else {
                ChannelRole::Member
            },
            by: who.user,
            reason: if own {
                MemberReason::Joined
            } else {
                MemberReason::Added
            },
        };
        let into = Into {
            channel: id,
            workspace,
            head: Head::NEW,
        };
        add::add(&mut tx, &mut announcements, into, &newcomer).await?;
    }
    once.keep(&mut tx, state, who, &id).await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(Done::now(view::one(state, who.user, id).await?))
}

struct Place {
    id: ChannelId,
    workspace: WorkspaceId,
    by: UserId,
}

async fn insert(
    connection: &mut PgConnection,
    state: &State,
    place: Place,
    parsed: &Parsed,
) -> Result<(), Error> {
    let new = store::channels::New {
        id: place.id,
        partition: state.bus.partitions().of(place.id),
        workspace_id: place.workspace,
        kind: parsed.kind,
        name: parsed.name.as_str(),
        slug: parsed.name.slug(),
        topic: parsed.topic.as_str(),
        description: parsed.description.as_str(),
        people: None,
        joined_by_newcomers: false,
        created_by: place.by,
        created_at: state.now(),
    };
    store::channels::insert(connection, &new).await?;
    Ok(())
}

fn parse(input: CreateChannel) -> Result<Parsed, Error> {
    let mut fields = Fields::default();
    let named = if input.kind.is_direct() {
        Err(Invalid::InvalidFormat)
    } else {
        Ok(input.kind)
    };
    let kind = fields.take("/kind", named);
    let name = fields.take("/name", ChannelName::parse(&input.name));
    let topic = fields.take(
        "/topic",
        Topic::parse(input.topic.as_deref().unwrap_or_default()),
    );
    let description = input.description.as_deref().unwrap_or_default();
    let description = fields.take("/description", Description::parse(description));
    let members = input.member_ids.unwrap_or_default();
    let few = members.len() <= MAX_FIRST_MEMBERS;
    let members = if few {
        Ok(members)
    } else {
        Err(Invalid::TooMany { limit: 200 })
    };
    let members = fields.take("/member_ids", members);
    match (kind, name, topic, description, members) {
        (Some(kind), Some(name), Some(topic), Some(description), Some(members)) => Ok(Parsed {
            name,
            topic,
            description,
            kind,
            members,
        }),
        _ => Err(fields.refusal().into()),
    }
}

/// The caller and those of the workspace's people who are to be in it from the start.
async fn members(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    who: UserId,
    others: &[UserId],
) -> Result<Vec<Account>, Error> {
    let mut ids = others.to_vec();
    ids.push(who);
    let roles: Vec<(UserId, WorkspaceRole)> =
        store::workspaces::find_roles(connection, workspace, &ids).await?;
    for (index, other) in others.iter().enumerate() {
        if !roles.iter().any(|(user, _)| user == other) {
            let pointer = format!("/member_ids/{index}");
            return Err(InvalidInput::at(pointer, Invalid::NotFound).into());
        }
    }
    Ok(accounts::find_all(connection, &ids).await?)
}
