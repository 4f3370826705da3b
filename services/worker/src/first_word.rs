//! The first message of a direct conversation: only now do the others see that there is one
//! (S16). api has told them already, unless it died on the way; the key makes the two one.

use bus::{Bus, UserAppend};
use domain::{ChannelId, MessageNo, Seq, UserId};
use protocol::gateway::event::{ChannelAdded, UserEvent, UserFrame};
use store::Store;

use crate::batch::{Fate, Item, Place};

/// The most members of a direct conversation.
const MOST: i64 = 50;

/// Why the members do not hear of their conversation yet. Tried again with the batch.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("Redis does not take what members are to hear")]
    Bus(#[from] bus::Error),
    #[error("the members cannot be read")]
    Store(#[from] store::Error),
    #[error("what members are to hear cannot be written")]
    Write(#[from] serde_json::Error),
}

/// Tells the members of the direct conversations that begin in this batch.
pub(crate) async fn announce(bus: &Bus, store: &Store, items: &[Item]) -> Result<(), Error> {
    for item in items {
        let Fate::Fold(entry) = &item.fate else {
            continue;
        };
        let Place::Log {
            channel,
            epoch,
            seq,
        } = item.place
        else {
            continue;
        };
        if entry.message_no == Some(MessageNo::new(1)) && entry.creates().is_some() {
            let added = ChannelAdded {
                channel_id: channel,
                epoch,
                // Just below the first message, so that it is the first that they hear.
                head_seq: Seq::previous(seq),
                head_message_no: MessageNo::ZERO,
                channel: None,
            };
            tell(bus, store, entry.author, added).await?;
        }
    }
    Ok(())
}

async fn tell(bus: &Bus, store: &Store, author: UserId, added: ChannelAdded) -> Result<(), Error> {
    let channel = added.channel_id;
    let others = others(store, channel, author).await?;
    let event = UserEvent::ChannelAdded(Box::new(added));
    let payload = serde_json::to_vec(&UserFrame {
        user_version: None,
        event,
    })?;
    let key = format!("channel.added:{channel}");
    let append = |user: &UserId| UserAppend {
        user: *user,
        key: Some(&key),
        payload: &payload,
    };
    let events: Vec<UserAppend<'_>> = others.iter().map(append).collect();
    bus.users().append_all(&events).await?;
    Ok(())
}

/// The other members, if the channel is a direct conversation.
async fn others(
    store: &Store,
    channel: ChannelId,
    author: UserId,
) -> Result<Vec<UserId>, store::Error> {
    let mut connection = store.acquire().await?;
    let found = store::channels::find(&mut connection, channel).await?;
    if found.is_none_or(|channel| !channel.kind.is_direct()) {
        return Ok(Vec::new());
    }
    let members = store::memberships::list(&mut connection, channel, None, MOST).await?;
    let others = members.into_iter().map(|member| member.user_id);
    Ok(others.filter(|user| *user != author).collect())
}
