//! Where some channels stand for one person: heads, read positions, exact unread counts. For
//! whoever draws a channel.

use std::collections::HashMap;

use domain::{ChannelId, Epoch, MessageNo, Mver, Seq, UserId};
use protocol::reading::ReadPosition;

use super::counts::{self, Logs};
use super::marks;
use crate::error::Error;
use crate::state::State;

/// One channel before one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The life of its log.
    pub epoch: Epoch,
    /// The seq of its last event.
    pub head_seq: Seq,
    /// The number of its last top-level message.
    pub head_message_no: MessageNo,
    /// The membership version.
    pub mver: Mver,
    /// How far the person has read; `None` when not a member.
    pub position: Option<ReadPosition>,
}

/// How these channels stand for `user`. A cold log, or one that cannot be reached, stands where
/// Postgres has it. Channels that do not exist are left out.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn of(
    state: &State,
    user: UserId,
    channels: &[ChannelId],
) -> Result<HashMap<ChannelId, Standing>, Error> {
    let pairs: Vec<_> = channels.iter().map(|channel| (user, *channel)).collect();
    let mut all = of_pairs(state, &pairs).await?;
    Ok(all
        .drain()
        .map(|((_, channel), standing)| (channel, standing))
        .collect())
}

/// The same for several people at once.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn of_pairs(
    state: &State,
    pairs: &[(UserId, ChannelId)],
) -> Result<HashMap<(UserId, ChannelId), Standing>, Error> {
    if pairs.is_empty() {
        return Ok(HashMap::new());
    }
    let logs = counts::logs(state, pairs.iter().map(|(_, channel)| *channel)).await;
    let mut logs = logs.unwrap_or_default();
    let mut connection = state.store.acquire().await?;
    let mut positions = marks::positions(state, &mut connection, &mut logs, pairs).await?;
    let cold: Vec<ChannelId> = pairs
        .iter()
        .map(|(_, channel)| *channel)
        .filter(|channel| !logs.heads.contains_key(channel))
        .collect();
    let stored = store::heads::find_all(&mut connection, &cold).await?;
    let stored: HashMap<_, _> = stored
        .into_iter()
        .map(|head| (head.channel_id, head))
        .collect();
    let mut standings = HashMap::with_capacity(pairs.len());
    for pair in pairs {
        let standing = match log_of(&logs, pair.1) {
            Some(standing) => standing,
            None => match stored.get(&pair.1) {
                Some(head) => Standing {
                    epoch: head.epoch,
                    head_seq: head.persisted_seq,
                    head_message_no: head.persisted_message_no,
                    mver: head.mver,
                    position: None,
                },
                None => continue,
            },
        };
        let position = positions.remove(pair);
        // The counts are those of the log up to the head that stands beside them.
        let head_seq = position.as_ref().map(|position| position.head_seq);
        standings.insert(
            *pair,
            Standing {
                head_seq: head_seq.unwrap_or(standing.head_seq),
                position,
                ..standing
            },
        );
    }
    Ok(standings)
}

fn log_of(logs: &Logs, channel: ChannelId) -> Option<Standing> {
    logs.heads.get(&channel).map(|head| Standing {
        epoch: head.epoch,
        head_seq: head.seq,
        head_message_no: head.message_no,
        mver: head.mver,
        position: None,
    })
}
