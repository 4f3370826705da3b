//! Channels as the caller sees them.

use std::collections::HashMap;

use domain::{ChannelId, UserId};
use protocol::ErrorCode;
use protocol::channel::{Channel, Membership};
use protocol::user::User;
use store::channels;
use store::memberships;

use crate::error::Error;
use crate::reading::standing::{self, Standing};
use crate::state::State;
use crate::users::view;

/// These channels, in the order asked. That the caller may see them is for the caller of this
/// function to know; those that are gone are left out.
///
/// # Errors
/// `Unavailable`.
pub async fn all(state: &State, who: UserId, ids: &[ChannelId]) -> Result<Vec<Channel>, Error> {
    let standings = standing::of(state, who, ids).await?;
    let mut connection = state.store.acquire().await?;
    let rows = channels::find_all(&mut connection, ids).await?;
    let sides = memberships::of_user(&mut connection, who, ids).await?;
    let people = channels::direct_people(&mut connection, ids).await?;
    let everybody: Vec<UserId> = people.values().flatten().copied().collect();
    let accounts = store::accounts::find_all(&mut connection, &everybody).await?;
    drop(connection);
    let users: HashMap<UserId, User> = accounts
        .iter()
        .map(|account| (account.id, view::public(account)))
        .collect();
    let sides: HashMap<ChannelId, memberships::Membership> = sides
        .into_iter()
        .map(|side| (side.channel_id, side))
        .collect();
    let mut shown: HashMap<ChannelId, Channel> = HashMap::with_capacity(rows.len());
    for row in rows {
        let standing = standings.get(&row.id).cloned().unwrap_or_default();
        let side = sides.get(&row.id).map(|side| membership(side, &standing));
        let people = people.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let members = people
            .iter()
            .filter_map(|id| users.get(id).cloned())
            .collect();
        shown.insert(row.id, channel(row, &standing, side, members));
    }
    Ok(ids.iter().filter_map(|id| shown.remove(id)).collect())
}

/// One channel.
///
/// # Errors
/// `not_found` when it is gone.
pub async fn one(state: &State, who: UserId, id: ChannelId) -> Result<Channel, Error> {
    all(state, who, &[id])
        .await?
        .pop()
        .ok_or(Error::Refused(ErrorCode::NotFound))
}

fn channel(
    row: channels::Channel,
    standing: &Standing,
    membership: Option<Membership>,
    members: Vec<User>,
) -> Channel {
    let named = !row.kind.is_direct();
    Channel {
        id: row.id,
        workspace_id: row.workspace_id,
        kind: row.kind,
        name: named.then_some(row.name),
        slug: named.then_some(row.slug),
        topic: row.topic,
        description: row.description,
        cover_url: row.cover_url,
        created_by: Some(row.created_by),
        member_count: row.member_count.into(),
        archived_at: row.archived_at.map(Into::into),
        posting: row.posting,
        slow_mode_s: row.slow_mode_s.into(),
        epoch: standing.epoch,
        head_seq: standing.head_seq,
        head_message_no: standing.head_message_no,
        last_message_at: row.last_message_at.map(Into::into),
        membership,
        members,
    }
}

/// The caller's own side, counted by the position that the reading area knows.
#[must_use]
pub fn membership(side: &memberships::Membership, standing: &Standing) -> Membership {
    let position = standing.position.as_ref();
    Membership {
        role: side.role,
        joined_at: side.joined_at.into(),
        read_message_no: position.map_or(side.read_message_no, |at| at.read_message_no),
        read_seq: position.map_or(side.read_seq, |at| at.read_seq),
        read_version: position.map_or(side.read_version, |at| at.read_version),
        unread: position.map_or(0, |at| at.unread),
        mentions: position.map_or(0, |at| at.mentions),
        notify: side.notify,
        muted_until: side.muted_until.map(Into::into),
        starred: side.starred,
    }
}
