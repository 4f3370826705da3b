//! What people say, over both doors.

use bytes::Bytes;
use domain::{ChannelId, SessionId};
use protocol::gateway::command::CommandName;
use rpc::ChatClient;
use rpc::chat::Caller;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{Answer, App, Person};

/// A team: a workspace of Alice's with a channel, and Bob in both.
pub(crate) struct Team<'a> {
    pub(crate) alice: Person<'a>,
    pub(crate) bob: Person<'a>,
    pub(crate) workspace: String,
    pub(crate) channel: String,
}

impl<'a> Team<'a> {
    pub(crate) async fn of(app: &'a App, kind: &str) -> Self {
        let alice = app.person("alice").await;
        let workspace = alice.workspace("Acme").await;
        let channel = alice.channel(&workspace, "talk", kind).await;
        let bob = alice.guest(&workspace, "bob", "member").await;
        alice.adds(&channel, &bob).await;
        Self {
            alice,
            bob,
            workspace,
            channel,
        }
    }
}

/// The JSON of a message to be sent.
pub(crate) fn said(body: &str) -> Value {
    json!({ "body": body, "nonce": Uuid::new_v4() })
}

pub(crate) fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

pub(crate) fn channel_id(text: &str) -> ChannelId {
    text.parse().unwrap()
}

impl Person<'_> {
    pub(crate) async fn adds(&self, channel: &str, other: &Person<'_>) {
        let path = format!("/channels/{channel}/members/{}", other.id);
        self.put(&path, json!({})).await.ok();
    }

    pub(crate) async fn sends(&self, channel: &str, message: &Value) -> Answer {
        self.post(&format!("/channels/{channel}/messages"), message.clone())
            .await
    }

    pub(crate) async fn says(&self, channel: &str, body: &str) -> Value {
        self.sends(channel, &said(body)).await.ok()
    }

    pub(crate) async fn replies(&self, channel: &str, parent: &Value, body: &str) -> Value {
        let mut message = said(body);
        message["parent_id"] = parent["id"].clone();
        self.sends(channel, &message).await.ok()
    }

    pub(crate) async fn about(&self, message: &Value) -> Value {
        self.get(&format!("/messages/{}", id(message))).await.ok()
    }

    pub(crate) async fn edits(&self, message: &Value, body: &str) -> Answer {
        self.patch(
            &format!("/messages/{}", id(message)),
            json!({ "body": body }),
        )
        .await
    }

    pub(crate) async fn deletes(&self, message: &Value) -> Answer {
        self.delete(&format!("/messages/{}", id(message))).await
    }

    pub(crate) async fn reacts(&self, message: &Value, emoji: &str) -> Answer {
        self.put(
            &format!("/messages/{}/reactions/{emoji}", id(message)),
            json!({}),
        )
        .await
    }

    pub(crate) async fn unreacts(&self, message: &Value, emoji: &str) -> Answer {
        self.delete(&format!("/messages/{}/reactions/{emoji}", id(message)))
            .await
    }

    pub(crate) async fn pins(&self, message: &Value) -> Answer {
        self.put(&format!("/messages/{}/pin", id(message)), json!({}))
            .await
    }

    pub(crate) async fn history(&self, channel: &str, query: &str) -> Value {
        self.get(&format!("/channels/{channel}/messages?{query}"))
            .await
            .ok()
    }

    /// A command over gRPC, as a gateway would pass it on.
    pub(crate) async fn commands(&self, name: CommandName, data: Value) -> Result<Value, Value> {
        let caller = Caller {
            user: self.id.parse().unwrap(),
            session: SessionId::from_uuid(Uuid::nil()),
            client_ip: "127.0.0.1".into(),
            request_id: "r1".into(),
        };
        let data = Bytes::from(serde_json::to_vec(&data).unwrap());
        match self.app.chat().execute(&caller, name, data).await {
            Ok(json) => Ok(serde_json::from_slice(&json).unwrap()),
            Err(error) => Err(serde_json::to_value(error.problem()).unwrap()),
        }
    }
}

impl App {
    /// A client of the gRPC door.
    pub(crate) fn chat(&self) -> ChatClient {
        let config = rpc::Config {
            api_grpc_url: self.grpc.clone(),
            ..self.state.config.rpc.clone()
        };
        ChatClient::connect(&config).unwrap()
    }
}

/// The bodies of a page.
pub(crate) fn bodies(page: &Value) -> Vec<String> {
    let data = page["data"].as_array().unwrap();
    data.iter()
        .map(|message| message["body"].as_str().unwrap().to_owned())
        .collect()
}

/// An id that nothing has.
pub(crate) fn unknown() -> String {
    domain::MessageId::generate(domain::Clock::now(&domain::SystemClock), &mut rand::rng())
        .to_string()
}
