//! Asking api.

mod pictures;

use std::time::Duration;

use bytes::Bytes;
use domain::{
    ChannelId, ChannelKind, Epoch, MessageId, MessageNo, Mver, Psn, Seq, SessionId, UserId,
    UserVersion, WorkspaceId, WorkspaceRole,
};
use protocol::account::Jwks;
use protocol::file::File;
use protocol::gateway::command::CommandName;
use protocol::message::Embed;

pub use self::pictures::{Asker, Picture};
pub use crate::proto::chat::chat_server::{Chat, ChatServer};

use crate::client::{self, Transport};
use crate::config::Config;
use crate::error::Error;
use crate::proto::chat as proto;
use crate::proto::chat::chat_client;

/// A send has this long before the client is told to try again.
const EXECUTE_DEADLINE: Duration = Duration::from_secs(5);
const QUERY_DEADLINE: Duration = Duration::from_secs(3);
const OFFER_DEADLINE: Duration = Duration::from_secs(10);
/// Above the largest offer and the bootstrap of many users.
const MAX_MESSAGE_LEN: usize = 16 * 1_024 * 1_024;

/// A client of api.
#[derive(Clone, Debug)]
pub struct ChatClient {
    inner: chat_client::ChatClient<Transport>,
}

/// On whose behalf a command is carried out.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub user: UserId,
    /// In which of their sessions.
    pub session: SessionId,
    /// From which address.
    pub client_ip: String,
    /// For logs.
    pub request_id: String,
}

/// All that a gateway needs to serve a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BootstrapUser {
    /// Who.
    pub user: UserId,
    /// A `Me`, as JSON.
    pub me: Bytes,
    /// The head of the user's own log.
    pub user_version: UserVersion,
    /// The channels that they are in.
    pub channels: Vec<ChannelState>,
    /// The workspaces that they are in.
    pub workspaces: Vec<WorkspaceId>,
    /// Those of them in which they are a guest: they hear nothing of its other people.
    pub guest_in: Vec<WorkspaceId>,
    /// Whether they came by a guest link.
    pub came_by_link: bool,
    /// Whose presence, typing and receipts they do not see, nor those people theirs.
    pub apart: Vec<UserId>,
}

/// One channel of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelState {
    /// Which.
    pub channel: ChannelId,
    /// Where.
    pub workspace: WorkspaceId,
    /// What sort of conversation.
    pub kind: ChannelKind,
    /// The life of its log.
    pub epoch: Epoch,
    /// The seq of its last event.
    pub head_seq: Seq,
    /// The number of its last top-level message.
    pub head_message_no: MessageNo,
    /// The last top-level message that the user read.
    pub read_message_no: MessageNo,
    /// How many are unread.
    pub unread: i64,
    /// How many of those mention the user.
    pub mentions: i64,
    /// The membership version that this was read at.
    pub mver: Mver,
}

/// A channel that a user may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readable {
    /// Which.
    pub channel: ChannelId,
    /// Whether they are in it; a public one is readable without.
    pub member: bool,
    /// The life of its log.
    pub epoch: Epoch,
    /// The seq of its last event.
    pub head_seq: Seq,
    /// The number of its last top-level message.
    pub head_message_no: MessageNo,
}

/// An event that a gateway still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// In which channel.
    pub channel: ChannelId,
    /// In which life of its log.
    pub epoch: Epoch,
    /// Its place there.
    pub seq: Seq,
    /// The number that it gave to a message.
    pub message_no: Option<MessageNo>,
    /// Its place in the partition's log.
    pub psn: Psn,
    /// The bytes that the log carried.
    pub payload: Bytes,
}

impl ChatClient {
    /// A client that connects when it is first used.
    ///
    /// # Errors
    /// When the configured address or secret cannot be used.
    pub fn connect(config: &Config) -> Result<Self, Error> {
        let transport = client::transport(&config.api_grpc_url, &config.rpc_secret)?;
        let inner = chat_client::ChatClient::new(transport)
            .max_decoding_message_size(MAX_MESSAGE_LEN)
            .max_encoding_message_size(MAX_MESSAGE_LEN);
        Ok(Self { inner })
    }

    /// Carries out a command of a user: `data` as the client wrote it, the answer as the `data`
    /// of the `ok` frame.
    ///
    /// # Errors
    /// When api could not be asked, or refuses.
    pub async fn execute(
        &self,
        caller: &Caller,
        command: CommandName,
        data: Bytes,
    ) -> Result<Bytes, Error> {
        const METHOD: &str = "Chat.Execute";
        let request = proto::ExecuteRequest {
            user_id: caller.user.to_string(),
            session_id: caller.session.to_string(),
            command: command.to_string(),
            data_json: data,
            client_ip: caller.client_ip.clone(),
            request_id: caller.request_id.clone(),
        };
        let call = |request| async { self.inner.clone().execute(request).await };
        let answer = client::call(METHOD, EXECUTE_DEADLINE, request, call).await?;
        match answer.outcome {
            Some(proto::execute_response::Outcome::OkJson(data)) => Ok(data),
            Some(proto::execute_response::Outcome::ProblemJson(problem)) => {
                Err(Error::refusal(METHOD, &problem))
            }
            None => Err(Error::Malformed(METHOD)),
        }
    }

