//! One person's side of threads, exact: what is stored, completed by the tails.

use std::collections::BTreeMap;

use domain::{ChannelId, Follow, MessageId, Seq, UserId};
use protocol::message::Message;
use protocol::thread::ThreadState;
use store::PgConnection;
use store::reading::Except;
use store::threads::{Counts, Unread};

use super::replies::Replies;
use crate::error::Error;
use crate::messages::many;
use crate::state::State;

/// A side with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    /// What the rules work with; `None` for who has nothing to do with the thread.
    pub(super) follow: Option<Follow>,
    /// As clients see it.
    pub(super) state: ThreadState,
}

/// The tails of some channels, folded for threads.
pub(super) type Tails = BTreeMap<ChannelId, Replies>;

/// How these threads stand for `user`, by root.
///
/// # Errors
/// 503 when Postgres is down.
pub(super) async fn of(
    state: &State,
    connection: &mut PgConnection,
    user: UserId,
    roots: impl Iterator<Item = &Message> + Clone,
    tails: &Tails,
) -> Result<BTreeMap<MessageId, Standing>, Error> {
    let ids: Vec<MessageId> = roots.clone().map(|root| root.id).collect();
    let stored = store::threads::sides(connection, user, &ids).await?;
    let stored: BTreeMap<MessageId, Follow> = stored
        .iter()
        .map(|side| (side.root_id, side.follow()))
        .collect();
    let older = older(state, connection, tails).await?;
    let mut standings = BTreeMap::new();
    for root in roots {
        let side = stored.get(&root.id).copied();
        let follow = match tails.get(&root.channel_id) {
            Some(replies) => replies.follow(root.into(), user, side, &older),
            None => side,
        };
        standings.insert(root.id, standing(root, follow));
    }
    count(state, connection, user, (&mut standings, tails, &older)).await?;
    Ok(standings)
}

/// How a thread stands for who has this to do with it, before anything is counted.
pub(super) fn standing(root: &Message, follow: Option<Follow>) -> Standing {
    Standing {
        follow,
        state: ThreadState {
            root_id: root.id,
            channel_id: root.channel_id,
            following: follow.is_some_and(|follow| follow.following),
            read_seq: follow.map_or(Seq::ZERO, |follow| follow.read_seq),
            unread: 0,
            mentions: 0,
        },
    }
}

async fn count(
    state: &State,
    connection: &mut PgConnection,
    user: UserId,
    (standings, tails, older): (
        &mut BTreeMap<MessageId, Standing>,
        &Tails,
        &BTreeMap<MessageId, Seq>,
    ),
) -> Result<(), Error> {
    let followed = standings.values().filter(|one| one.state.following);
    let wanted: Vec<Unread> = followed
        .map(|Standing { state: side, .. }| Unread {
            user_id: user,
            root_id: side.root_id,
            channel_id: side.channel_id,
            partition: state.bus.partitions().of(side.channel_id),
            read_seq: side.read_seq,
        })
        .collect();
    let deleted: Vec<MessageId> = tails.values().flat_map(Replies::deleted).collect();
    let readdressed: Vec<MessageId> = tails.values().flat_map(Replies::readdressed).collect();
    let except = Except {
        deleted: &deleted,
        readdressed: &readdressed,
    };
    let counts: Vec<Counts> = store::threads::counts(connection, &wanted, except).await?;
    for mut one in counts {
        let Some(Standing { state: side, .. }) = standings.get_mut(&one.root_id) else {
            continue;
        };
        if let Some(replies) = tails.get(&side.channel_id) {
            replies.complete(&mut one, side.read_seq, older);
        }
        (side.unread, side.mentions) = (one.unread, one.mentions);
    }
    Ok(())
}

async fn older(
    state: &State,
    connection: &mut PgConnection,
    tails: &Tails,
) -> Result<BTreeMap<MessageId, Seq>, Error> {
    let ids: Vec<MessageId> = tails.values().flat_map(Replies::older).collect();
    let partitions: Vec<_> = many::partitions(state, &ids).into_iter().collect();
    let seqs = store::threads::seqs(connection, &partitions, &ids).await?;
    Ok(seqs.into_iter().collect())
}
