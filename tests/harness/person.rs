//! A person who uses Hubbub over REST.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::{answer::Answer, cluster::Doors};

/// A connection that was silent for so long is not used again: after 5 s the services hang up, and
/// a request that meets that on its way is lost.
const MOST_SILENT: Duration = Duration::from_secs(3);
/// The password of everybody in the tests.
pub const PASSWORD: &str = "correct horse battery staple";

/// Somebody with an account and a session.
#[derive(Clone)]
pub struct Person {
    /// Their user id.
    pub id: String,
    /// Their handle.
    pub handle: String,
    /// The access token of this session.
    pub token: String,
    /// The refresh token of this session.
    pub refresh_token: String,
    pub(crate) doors: Arc<Doors>,
    client: reqwest::Client,
    api: usize,
}

/// A workspace, known by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Its id.
    pub id: String,
}

/// A channel, known by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its id.
    pub id: String,
    /// Its workspace's id.
    pub workspace: String,
}

impl Person {
    /// Signs up as `handle` and keeps the session that this begins.
    pub(crate) async fn sign_up(doors: Arc<Doors>, handle: &str) -> Self {
        let mut person = Self::stranger(doors, handle);
        let answer = person.asks_to_sign_up().await;
        person.takes_session(&answer.status(201));
        person
    }

    /// Somebody without an account.
    pub(crate) fn stranger(doors: Arc<Doors>, handle: &str) -> Self {
        Self {
            id: String::new(),
            handle: handle.to_owned(),
            token: String::new(),
            refresh_token: String::new(),
            doors,
            client: client(),
            api: 0,
        }
    }

    async fn asks_to_sign_up(&self) -> Answer {
        let handle = &self.handle;
        self.post(
            "/auth/signup",
            json!({
                "email": format!("{handle}@example.com"),
                "handle": handle,
                "display_name": handle,
                "password": PASSWORD,
            }),
        )
        .await
    }

    fn takes_session(&mut self, session: &Value) {
        self.id = text(&session["user"]["id"]);
        self.token = text(&session["access_token"]);
        self.refresh_token = text(&session["refresh_token"]);
    }

    /// The same person with a second session.
    ///
    /// # Panics
    /// When the login is refused.
    pub async fn logs_in_again(&self) -> Self {
        let mut again = self.clone();
        again.token.clear();
        let login = json!({ "login": self.handle, "password": PASSWORD });
        let session = again.post("/auth/login", login).await.status(200);
        again.takes_session(&session);
        again
    }

    /// Somebody new, who comes into a channel by a guest link.
    ///
    /// # Panics
    /// When the link does not let them in.
    pub async fn enters_as_guest(&self, code: &str, locale: &str) -> (Self, Channel) {
        let mut guest = Self::stranger(Arc::clone(&self.doors), "");
        let path = format!("/guest/{code}/enter");
        let entered = guest.post(&path, json!({ "locale": locale })).await;
        let entered = entered.status(201);
        guest.takes_session(&entered);
        guest.handle = text(&entered["user"]["handle"]);
        let channel = Channel {
            id: text(&entered["channel_id"]),
            workspace: text(&entered["workspace_id"]),
        };
        (guest, channel)
    }

    /// Opens a channel to people without an account; the code of the link.
    pub async fn opens_to_guests(&self, channel: &Channel, terms: Value) -> String {
        let path = format!("/channels/{}/guest-links", channel.id);
        let link = self.post(&path, terms).await.status(201);
        text(&link["code"])
    }

    /// The same person and session at another replica of api.
    #[must_use]
    pub fn at_api(&self, index: usize) -> Self {
        Self {
            api: index,
            ..self.clone()
        }
    }

