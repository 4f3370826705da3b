//! What a client asks of the gateway.

use std::fmt;
use std::str::FromStr;

use domain::{ChannelId, FileId, MessageId, MessageNo, Seq, UserId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::SignalCommand;
use crate::event::Nothing;
use crate::gateway::hello::Identify;
use crate::json;
use crate::message::{Message, SendMessage};
use crate::problem::InvalidInput;
use crate::user::SetStatus;

/// The most people in one `presence.watch`.
pub const MAX_WATCHED: usize = 500;
/// The most channels in one `subscribe` or `unsubscribe`.
pub const MAX_SUBSCRIBED: usize = 500;

/// Who answers a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// api, with the same code as the REST route.
    Api,
    /// The gateway itself.
    Gateway,
}

macro_rules! commands {
    ($(
        $(#[doc = $doc:tt])*
        $variant:ident($data:ty), $word:tt, $door:ident;
    )+) => {
        /// The name of a command.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum CommandName {
            $($(#[doc = $doc])* $variant,)+
        }

        impl CommandName {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The `type` of the frame.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Who answers it.
            #[must_use]
            pub const fn door(self) -> Door {
                match self { $(Self::$variant => Door::$door,)+ }
            }
        }

        impl FromStr for CommandName {
            type Err = UnknownCommand;

            fn from_str(text: &str) -> Result<Self, UnknownCommand> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownCommand),
                }
            }
        }

        /// A command with what belongs to it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(tag = "type", content = "data")]
        pub enum Command {
            $($(#[doc = $doc])* #[serde(rename = $word)] $variant($data),)+
        }

        impl Command {
            /// Reads the `data` of the command called `name`.
            ///
            /// # Errors
            /// When the data does not fit the command.
            pub fn parse(name: CommandName, data: &[u8]) -> Result<Self, InvalidInput> {
                match name {
                    $(CommandName::$variant => read(data).map(Self::$variant),)+
                }
            }

            /// Its name.
            #[must_use]
            pub const fn name(&self) -> CommandName {
                match self { $(Self::$variant(_) => CommandName::$variant,)+ }
            }
        }
    };
}

commands! {
    /// The first frame of a client. Takes no id and is answered by `ready`.
    Identify(Identify), "identify", Gateway;
    /// The answer to the server's ping. Takes no id and has no answer.
    Pong(Nothing), "pong", Gateway;
    /// Asks for an answer, to see that the server is there.
    Ping(Nothing), "ping", Gateway;
    /// Sends a message.
    MessageSend(SendCommand), "message.send", Api;
    /// Edits a message.
    MessageEdit(EditCommand), "message.edit", Api;
    /// Deletes a message.
    MessageDelete(MessageRef), "message.delete", Api;
    /// Adds a reaction.
    ReactionAdd(ReactionRef), "reaction.add", Api;
    /// Takes a reaction back.
    ReactionRemove(ReactionRef), "reaction.remove", Api;
    /// Pins a message.
    PinAdd(MessageRef), "pin.add", Api;
    /// Unpins a message.
    PinRemove(MessageRef), "pin.remove", Api;
    /// Raises the read position.
    ReadMark(ReadMark), "read.mark", Api;
    /// Replaces the status.
    StatusSet(SetStatus), "status.set", Api;
    /// Does something in a call.
    CallSignal(SignalCommand), "call.signal", Api;
    /// Tells that the user is typing. Has no answer.
    Typing(Place), "typing", Gateway;
    /// Tells what is on screen: scopes typing and receipts. Null: nothing is.
    Focus(Focus), "focus", Gateway;
    /// Replaces the list of people whose presence is sent.
    PresenceWatch(Watch), "presence.watch", Gateway;
    /// Tells whether somebody touches the device. A user whose devices are all idle is shown as
    /// away.
    PresenceIdle(Idle), "presence.idle", Gateway;
    /// Previews public channels that the user has not joined.
    Subscribe(Channels), "subscribe", Gateway;
    /// Ends previews.
    Unsubscribe(Channels), "unsubscribe", Gateway;
    /// Asks for the events after a seq.
    Fill(Fill), "fill", Gateway;
    /// Replaces the access token of the socket.
    AuthRefresh(AuthRefresh), "auth.refresh", Gateway;
}

fn read<T: DeserializeOwned>(data: &[u8]) -> Result<T, InvalidInput> {
    // A command without data is one with empty data.
    if data.is_empty() {
        json::parse(b"{}")
    } else {
        json::parse(data)
    }
}

impl fmt::Display for CommandName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// There is no command of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such command")]
pub struct UnknownCommand;

/// A command as a frame, for schemas and for programs that send them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandFrame {
    /// A number of the client's choice: the answer carries it. `identify`, `pong` and `typing`
    /// take none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// The command.
    #[serde(flatten)]
    pub command: Command,
}