    /// All that a gateway needs to serve these users. Who is unknown or deactivated is left out.
    ///
    /// # Errors
    /// When api could not be asked.
    pub async fn bootstrap(&self, users: &[UserId]) -> Result<Vec<BootstrapUser>, Error> {
        const METHOD: &str = "Chat.Bootstrap";
        let request = proto::BootstrapRequest {
            user_ids: texts(users),
        };
        let call = |request| async { self.inner.clone().bootstrap(request).await };
        let answer = client::call(METHOD, QUERY_DEADLINE, request, call).await?;
        let users: Option<Vec<_>> = answer.users.into_iter().map(bootstrap_user).collect();
        users.ok_or(Error::Malformed(METHOD))
    }

    /// Which of these channels the user may read at this moment.
    ///
    /// # Errors
    /// When api could not be asked.
    pub async fn readable(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<Readable>, Error> {
        const METHOD: &str = "Chat.Readable";
        let request = proto::ReadableRequest {
            user_id: user.to_string(),
            channel_ids: texts(channels),
        };
        let call = |request| async { self.inner.clone().readable(request).await };
        let answer = client::call(METHOD, QUERY_DEADLINE, request, call).await?;
        let channels: Option<Vec<_>> = answer.channels.iter().map(readable).collect();
        channels.ok_or(Error::Malformed(METHOD))
    }

    /// Of which of these people the user may see the presence.
    ///
    /// # Errors
    /// When api could not be asked.
    pub async fn watchable(&self, user: UserId, users: &[UserId]) -> Result<Vec<UserId>, Error> {
        const METHOD: &str = "Chat.Watchable";
        let request = proto::WatchableRequest {
            user_id: user.to_string(),
            user_ids: texts(users),
        };
        let call = |request| async { self.inner.clone().watchable(request).await };
        let answer = client::call(METHOD, QUERY_DEADLINE, request, call).await?;
        let users: Option<Vec<_>> = answer.user_ids.iter().map(|id| id.parse().ok()).collect();
        users.ok_or(Error::Malformed(METHOD))
    }

    /// Has the live Redis told again what these people set as their status by hand.
    ///
    /// # Errors
    /// When api could not be asked, or Redis not told.
    pub async fn restore_statuses(&self, users: &[UserId]) -> Result<(), Error> {
        let request = proto::RestoreStatusesRequest {
            user_ids: texts(users),
        };
        let call = |request| async { self.inner.clone().restore_statuses(request).await };
        client::call("Chat.RestoreStatuses", QUERY_DEADLINE, request, call).await?;
        Ok(())
    }

    /// Shows what the links of this version of a message lead to. Whatever became of the message
    /// since decides what of it is shown.
    ///
    /// # Errors
    /// When api could not be asked; `not_found`, `conflict` when the message changed meanwhile.
    pub async fn embed(
        &self,
        message: MessageId,
        version: i64,
        embeds: &[Embed],
    ) -> Result<(), Error> {
        const METHOD: &str = "Chat.Embed";
        let embeds = serde_json::to_vec(embeds).map_err(|_not_json| Error::Malformed(METHOD))?;
        let request = proto::EmbedRequest {
            message_id: message.to_string(),
            version,
            embeds_json: embeds.into(),
        };
        let call = |request| async { self.inner.clone().embed(request).await };
        client::call(METHOD, QUERY_DEADLINE, request, call).await?;
        Ok(())
    }

    /// Shows a file of a message as it is now.
    ///
    /// # Errors
    /// When api could not be asked; `not_found` when there is no such message, `conflict` when the
    /// message changed meanwhile.
    pub async fn update_file(&self, message: MessageId, file: &File) -> Result<(), Error> {
        const METHOD: &str = "Chat.UpdateFile";
        let file = serde_json::to_vec(file).map_err(|_not_json| Error::Malformed(METHOD))?;
        let request = proto::UpdateFileRequest {
            message_id: message.to_string(),
            file_json: file.into(),
        };
        let call = |request| async { self.inner.clone().update_file(request).await };
        client::call(METHOD, QUERY_DEADLINE, request, call).await?;
        Ok(())
    }

    /// What the user is in this workspace; `None`: not in it.
    ///
    /// # Errors
    /// When api could not be asked.
    pub async fn role(
        &self,
        user: UserId,
        workspace: WorkspaceId,
    ) -> Result<Option<WorkspaceRole>, Error> {
        const METHOD: &str = "Chat.Role";
        let request = proto::RoleRequest {
            user_id: user.to_string(),
            workspace_id: workspace.to_string(),
        };
        let call = |request| async { self.inner.clone().role(request).await };
        let answer = client::call(METHOD, QUERY_DEADLINE, request, call).await?;
        let role = answer.role.map(|role| role.parse()).transpose();
        role.map_err(|_not_a_role| Error::Malformed(METHOD))
    }

    /// Offers recent events to recovery. Returns how many of them the log did not have.
    ///
    /// # Errors
    /// When api could not be asked.
    pub async fn offer(&self, events: Vec<Offered>) -> Result<i64, Error> {
        let request = proto::OfferRequest {
            events: events.into_iter().map(Into::into).collect(),
        };
        let call = |request| async { self.inner.clone().offer(request).await };
        let answer = client::call("Chat.Offer", OFFER_DEADLINE, request, call).await?;
        Ok(answer.taken)
    }

    /// The keys that verify access tokens.
    ///
    /// # Errors
    /// When api could not be asked.
    pub async fn keys(&self) -> Result<Jwks, Error> {
        const METHOD: &str = "Chat.Keys";
        let request = proto::KeysRequest {};
        let call = |request| async { self.inner.clone().keys(request).await };
        let answer = client::call(METHOD, QUERY_DEADLINE, request, call).await?;
        serde_json::from_slice(&answer.jwks_json).map_err(|_not_keys| Error::Malformed(METHOD))
    }
}

impl From<Offered> for proto::OfferedEvent {
    fn from(event: Offered) -> Self {
        Self {
            channel_id: event.channel.to_string(),
            epoch: event.epoch.get(),
            seq: event.seq.get(),
            message_no: event.message_no.map(MessageNo::get),
            payload: event.payload,
            psn: event.psn.get(),
        }
    }
}

impl TryFrom<proto::OfferedEvent> for Offered {
    type Error = domain::InvalidId;

