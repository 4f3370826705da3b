//! One JSON frame of the socket, read as far as a test needs.

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

/// A frame as it arrived, with its envelope taken apart and its data still as text.
#[derive(Debug, Clone)]
pub struct Frame {
    /// `type`
    pub kind: String,
    /// The channel whose log or whose view this belongs to.
    pub channel: Option<String>,
    /// The place in the channel's log, absent for what is ephemeral.
    pub seq: Option<i64>,
    /// The command that this answers.
    pub id: Option<u64>,
    /// The text as it came.
    pub text: String,
    data: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    channel: Option<String>,
    seq: Option<i64>,
    id: Option<u64>,
    data: Option<Box<RawValue>>,
}

/// An event that a client applied: at its place, once, with no hole before it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Applied {
    /// The epoch under which it was applied.
    pub epoch: i64,
    /// Its place in the channel's log.
    pub seq: i64,
    /// The event's `type`.
    pub kind: String,
    /// The message it is about, if any.
    pub message: Option<String>,
    /// The sender's key of a created message.
    pub nonce: Option<String>,
    /// The text that was shown, of created and updated messages.
    pub body: Option<String>,
    /// `message_no` of a created or deleted message.
    pub message_no: Option<i64>,
    /// Who wrote a created message.
    pub author: Option<String>,
    /// Whom a created or edited message addresses.
    pub addressed: Option<Addressed>,
}

/// Whom a message addresses.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
pub struct Addressed {
    /// By name.
    pub users: Vec<String>,
    /// Everybody in the channel.
    pub all: bool,
    /// Those who were seen online, whoever they are.
    pub here: bool,
}

impl Addressed {
    /// Whether this person is addressed for certain.
    #[must_use]
    pub fn includes(&self, user: &str) -> bool {
        self.all || self.users.iter().any(|one| one == user)
    }
}

#[derive(Deserialize, Default)]
struct AboutMessage {
    id: Option<String>,
    message_id: Option<String>,
    nonce: Option<String>,
    body: Option<String>,
    message_no: Option<i64>,
    author: Option<Author>,
    mentions: Option<Mentions>,
}

#[derive(Deserialize)]
struct Author {
    id: String,
}

#[derive(Deserialize)]
struct Mentions {
    users: Vec<UserMention>,
    channel: bool,
    here: bool,
}

#[derive(Deserialize)]
struct UserMention {
    user_id: String,
}

impl From<Mentions> for Addressed {
    fn from(mentions: Mentions) -> Self {
        Self {
            users: mentions.users.into_iter().map(|one| one.user_id).collect(),
            all: mentions.channel,
            here: mentions.here,
        }
    }
}

impl Frame {
    /// Takes the envelope of `text` apart.
    ///
    /// # Panics
    /// When it is not a frame of ours.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let envelope: Envelope = serde_json::from_str(text)
            .unwrap_or_else(|e| panic!("the server sent what is no frame ({e}): {text}"));
        Self {
            kind: envelope.kind,
            channel: envelope.channel,
            seq: envelope.seq,
            id: envelope.id,
            text: text.to_owned(),
            data: envelope.data,
        }
    }

    /// The frame's `data`, `null` when it has none.
    #[must_use]
    pub fn data(&self) -> Value {
        self.data.as_deref().map_or(Value::Null, |d| {
            serde_json::from_str(d.get()).expect("raw JSON is JSON")
        })
    }

    /// The whole frame.
    ///
    /// # Panics
    /// Never: it was parsed before.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("a frame is JSON")
    }

    /// What applying this event under `epoch` shows.
    #[must_use]
    pub fn applied(&self, epoch: i64) -> Applied {
        let about: AboutMessage = self
            .data
            .as_deref()
            .and_then(|d| serde_json::from_str(d.get()).ok())
            .unwrap_or_default();
        Applied {
            epoch,
            seq: self.seq.unwrap_or_default(),
            kind: self.kind.clone(),
            message: about.message_id.or(about.id),
            nonce: about.nonce,
            body: about.body,
            message_no: about.message_no,
            author: about.author.map(|author| author.id),
            addressed: about.mentions.map(Addressed::from),
        }
    }
}
