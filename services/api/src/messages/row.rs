//! A stored message as clients see it.

use domain::{MessageKind, Seq};
use protocol::call::CallLine;
use protocol::message::{Message, Reaction};
use protocol::user::User;
use serde::de::DeserializeOwned;
use store::messages::Row;

use crate::error::Error;

/// Turns a row into the wire's message.
///
/// # Errors
/// When a JSON column holds what we never wrote there.
pub fn message(row: Row) -> Result<Message, Error> {
    let author = User {
        id: row.author_id,
        handle: row.handle,
        display_name: row.display_name,
        avatar_url: row.avatar_url,
        is_bot: row.is_bot,
        created_at: row.author_created_at.into(),
        deactivated: row.author_deactivated_at.is_some(),
        is_guest: row.is_guest,
    };
    // What a system message says is stored as what it is.
    let call: Option<CallLine> = match row.kind {
        MessageKind::System => serde_json::from_str(&row.body).ok(),
        MessageKind::User | MessageKind::Bot => None,
    };
    Ok(Message {
        id: row.id,
        channel_id: row.channel_id,
        seq: row.seq,
        message_no: row.message_no,
        parent_id: row.parent_id,
        author,
        kind: row.kind,
        body: call.as_ref().map_or(row.body, |call| call.text("en")),
        call,
        mentions: json("messages.mentions", row.mentions)?,
        files: json("messages.files", row.files)?,
        reactions: row.reactions.0.into_iter().map(reaction).collect(),
        reply_count: row.reply_count.into(),
        reply_user_ids: row.reply_user_ids,
        last_reply_at: row.last_reply_at.map(Into::into),
        also_in_channel: row.also_in_channel,
        pinned_at: row.pinned_at.map(Into::into),
        pinned_by: row.pinned_by,
        edited_at: row.edited_at.map(Into::into),
        version: row.version.into(),
        deleted_at: row.deleted_at.map(Into::into),
        embeds: json("messages.embeds", row.embeds)?,
        nonce: row.nonce,
        rev_seq: row.rev_seq.max(Seq::ZERO),
        created_at: row.created_at.into(),
    })
}

/// Several rows, in their order.
///
/// # Errors
/// As [`message`].
pub fn messages(rows: Vec<Row>) -> Result<Vec<Message>, Error> {
    let mut messages = Vec::with_capacity(rows.len());
    for row in rows {
        messages.push(message(row)?);
    }
    Ok(messages)
}

fn reaction(stored: store::messages::Reaction) -> Reaction {
    Reaction {
        emoji: stored.emoji,
        count: stored.count,
        user_ids: stored.user_ids,
        me: stored.me,
    }
}

fn json<T: DeserializeOwned>(what: &'static str, value: serde_json::Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|source| store::Error::corrupt(what, source).into())
}
