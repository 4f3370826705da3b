//! Sending: the path that Postgres is not on.

use std::time::Instant;

use auth::Principal;
use bus::{Append, Appended, Earlier, Key};
use domain::{ChannelId, MessageId, MessageKind, UserId};
use protocol::ErrorCode;
use protocol::event::{CreatedMessage, Fresh, LogEvent};
use protocol::file::File;
use protocol::gateway::command::Sent;
use protocol::message::{Mentions, SendMessage};

use super::addressed::Addressed;
use super::draft::Draft;
use super::{find, first_word, limits, mass, mention, nonce, parent, rules};
use crate::error::Error;
use crate::log::access::{self, Access};
use crate::log::append::{self, Logged};
use crate::metrics;
use crate::state::State;

/// Sends a message, exactly once for each nonce of its author in the channel.
///
/// # Errors
/// `not_found`, `not_a_member`, `channel_archived`, `posting_restricted`, `cannot_message`,
/// `slow_mode`, `mass_mention_refused`, `confirm_mass_mention`, `rate_limited`,
/// `parent_not_found`, `parent_is_reply`, `nonce_reused`, `invalid_input`, what the files service
/// says of the files; 503 when the log takes nothing.
pub async fn send(
    state: &State,
    who: &Principal,
    channel: ChannelId,
    input: SendMessage,
) -> Result<Sent, Error> {
    let started = Instant::now();
    let draft = Draft::parse(channel, input)?;
    let sent = once(state, who, &draft).await;
    let outcome = match &sent {
        Ok(sent) if sent.duplicate => "duplicate",
        Ok(_) => "accepted",
        Err(refusal) => refusal.code().as_str(),
    };
    metrics::sent(outcome, &sent, started.elapsed());
    sent
}

async fn once(state: &State, who: &Principal, draft: &Draft) -> Result<Sent, Error> {
    match attempt(state, who, draft).await {
        // What was accepted stays accepted: a retry is answered whatever holds now.
        Err(refusal) if refusal_can_hide_a_retry(&refusal) => {
            match nonce::logged(state, who, draft).await? {
                Some(message) => earlier(state, who, message).await,
                None => Err(refusal),
            }
        }
        outcome => outcome,
    }
}

fn refusal_can_hide_a_retry(refusal: &Error) -> bool {
    matches!(
        refusal.code(),
        ErrorCode::RateLimited
            | ErrorCode::SlowMode
            | ErrorCode::ChannelArchived
            | ErrorCode::PostingRestricted
            | ErrorCode::CannotMessage
            | ErrorCode::MassMentionRefused
            | ErrorCode::ConfirmMassMention
    )
}

async fn attempt(state: &State, who: &Principal, draft: &Draft) -> Result<Sent, Error> {
    let rule = |access: &Access| rules::may_send(access, draft);
    let access = access::decide(state, who.user, draft.channel, rule).await?;
    limits::sends(state, &access).await?;
    parent::check(state, who, draft).await?;
    if let Some(message) = nonce::stored(state, who, draft).await? {
        return earlier(state, who, message).await;
    }
    let mentions = mention::resolve(state, &access, &draft.body).await?;
    let before = Addressed::default();
    let Addressed { mentions, here } =
        mass::address(state, &access, mentions, before, draft.confirmed).await?;
    let files = claim(state, who, draft).await?;
    let created = created(state, draft, &access, (mentions, files));
    log(state, who, draft, (&access, created, here)).await
}

async fn claim(state: &State, who: &Principal, draft: &Draft) -> Result<Vec<File>, Error> {
    if draft.file_ids.is_empty() {
        return Ok(Vec::new());
    }
    let carrier = rpc::files::Carrier {
        channel: draft.channel,
        author: who.user,
        nonce: draft.nonce.clone(),
    };
    Ok(state.files.claim(&draft.file_ids, &carrier).await?)
}

fn created(
    state: &State,
    draft: &Draft,
    access: &Access,
    (mentions, files): (Mentions, Vec<File>),
) -> CreatedMessage {
    let now = state.now();
    let author = access.person.clone();
    CreatedMessage {
        id: MessageId::generate_in(draft.channel, now, &mut state.rng()),
        channel_id: draft.channel,
        parent_id: draft.parent_id,
        kind: if author.is_bot {
            MessageKind::Bot
        } else {
            MessageKind::User
        },
        author,
        body: draft.body.as_str().to_owned(),
        call: None,
        mentions,
        files,
        also_in_channel: draft.also_in_channel,
        nonce: draft.nonce.clone(),
        created_at: now.into(),
        rest: Fresh::default(),
    }
}

async fn log(
    state: &State,
    who: &Principal,
    draft: &Draft,
    (access, created, here): (&Access, CreatedMessage, Vec<UserId>),
) -> Result<Sent, Error> {
    let event = LogEvent::MessageCreated(Box::new(created.clone()));
    let payload = event.encode_for(&here, who.user, state.now(), rpc::trace::current())?;
    let key = Key::Nonce {
        author: who.user,
        nonce: draft.nonce.clone(),
    };
    let mut append = Append::new(draft.channel, &payload, key);
    append.body_hash = draft.hash();
    append.message = Some(created.id);
    append.numbered = created.is_numbered();
    let addresses_all = mass::is_new(&created.mentions, &Mentions::default());
    let rule = |access: &Access| {
        rules::may_send(access, draft)?;
        if addresses_all {
            rules::may_address_all(access)?;
        }
        Ok(())
    };
    match append::permitted(state, access, rule, append).await? {
        Logged::As(Appended::New(place)) => {
            let message = created.into_message(place.seq, place.message_no);
            state.log.places.learn(&message);
            first_word::announce(state, access, &place).await;
            Ok(Sent {
                message,
                duplicate: false,
            })
        }
        Logged::As(Appended::Duplicate(first)) => earlier(state, who, id_of(&first)?).await,
        Logged::Reused(_) => Err(ErrorCode::NonceReused.into()),
    }
}

fn id_of(earlier: &Earlier) -> Result<MessageId, Error> {
    earlier
        .message
        .ok_or_else(|| anyhow::anyhow!("a nonce stands for no message").into())
}

/// The message that the nonce stands for, as it is now.
async fn earlier(state: &State, who: &Principal, id: MessageId) -> Result<Sent, Error> {
    let message = find::find(state, who, id).await?.message;
    Ok(Sent {
        message,
        duplicate: true,
    })
}
