//! A call that is over leaves a line in its channel: once, whoever finds that it is.

use bus::{Append, Appended, CallState, CallStory, Key, Position};
use chrono::DateTime;
use domain::{ChannelId, MessageId, MessageKind, UserId};
use protocol::Timestamp;
use protocol::call::{CallEnd, CallLine};
use protocol::event::{CreatedMessage, Fresh, LogEvent};
use protocol::message::content_hash::Content;
use protocol::message::{Mentions, UserMention};
use store::reading::Raise;
use store::{accounts, memberships};

use crate::error::Error;
use crate::log::access;
use crate::log::append::{self, Logged};
use crate::messages::first_word;
use crate::state::State;
use crate::users::view;

/// Writes the line of a call that was found to be over, in the background: nobody waits for it.
pub(super) fn settle(state: &State, channel: ChannelId, found: &CallState) {
    let Some(story) = found.over.clone().filter(is_worth_a_line) else {
        return;
    };
    let state = state.clone();
    state.tracker.clone().spawn(async move {
        if let Err(error) = write(&state, channel, &story).await {
            tracing::warn!(channel.id = %channel, %error, "a call leaves no line in {channel}");
        }
    });
}

/// Who was alone and called nobody leaves no trace.
fn is_worth_a_line(story: &CallStory) -> bool {
    story.people.len() > 1 || !story.missed.is_empty() || story.was_rung
}

async fn write(state: &State, channel: ChannelId, story: &CallStory) -> Result<(), Error> {
    let mut connection = state.store.acquire().await?;
    let Some(account) = accounts::find(&mut connection, story.by).await? else {
        return Ok(());
    };
    drop(connection);
    let now = state.now();
    let call = line(story);
    let created = CreatedMessage {
        id: MessageId::generate_in(channel, now, &mut state.rng()),
        channel_id: channel,
        parent_id: None,
        author: view::public(&account),
        kind: MessageKind::System,
        body: call.text("en"),
        mentions: missed(story),
        call: Some(call),
        files: Vec::new(),
        also_in_channel: false,
        nonce: format!("call-{}", story.began_ms),
        created_at: now.into(),
        rest: Fresh::default(),
    };
    let event = LogEvent::MessageCreated(Box::new(created.clone()));
    let payload = event.encode(story.by, now, rpc::trace::current())?;
    let key = Key::Nonce {
        author: story.by,
        nonce: created.nonce.clone(),
    };
    let mut append = Append::new(channel, &payload, key);
    append.body_hash = hash(&created);
    append.message = Some(created.id);
    append.numbered = created.is_numbered();
    let Logged::As(Appended::New(place)) = append::append(state, &append).await? else {
        return Ok(());
    };
    let message = created.into_message(place.seq, place.message_no);
    state.log.places.learn(&message);
    if let Ok(access) = access::load(state, story.by, channel).await {
        first_word::announce(state, &access, &place).await;
    }
    read(state, channel, story, &place).await
}

fn line(story: &CallStory) -> CallLine {
    let outcome = match (story.people.len(), story.missed.is_empty()) {
        (0 | 1, true) => CallEnd::Declined,
        (0 | 1, false) => CallEnd::Missed,
        _ => CallEnd::Talked,
    };
    CallLine {
        started_by: story.by,
        started_at: moment(story.began_ms),
        ended_at: moment(story.ended_ms),
        outcome,
        people: story.people.clone(),
        missed: story.missed.clone(),
    }
}

fn moment(ms: i64) -> Timestamp {
    DateTime::from_timestamp_millis(ms)
        .unwrap_or_default()
        .into()
}

/// Whoever missed it is named, and so told: by a range of no characters, for the text does not name
/// them.
fn missed(story: &CallStory) -> Mentions {
    let named = |user: &UserId| UserMention {
        user_id: *user,
        start: 0,
        end: 0,
    };
    Mentions {
        users: story.missed.iter().map(named).collect(),
        ..Mentions::default()
    }
}

/// As the worker computes it from what was created.
fn hash(created: &CreatedMessage) -> [u8; 32] {
    let content = Content {
        body: &created.body,
        parent_id: None,
        also_in_channel: false,
        file_ids: &[],
    };
    content.hash()
}

/// Those who took part know of it: whoever had read everything before has read the line.
async fn read(
    state: &State,
    channel: ChannelId,
    story: &CallStory,
    place: &Position,
) -> Result<(), Error> {
    let Some(message_no) = place.message_no else {
        return Ok(());
    };
    let before = message_no.previous();
    let mut connection = state.store.acquire().await?;
    let mut know = Vec::new();
    for user in &story.people {
        let sides = memberships::of_user(&mut connection, *user, &[channel]).await?;
        let reads_on = |side: &memberships::Membership| side.read_message_no >= before;
        if sides.first().is_some_and(reads_on) {
            know.push(*user);
        }
    }
    drop(connection);
    for user_id in know {
        let raise = Raise {
            user_id,
            channel_id: channel,
            message_no,
            seq: place.seq,
        };
        state.log.marks.raise(raise).await?;
    }
    Ok(())
}
