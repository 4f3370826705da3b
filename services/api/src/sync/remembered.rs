//! What was last told to gateways of a person, kept on the live Redis: so that a storm of
//! reconnects asks Postgres only for what moved (S14).
//!
//! It holds while the person's own log has not moved: every change of channels, workspaces, read
//! positions and account is an event there. Counts hold while the channel's log has not moved.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use bus::Head;
use bytes::Bytes;
use domain::{
    ChannelId, ChannelKind, Epoch, MessageNo, Mver, Seq, UserId, UserVersion, WorkspaceId,
};
use rpc::chat::{BootstrapUser, ChannelState};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::bootstrap;
use crate::error::Error;
use crate::reading::standing;
use crate::state::State;

/// After this long it is read anew in any case.
const LIFETIME: Duration = Duration::from_mins(10);

#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    version: UserVersion,
    me: Box<RawValue>,
    workspaces: Vec<WorkspaceId>,
    guest_in: Vec<WorkspaceId>,
    came_by_link: bool,
    channels: Vec<Place>,
    apart: Vec<UserId>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Place {
    channel: ChannelId,
    workspace: WorkspaceId,
    kind: ChannelKind,
    epoch: Epoch,
    head_seq: Seq,
    head_message_no: MessageNo,
    read_message_no: MessageNo,
    unread: i64,
    mentions: i64,
    mver: Mver,
}

fn name(user: UserId) -> String {
    format!("bootstrap:{user}")
}

/// Those of `users` of whom everything that is remembered still holds, after counting again what
/// moved. Whoever is missing has to be read from Postgres.
///
/// # Errors
/// 503 when something moved and Postgres is down.
pub(super) async fn recall(
    state: &State,
    users: &[UserId],
    versions: &HashMap<UserId, UserVersion>,
) -> Result<HashMap<UserId, BootstrapUser>, Error> {
    let names: Vec<String> = users.iter().copied().map(name).collect();
    let kept = state.bus.cache().get_all(&names).await.unwrap_or_default();
    let mut people = HashMap::new();
    for (user, bytes) in users.iter().zip(kept) {
        let kept = bytes.and_then(|bytes| serde_json::from_slice::<Remembered>(&bytes).ok());
        if let Some(kept) = kept.filter(|kept| versions.get(user) == Some(&kept.version)) {
            people.insert(*user, kept.into_user(*user));
        }
    }
    let heads = heads(state, &people).await;
    let same_life = |channel: &ChannelState| {
        heads
            .get(&channel.channel)
            .is_some_and(|head| head.epoch == channel.epoch)
    };
    people.retain(|_, person| person.channels.iter().all(same_life));
    recount(state, &heads, &mut people).await?;
    Ok(people)
}

async fn heads(state: &State, people: &HashMap<UserId, BootstrapUser>) -> HashMap<ChannelId, Head> {
    let channels: BTreeSet<ChannelId> = people
        .values()
        .flat_map(|person| person.channels.iter().map(|channel| channel.channel))
        .collect();
    let channels: Vec<ChannelId> = channels.into_iter().collect();
    let heads = state.bus.log().heads(&channels).await.unwrap_or_default();
    channels
        .into_iter()
        .zip(heads)
        .filter_map(|(channel, head)| Some((channel, head?)))
        .collect()
}

/// Counts the channels whose log moved since.
async fn recount(
    state: &State,
    heads: &HashMap<ChannelId, Head>,
    people: &mut HashMap<UserId, BootstrapUser>,
) -> Result<(), Error> {
    let moved = |channel: &ChannelState| {
        heads
            .get(&channel.channel)
            .is_none_or(|head| (head.seq, head.mver) != (channel.head_seq, channel.mver))
    };
    let pairs: Vec<(UserId, ChannelId)> = people
        .iter()
        .flat_map(|(user, person)| {
            person
                .channels
                .iter()
                .filter(|one| moved(one))
                .map(|one| (*user, one.channel))
        })
        .collect();
    let standings = standing::of_pairs(state, &pairs).await?;
    for person in people.values_mut() {
        for channel in &mut person.channels {
            if let Some(standing) = standings.get(&(person.user, channel.channel)) {
                bootstrap::stand(channel, standing);
            }
        }
    }
    Ok(())
}

/// Keeps what was read; while the live Redis is down nothing is kept.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) async fn keep(state: &State, person: &BootstrapUser) -> Result<(), Error> {
    let bytes = serde_json::to_vec(&Remembered::of(person)?)?;
    if let Err(error) = state
        .bus
        .cache()
        .set(&name(person.user), &bytes, LIFETIME)
        .await
    {
        tracing::debug!(%error, "what was told of a person is not kept");
    }
    Ok(())
}

/// Forgets what was told of a person, because something changed that their own log does not tell.
pub async fn forget(state: &State, user: UserId) {
    if let Err(error) = state.bus.cache().delete(&[name(user)]).await {
        tracing::debug!(%error, "what was told of a person is not forgotten");
    }
}

impl Remembered {
    fn of(person: &BootstrapUser) -> Result<Self, Error> {
        let channels = person.channels.iter().map(|one| Place {
            channel: one.channel,
            workspace: one.workspace,
            kind: one.kind,
            epoch: one.epoch,
            head_seq: one.head_seq,
            head_message_no: one.head_message_no,
            read_message_no: one.read_message_no,
            unread: one.unread,
            mentions: one.mentions,
            mver: one.mver,
        });
        Ok(Self {
            version: person.user_version,
            me: serde_json::from_slice(&person.me)?,
            workspaces: person.workspaces.clone(),
            guest_in: person.guest_in.clone(),
            came_by_link: person.came_by_link,
            channels: channels.collect(),
            apart: person.apart.clone(),
        })
    }

    fn into_user(self, user: UserId) -> BootstrapUser {
        let channels = self.channels.into_iter().map(|one| ChannelState {
            channel: one.channel,
            workspace: one.workspace,
            kind: one.kind,
            epoch: one.epoch,
            head_seq: one.head_seq,
            head_message_no: one.head_message_no,
            read_message_no: one.read_message_no,
            unread: one.unread,
            mentions: one.mentions,
            mver: one.mver,
        });
        BootstrapUser {
            user,
            me: Bytes::from(self.me.get().as_bytes().to_vec()),
            user_version: self.version,
            channels: channels.collect(),
            workspaces: self.workspaces,
            guest_in: self.guest_in,
            came_by_link: self.came_by_link,
            apart: self.apart,
        }
    }
}