    /// The same person and session at the next replica, where a balancer would send a retry.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        self.at_api((self.api + 1) % self.doors.apis())
    }

    /// Creates a workspace.
    pub async fn creates_workspace(&self, name: &str) -> Workspace {
        let made = self
            .post("/workspaces", json!({ "name": name }))
            .await
            .status(201);
        Workspace {
            id: text(&made["id"]),
        }
    }

    /// Brings `guests` into the workspace with a role, through an invite.
    pub async fn invites<'a>(
        &self,
        workspace: &Workspace,
        role: &str,
        guests: impl IntoIterator<Item = &'a Person>,
    ) {
        let path = format!("/workspaces/{}/invites", workspace.id);
        let invite = self.post(&path, json!({ "role": role })).await.status(201);
        let accept = format!("/invites/{}/accept", text(&invite["code"]));
        for guest in guests {
            let _ = guest.post(&accept, json!({})).await.ok();
        }
    }

    /// Creates a channel of `kind` `public` or `private`.
    pub async fn creates_channel(&self, workspace: &Workspace, name: &str, kind: &str) -> Channel {
        let path = format!("/workspaces/{}/channels", workspace.id);
        let made = self
            .post(&path, json!({ "name": name, "kind": kind }))
            .await
            .status(201);
        Channel {
            id: text(&made["id"]),
            workspace: workspace.id.clone(),
        }
    }

    /// Opens the direct conversation with `others`.
    pub async fn opens_dm(&self, workspace: &Workspace, others: &[&Person]) -> Channel {
        let ids: Vec<&str> = others.iter().map(|other| other.id.as_str()).collect();
        let path = format!("/workspaces/{}/dms", workspace.id);
        let made = self.post(&path, json!({ "user_ids": ids })).await.ok();
        Channel {
            id: text(&made["id"]),
            workspace: workspace.id.clone(),
        }
    }

    /// Joins a public channel.
    pub async fn joins(&self, channel: &Channel) {
        let _ = self
            .post(&format!("/channels/{}/join", channel.id), json!({}))
            .await
            .ok();
    }

    /// Leaves a channel.
    pub async fn leaves(&self, channel: &Channel) {
        let _ = self
            .post(&format!("/channels/{}/leave", channel.id), json!({}))
            .await
            .ok();
    }

    /// Adds somebody to a channel.
    pub async fn adds(&self, other: &Person, channel: &Channel) {
        let path = format!("/channels/{}/members/{}", channel.id, other.id);
        let _ = self.put(&path, json!({})).await.ok();
    }

    /// Removes somebody from a channel.
    pub async fn removes(&self, other: &Person, channel: &Channel) {
        let _ = self
            .delete(&format!("/channels/{}/members/{}", channel.id, other.id))
            .await
            .ok();
    }

    /// The HTTP client of this person.
    #[must_use]
    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// GET of a path below `/api/v1`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, self.request(Method::GET, path))
            .await
    }

    /// DELETE of a path below `/api/v1`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, self.request(Method::DELETE, path))
            .await
    }

    /// POST of JSON to a path below `/api/v1`.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(
            Method::POST,
            path,
            self.request(Method::POST, path).json(&body),
        )
        .await
    }

    /// Like [`Person::post`], for somebody who is made for this one call.
    pub async fn posts(self, path: &str, body: Value) -> Answer {
        self.post(path, body).await
    }

    /// PUT of JSON to a path below `/api/v1`.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(
            Method::PUT,
            path,
            self.request(Method::PUT, path).json(&body),
        )
        .await
    }

    /// PATCH of JSON to a path below `/api/v1`.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(
            Method::PATCH,
            path,
            self.request(Method::PATCH, path).json(&body),
        )
        .await
    }

    /// A request with this session's token, to be changed before it is sent.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, self.doors.rest(self.api, path));
        if self.token.is_empty() {
            request
        } else {
            request.bearer_auth(&self.token)
        }
    }

    /// Sends a request made by [`Person::request`].
    ///
    /// # Panics
    /// When no answer comes at all.
    pub async fn send(&self, method: Method, path: &str, request: RequestBuilder) -> Answer {
        match self.tries(method, path, request).await {
            Ok(answer) => answer,
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Sends a request that may find nobody.
    ///
    /// # Errors
    /// When the connection is refused, or breaks before the answer's headers.
    pub async fn tries(
        &self,
        method: Method,
        path: &str,
        request: RequestBuilder,
    ) -> Result<Answer, reqwest::Error> {
        let response = request.send().await?;
        Ok(Answer::read(format!("{method} {path}"), response).await)
    }
}

fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().pool_idle_timeout(MOST_SILENT);
    client.build().expect("a client")
}

/// The text of a JSON string.
///
/// # Panics
/// When it is none.
pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("expected a string, found {value}"))
        .to_owned()
}
