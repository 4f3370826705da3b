//! What somebody wants to send, parsed.

use domain::message::MAX_FILES;
use domain::{Body, ChannelId, FileId, Invalid, MessageId, Nonce};
use protocol::message::SendMessage;
use protocol::message::content_hash::Content;
use protocol::{InvalidInput, OrInvalid};
use std::collections::BTreeSet;

/// A message that is well formed.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Where to.
    pub channel: ChannelId,
    /// The text; empty only when there are files.
    pub body: Body,
    /// The sender's key.
    pub nonce: String,
    /// The message it replies to.
    pub parent_id: Option<MessageId>,
    /// Whether a reply stands in the channel too.
    pub also_in_channel: bool,
    /// What it carries, each once.
    pub file_ids: Vec<FileId>,
    /// Whether calling many people is meant. No part of what the nonce stands for.
    pub confirmed: bool,
}

impl Draft {
    /// Parses what came through either door.
    ///
    /// # Errors
    /// `invalid_input`, with the field at fault.
    pub fn parse(channel: ChannelId, input: SendMessage) -> Result<Self, InvalidInput> {
        let SendMessage {
            body,
            nonce,
            parent_id,
            also_in_channel,
            mut file_ids,
            confirm_mass_mention: confirmed,
        } = input;
        let nonce = Nonce::parse(&nonce).or_invalid("/nonce")?;
        if file_ids.len() > MAX_FILES {
            let limit = u64::try_from(MAX_FILES).unwrap_or(u64::MAX);
            return Err(InvalidInput::at("/file_ids", Invalid::TooMany { limit }));
        }
        let mut seen = BTreeSet::new();
        file_ids.retain(|file| seen.insert(*file));
        if also_in_channel && parent_id.is_none() {
            return Err(InvalidInput::at("/also_in_channel", Invalid::InvalidFormat));
        }
        let body = if file_ids.is_empty() {
            Body::parse(&body)
        } else {
            Body::parse_or_empty(&body)
        };
        let (body, nonce) = (body.or_invalid("/body")?, nonce.into_string());
        Ok(Self {
            channel,
            body,
            nonce,
            parent_id,
            also_in_channel,
            file_ids,
            confirmed,
        })
    }

    /// What the nonce stands for.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let content = Content {
            body: self.body.as_str(),
            parent_id: self.parent_id,
            also_in_channel: self.also_in_channel,
            file_ids: &self.file_ids,
        };
        content.hash()
    }
}
