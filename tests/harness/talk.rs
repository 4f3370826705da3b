//! What people do with messages: `alice.says("hi").within(&general).await`.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use serde_json::{Value, json};

use crate::{
    answer::Answer,
    person::{Channel, Person},
};

/// A message that is about to be sent over REST.
pub struct Saying<'a> {
    who: &'a Person,
    channel: String,
    input: Value,
}

impl Person {
    /// Begins a message with a fresh nonce.
    #[must_use]
    pub fn says(&self, body: &str) -> Saying<'_> {
        let input = json!({ "body": body, "nonce": nonce() });
        Saying {
            who: self,
            channel: String::new(),
            input,
        }
    }

    /// One page of history: `query` without the question mark, or empty.
    pub async fn reads(&self, channel: &Channel, query: &str) -> Value {
        self.get(&format!("/channels/{}/messages?{query}", channel.id))
            .await
            .ok()
    }

    /// The whole history of the top level, oldest first, page by page.
    pub async fn reads_all(&self, channel: &Channel) -> Vec<Value> {
        let mut all: Vec<Value> = Vec::new();
        let mut after = 0;
        loop {
            let page = self
                .reads(channel, &format!("after_seq={after}&limit=200"))
                .await;
            let messages = page["data"].as_array().cloned().unwrap_or_default();
            let Some(last) = messages.last() else {
                return all;
            };
            after = last["seq"].as_i64().expect("a message has a seq");
            let more = page["has_after"]
                .as_bool()
                .expect("a page says whether there is more");
            all.extend(messages);
            if !more {
                return all;
            }
        }
    }

    /// Edits a message.
    pub async fn edits(&self, message: &Value, body: &str) -> Value {
        self.patch(&about(message, ""), json!({ "body": body }))
            .await
            .ok()
    }

    /// Deletes a message.
    pub async fn deletes(&self, message: &Value) {
        let _ = self.delete(&about(message, "")).await.ok();
    }

    /// Puts a reaction on a message.
    pub async fn reacts(&self, message: &Value, emoji: &str) {
        let _ = self
            .put(&about(message, &format!("/reactions/{emoji}")), json!({}))
            .await
            .ok();
    }
}

impl Saying<'_> {
    /// Where it is said.
    #[must_use]
    pub fn within(mut self, channel: &Channel) -> Self {
        self.channel.clone_from(&channel.id);
        self
    }

    /// The sender's key, to send the same again.
    #[must_use]
    pub fn keyed(self, nonce: &str) -> Self {
        self.with("nonce", json!(nonce))
    }

    /// The message that this replies to.
    #[must_use]
    pub fn in_reply_to(self, message: &Value) -> Self {
        self.with("parent_id", message["id"].clone())
    }

    /// Any other field.
    #[must_use]
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.input[field] = value;
        self
    }

    /// Sends it, and gives whatever comes back.
    pub async fn answer(self) -> Answer {
        self.who
            .post(&format!("/channels/{}/messages", self.channel), self.input)
            .await
    }

    /// Sends it, or finds nobody to send it to.
    ///
    /// # Errors
    /// When the connection is refused or breaks before the answer.
    pub async fn attempt(self) -> Result<Answer, reqwest::Error> {
        let path = format!("/channels/{}/messages", self.channel);
        let request = self
            .who
            .request(reqwest::Method::POST, &path)
            .json(&self.input);
        self.who.tries(reqwest::Method::POST, &path, request).await
    }
}

impl<'a> IntoFuture for Saying<'a> {
    type Output = Value;
    type IntoFuture = Pin<Box<dyn Future<Output = Value> + Send + 'a>>;

    /// Sends it and expects that it was new.
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.answer().await.status(201) })
    }
}

/// A key that nobody used before.
#[must_use]
pub fn nonce() -> String {
    format!("n-{:032x}", rand::random::<u128>())
}

fn about(message: &Value, rest: &str) -> String {
    let id = message["id"].as_str().expect("a message has an id");
    format!("/messages/{id}{rest}")
}