/// `message.send`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendCommand {
    /// Where to.
    pub channel: ChannelId,
    /// Markdown, up to 16 KiB; may be empty when files are attached.
    pub body: String,
    /// The sender's key: the same one sends at most once, per channel and author.
    pub nonce: String,
    /// The message to reply to.
    #[serde(default)]
    pub parent_id: Option<MessageId>,
    /// Show a reply in the channel too.
    #[serde(default)]
    pub also_in_channel: bool,
    /// Up to 10 files of the sender that no message carries yet.
    #[serde(default)]
    pub file_ids: Vec<FileId>,
    /// The sender knows that `@channel` or `@here` calls more than 50 people.
    #[serde(default)]
    pub confirm_mass_mention: bool,
}

impl SendCommand {
    /// The channel, and what the REST route takes.
    #[must_use]
    pub fn split(self) -> (ChannelId, SendMessage) {
        let message = SendMessage {
            body: self.body,
            nonce: self.nonce,
            parent_id: self.parent_id,
            also_in_channel: self.also_in_channel,
            file_ids: self.file_ids,
            confirm_mass_mention: self.confirm_mass_mention,
        };
        (self.channel, message)
    }
}

/// The answer to `message.send`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sent {
    /// The message as it stands in the log.
    pub message: Message,
    /// Whether the nonce was known: this is what it sent the first time.
    pub duplicate: bool,
}

/// `message.edit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditCommand {
    /// Which.
    pub message: MessageId,
    /// The new body.
    pub body: String,
    /// The version that the client saw: another one is refused.
    #[serde(default)]
    pub version: Option<i64>,
    /// The author knows that a new `@channel` or `@here` calls more than 50 people.
    #[serde(default)]
    pub confirm_mass_mention: bool,
}

/// The answer to `message.edit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Edited {
    /// The message as it is now.
    pub message: Message,
}

/// `message.delete`, `pin.add` and `pin.remove`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageRef {
    /// Which.
    pub message: MessageId,
}

/// `reaction.add` and `reaction.remove`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReactionRef {
    /// On which message.
    pub message: MessageId,
    /// One emoji, or `:name:` of a custom one.
    pub emoji: String,
}

/// `read.mark`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadMark {
    /// Where.
    pub channel: ChannelId,
    /// The last top-level message that was read.
    pub message_no: MessageNo,
}

/// `typing`: a channel, or a thread in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Which channel.
    pub channel: ChannelId,
    /// Which thread.
    #[serde(default)]
    pub parent_id: Option<MessageId>,
}

/// `focus`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Focus {
    /// Which channel; null: none.
    pub channel: Option<ChannelId>,
    /// Which thread.
    pub parent_id: Option<MessageId>,
    /// Whether somebody is there to see it. While they are, their other devices stay silent.
    pub active: bool,
}

impl Default for Focus {
    /// Nothing on screen, and somebody there.
    fn default() -> Self {
        Self {
            channel: None,
            parent_id: None,
            active: true,
        }
    }
}

/// `presence.watch`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// At most 500; those without a shared workspace are left out.
    pub user_ids: Vec<UserId>,
}

/// `presence.idle`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Idle {
    /// Whether nobody has touched the device for a while.
    pub idle: bool,
}

/// `subscribe` and `unsubscribe`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Channels {
    /// At most 500.
    pub channels: Vec<ChannelId>,
}

/// `fill`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fill {
    /// Where.
    pub channel: ChannelId,
    /// The last seq that the client has.
    pub after_seq: Seq,
}

/// `auth.refresh`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthRefresh {
    /// A new access token of the same user.
    pub token: String,
}

impl fmt::Debug for AuthRefresh {
    /// The token stays out of logs.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AuthRefresh(…)")
    }
}
