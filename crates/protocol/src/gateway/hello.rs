//! Opening a socket: hello, identify, ready, resumed.

use std::borrow::Cow;

use domain::{ChannelId, ConnectionId, Epoch, MessageNo, Seq, UserVersion};
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ArrayItems, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::timestamp::Timestamp;
use crate::user::{Me, Status, Statuses};

/// The subprotocol that a client asks for and the gateway answers with.
pub const SUBPROTOCOL: &str = "hubbub.v1";
/// A subprotocol that starts with this carries the access token.
pub const BEARER_SUBPROTOCOL_PREFIX: &str = "bearer.";
/// The most positions in one `identify`.
pub const MAX_POSITIONS: usize = 500;

/// The first frame of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hello {
    /// The name of this socket, for logs and support.
    pub connection_id: ConnectionId,
    /// How often the server pings, about.
    pub ping_interval_ms: u64,
    /// What a client must stay below.
    pub limits: Limits,
    /// The server's clock.
    pub server_time: Timestamp,
}

/// What a client must stay below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Limits {
    /// The length of a frame.
    pub frame_bytes: u64,
    /// Commands in ten seconds; null: no limit.
    pub commands_per_10s: Option<u64>,
    /// Positions in `identify`.
    pub positions: u64,
    /// People in `presence.watch`.
    pub watched_users: u64,
    /// The length of a message's body.
    pub body_bytes: u64,
}

/// The first frame of the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Identify {
    /// The program, such as `web/1.2.0`.
    pub client: String,
    /// The last version of the user's own log that the client has.
    #[serde(default)]
    pub user_version: Option<UserVersion>,
    /// Where the client stands in channels: at most 500.
    #[serde(default)]
    pub positions: Vec<Position>,
    /// Whether nobody touches the device at this moment; see `presence.idle`.
    #[serde(default)]
    pub idle: bool,
}

/// Where a client stands in one channel: `[channel, epoch, seq]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position(pub ChannelId, pub Epoch, pub Seq);

/// The answer to `identify`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ready {
    /// The caller.
    pub user: Me,
    /// The head of the user's own log.
    pub user_version: UserVersion,
    /// The channels that the caller is in.
    pub channels: Vec<ChannelState>,
    /// What the people that the caller watches are doing.
    #[schema(value_type = BTreeMap<String, Status>)]
    pub presence: Statuses,
}

/// One of the caller's channels: `[channel, epoch, head_seq, head_message_no, read_message_no,
/// unread, mentions]`. The last three are null when the client has them already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelState(
    /// Which.
    pub ChannelId,
    /// The life of its log.
    pub Epoch,
    /// The seq of its last event.
    pub Seq,
    /// The number of its last top-level message.
    pub MessageNo,
    /// The last top-level message that was read.
    pub Option<MessageNo>,
    /// How many are unread.
    pub Option<i64>,
    /// How many of those mention the caller.
    pub Option<i64>,
);

/// What became of one position of `identify`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Resumed {
    /// Which channel.
    pub channel: ChannelId,
    /// How to go on.
    pub outcome: Outcome,
    /// The life of its log; null when it is gone.
    pub epoch: Option<Epoch>,
    /// The head of its log; null when it is gone.
    pub head_seq: Option<Seq>,
}

/// How to go on in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The missed events follow.
    Ok,
    /// Too many were missed: page through `/channels/{id}/events`, or reload.
    Behind,
    /// The position is of a life that is over: drop what is cached.
    Reset,
    /// The channel is not there for the caller any more.
    Gone,
}

/// A tuple, as JSON Schema 2020-12 describes one.
fn tuple(doc: &str, items: Vec<Schema>) -> RefOr<Schema> {
    let len = items.len();
    ArrayBuilder::new()
        .items(ArrayItems::False)
        .prefix_items(items)
        .min_items(Some(len))
        .max_items(Some(len))
        .description(Some(doc))
        .into()
}

fn text() -> Schema {
    ObjectBuilder::new().schema_type(Type::String).into()
}

fn integer() -> Schema {
    ObjectBuilder::new().schema_type(Type::Integer).into()
}

fn nullable_integer() -> Schema {
    ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::SchemaType::from_iter([
            Type::Integer,
            Type::Null,
        ]))
        .into()
}

impl PartialSchema for Position {
    fn schema() -> RefOr<Schema> {
        tuple(
            "`[channel, epoch, seq]`",
            vec![text(), integer(), integer()],
        )
    }
}

impl ToSchema for Position {
    fn name() -> Cow<'static, str> {
        "Position".into()
    }
}

impl PartialSchema for ChannelState {
    fn schema() -> RefOr<Schema> {
        let items = vec![
            text(),
            integer(),
            integer(),
            integer(),
            nullable_integer(),
            nullable_integer(),
            nullable_integer(),
        ];
        tuple(
            "`[channel, epoch, head_seq, head_message_no, read_message_no, unread, mentions]`",
            items,
        )
    }
}

impl ToSchema for ChannelState {
    fn name() -> Cow<'static, str> {
        "ChannelState".into()
    }
}
