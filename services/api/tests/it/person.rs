//! People who talk to an api, and the answers they get.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::app::{App, PASSWORD};

/// An answer, read whole.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The status and the problem's code.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{:?}",
            self.body
        );
        (self.status.as_u16(), self.body["code"].as_str().unwrap())
    }

    /// The body of a success.
    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self.body
    }

    /// What is the same for every occurrence of the same refusal.
    pub(crate) fn anonymous(&self) -> Value {
        let mut body = self.body.clone();
        body["request_id"] = json!(null);
        body["instance"] = json!(null);
        body
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.bytes().await.unwrap();
    let body = if bytes.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()))
    };
    Answer {
        status,
        headers,
        body,
    }
}

impl App {
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}/api/v1{path}", self.url))
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    pub(crate) async fn sign_up_answer(&self, handle: &str) -> Answer {
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

    pub(crate) async fn person(&self, handle: &str) -> Person<'_> {
        let answer = self.sign_up_answer(handle).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        Person::of(self, &answer.body)
    }

    pub(crate) async fn log_in(&self, login: &str, password: &str) -> Answer {
        self.post(
            "/auth/login",
            json!({ "login": login, "password": password }),
        )
        .await
    }
}

/// Somebody who is signed in.
pub(crate) struct Person<'a> {
    pub(crate) app: &'a App,
    pub(crate) id: String,
    pub(crate) token: String,
    pub(crate) refresh: String,
}

impl<'a> Person<'a> {
    pub(crate) fn of(app: &'a App, signed_in: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            app,
            id: text(&signed_in["user"]["id"]),
            token: text(&signed_in["access_token"]),
            refresh: text(&signed_in["refresh_token"]),
        }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.app.request(method, path).bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    pub(crate) async fn act(&self, path: &str) -> Answer {
        send(self.request(Method::POST, path)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PATCH, path).json(&body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PUT, path).json(&body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        send(self.request(Method::DELETE, path)).await
    }

    /// A new workspace of theirs; its id.
    pub(crate) async fn workspace(&self, name: &str) -> String {
        let made = self.post("/workspaces", json!({ "name": name })).await.ok();
        made["id"].as_str().unwrap().to_owned()
    }

    /// A new channel of theirs; its id.
    pub(crate) async fn channel(&self, workspace: &str, name: &str, kind: &str) -> String {
        let path = format!("/workspaces/{workspace}/channels");
        let made = self
            .post(&path, json!({ "name": name, "kind": kind }))
            .await
            .ok();
        made["id"].as_str().unwrap().to_owned()
    }

    /// An invitation to a workspace; its code.
    pub(crate) async fn invite(&self, workspace: &str, input: Value) -> String {
        let made = self
            .post(&format!("/workspaces/{workspace}/invites"), input)
            .await
            .ok();
        made["code"].as_str().unwrap().to_owned()
    }

    /// Somebody new whom they invite.
    pub(crate) async fn guest(&self, workspace: &str, handle: &str, role: &str) -> Person<'a> {
        let code = self.invite(workspace, json!({ "role": role })).await;
        let other = self.app.person(handle).await;
        other.act(&format!("/invites/{code}/accept")).await.ok();
        other
    }

    /// The id of a channel of theirs with this name.
    pub(crate) async fn named(&self, workspace: &str, name: &str) -> String {
        let list = self
            .get(&format!("/workspaces/{workspace}/channels"))
            .await
            .ok();
        let found = list["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["name"] == name);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }
}
