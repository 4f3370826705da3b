//! Reading a channel for somebody: the tail first, then whether they may read it at the version
//! that the tail was read at (S4, S10).

use std::collections::BTreeMap;
use std::sync::Arc;

use bus::Range;
use domain::{ChannelId, Epoch, Seq, UserId};

use super::access::{self, Access};
use crate::error::Error;
use crate::messages::recent::Recent;
use crate::state::State;

/// A channel, open before its reader.
#[derive(Debug, Clone)]
pub struct Opened {
    /// What the reader is to it.
    pub access: Arc<Access>,
    /// What the tail says; empty when the log is cold or cannot be reached.
    pub recent: Recent,
    /// Whether Redis answered: if not, the newest events may be missing.
    pub reached: bool,
}

impl Opened {
    /// Epoch and seq of the head: the log's, or for a cold or unreachable one as Postgres has it.
    ///
    /// # Errors
    /// 503 when Postgres is needed and down.
    pub async fn head(&self, state: &State) -> Result<(Epoch, Seq), Error> {
        if let Some(head) = self.recent.head() {
            return Ok((head.epoch, head.seq));
        }
        let mut connection = state.store.acquire().await?;
        let head = store::heads::find(&mut connection, self.access.channel).await?;
        Ok(head.map_or_else(Default::default, |head| (head.epoch, head.persisted_seq)))
    }
}

/// Reads all that the tail has above the watermark, and at least its newest `newest` events, and
/// checks that `user` may read the channel.
///
/// # Errors
/// `not_found` when they may not; 503 when what is needed to tell is down.
pub async fn open(
    state: &State,
    user: UserId,
    channel: ChannelId,
    newest: usize,
) -> Result<Opened, Error> {
    let (recent, reached) = match state.bus.log().tail(channel, Range::View, newest).await {
        Ok(tail) => (tail.as_ref().map(Recent::new).unwrap_or_default(), true),
        Err(error) => {
            tracing::debug!(channel.id = %channel, %error, "the tail of {channel} is out of reach");
            (Recent::default(), false)
        }
    };
    let mver = recent.head().map(|head| head.mver);
    let access = access::reader(state, user, channel, mver).await?;
    Ok(Opened {
        access,
        recent,
        reached,
    })
}

/// What the tails of these channels say above the watermarks. One that is cold, or all of them when
/// Redis cannot be reached, are left out: then Postgres has the last word.
pub async fn recents(
    state: &State,
    channels: impl IntoIterator<Item = ChannelId>,
) -> BTreeMap<ChannelId, Recent> {
    let wanted: Vec<_> = channels
        .into_iter()
        .map(|channel| (channel, Range::View, 0))
        .collect();
    let tails = match state.bus.log().tails(&wanted).await {
        Ok(tails) => tails,
        Err(error) => {
            tracing::debug!(%error, "{} tails are out of reach", wanted.len());
            return BTreeMap::new();
        }
    };
    let read = wanted.iter().zip(tails);
    read.filter_map(|((channel, _, _), tail)| Some((*channel, Recent::new(&tail?))))
        .collect()
}
