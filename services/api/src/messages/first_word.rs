//! The first message of a direct conversation: only now do the others see that there is one (S16).

use bus::{Position, UserAppend};
use domain::{MessageNo, UserId};
use protocol::gateway::event::{ChannelAdded, UserEvent, UserFrame};

use crate::error::Error;
use crate::log::access::Access;
use crate::state::State;

/// The most members of a direct conversation.
const MOST: i64 = 50;

/// Tells the members of a direct conversation of it, with its first message. What fails here is
/// repeated by the worker when it stores that message; the key makes the two one.
pub(crate) async fn announce(state: &State, access: &Access, place: &Position) {
    if !access.kind.is_direct() || place.message_no != Some(MessageNo::new(1)) {
        return;
    }
    if let Err(error) = tell(state, access, place).await {
        let channel = access.channel;
        tracing::warn!(channel.id = %channel, %error, "the members of {channel} hear of it later");
    }
}

async fn tell(state: &State, access: &Access, place: &Position) -> Result<(), Error> {
    let frame = UserFrame {
        user_version: None,
        event: UserEvent::ChannelAdded(Box::new(ChannelAdded {
            channel_id: access.channel,
            epoch: place.epoch,
            // Just below the first message, so that it is the first that they hear.
            head_seq: place.seq.previous(),
            head_message_no: MessageNo::ZERO,
            channel: None,
        })),
    };
    let payload = serde_json::to_vec(&frame)?;
    let key = format!("channel.added:{}", access.channel);
    let mut connection = state.store.acquire().await?;
    let members = store::memberships::list(&mut connection, access.channel, None, MOST).await?;
    drop(connection);
    let others: Vec<UserId> = members
        .into_iter()
        .map(|member| member.user_id)
        .filter(|user| *user != access.person.id)
        .collect();
    let events: Vec<UserAppend<'_>> = others
        .iter()
        .map(|user| UserAppend {
            user: *user,
            key: Some(&key),
            payload: &payload,
        })
        .collect();
    state.bus.users().append_all(&events).await?;
    Ok(())
}