    fn try_from(event: proto::OfferedEvent) -> Result<Self, domain::InvalidId> {
        Ok(Self {
            channel: event.channel_id.parse()?,
            epoch: Epoch::new(event.epoch),
            seq: Seq::new(event.seq),
            message_no: event.message_no.map(MessageNo::new),
            psn: Psn::new(event.psn),
            payload: event.payload,
        })
    }
}

impl From<BootstrapUser> for proto::BootstrapUser {
    fn from(user: BootstrapUser) -> Self {
        Self {
            user_id: user.user.to_string(),
            me_json: user.me,
            user_version: user.user_version.get(),
            channels: user.channels.into_iter().map(Into::into).collect(),
            workspace_ids: texts(&user.workspaces),
            guest_in: texts(&user.guest_in),
            came_by_link: user.came_by_link,
            apart_user_ids: texts(&user.apart),
        }
    }
}

impl From<ChannelState> for proto::ChannelState {
    fn from(state: ChannelState) -> Self {
        Self {
            id: state.channel.to_string(),
            workspace_id: state.workspace.to_string(),
            kind: state.kind.to_string(),
            epoch: state.epoch.get(),
            head_seq: state.head_seq.get(),
            head_message_no: state.head_message_no.get(),
            read_message_no: state.read_message_no.get(),
            unread: state.unread,
            mentions: state.mentions,
            mver: state.mver.get(),
        }
    }
}

impl From<Readable> for proto::ReadableChannel {
    fn from(channel: Readable) -> Self {
        Self {
            id: channel.channel.to_string(),
            member: channel.member,
            epoch: channel.epoch.get(),
            head_seq: channel.head_seq.get(),
            head_message_no: channel.head_message_no.get(),
        }
    }
}

fn texts<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn bootstrap_user(user: proto::BootstrapUser) -> Option<BootstrapUser> {
    let channels: Option<Vec<_>> = user.channels.iter().map(channel_state).collect();
    let workspaces = |ids: &[String]| -> Option<Vec<WorkspaceId>> {
        ids.iter().map(|id| id.parse().ok()).collect()
    };
    let apart: Option<Vec<_>> = user
        .apart_user_ids
        .iter()
        .map(|id| id.parse().ok())
        .collect();
    Some(BootstrapUser {
        apart: apart?,
        user: user.user_id.parse().ok()?,
        me: user.me_json,
        user_version: UserVersion::new(user.user_version),
        channels: channels?,
        workspaces: workspaces(&user.workspace_ids)?,
        guest_in: workspaces(&user.guest_in)?,
        came_by_link: user.came_by_link,
    })
}

fn channel_state(state: &proto::ChannelState) -> Option<ChannelState> {
    Some(ChannelState {
        channel: state.id.parse().ok()?,
        workspace: state.workspace_id.parse().ok()?,
        kind: state.kind.parse().ok()?,
        epoch: Epoch::new(state.epoch),
        head_seq: Seq::new(state.head_seq),
        head_message_no: MessageNo::new(state.head_message_no),
        read_message_no: MessageNo::new(state.read_message_no),
        unread: state.unread,
        mentions: state.mentions,
        mver: Mver::new(state.mver),
    })
}

fn readable(channel: &proto::ReadableChannel) -> Option<Readable> {
    Some(Readable {
        channel: channel.id.parse().ok()?,
        member: channel.member,
        epoch: Epoch::new(channel.epoch),
        head_seq: Seq::new(channel.head_seq),
        head_message_no: MessageNo::new(channel.head_message_no),
    })
}

#[cfg(test)]
mod tests;
