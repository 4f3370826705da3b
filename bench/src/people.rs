//! Accounts, a workspace and channels, made through the public API.

use anyhow::{Context as _, bail};
use reqwest::Client;
use serde_json::{Value, json};

/// A password that only throw-away accounts have.
const PASSWORD: &str = "a benchmark's password, 42";

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    http: Client,
    base: String,
    /// The user id.
    pub(crate) id: String,
    /// The access token.
    pub(crate) token: String,
}

impl Person {
    /// Signs up under a name that nobody has.
    pub(crate) async fn sign_up(http: &Client, api: &str, name: &str) -> anyhow::Result<Self> {
        let unique = uuid::Uuid::new_v4().simple().to_string();
        let handle = format!("{name}{}", unique.get(..12).unwrap_or(&unique));
        let mut person = Self {
            http: http.clone(),
            base: format!("{api}/api/v1"),
            id: String::new(),
            token: String::new(),
        };
        let account = json!({
            "email": format!("{handle}@bench.example"),
            "handle": handle,
            "display_name": name,
            "password": PASSWORD,
        });
        let answer = person.post("/auth/signup", &account).await?;
        person.token = text(&answer, "/access_token")?;
        person.id = text(&answer, "/user/id")?;
        Ok(person)
    }

    /// Makes a workspace; its id.
    pub(crate) async fn found(&self) -> anyhow::Result<String> {
        let slug = format!("bench-{}", uuid::Uuid::new_v4().simple());
        let answer = self
            .post(
                "/workspaces",
                &json!({"name": "Bench", "slug": slug.get(..30)}),
            )
            .await?;
        text(&answer, "/id")
    }

    /// Brings others into a workspace.
    pub(crate) async fn invite(&self, workspace: &str, others: &[Self]) -> anyhow::Result<()> {
        let invite = self
            .post(&format!("/workspaces/{workspace}/invites"), &json!({}))
            .await?;
        let code = text(&invite, "/code")?;
        for other in others {
            other
                .post(&format!("/invites/{code}/accept"), &json!({}))
                .await?;
        }
        Ok(())
    }

    /// Makes a public channel with these members; its id.
    pub(crate) async fn open(&self, workspace: &str, members: &[Self]) -> anyhow::Result<String> {
        let name = format!("bench-{}", uuid::Uuid::new_v4().simple());
        let path = format!("/workspaces/{workspace}/channels");
        let channel = self
            .post(&path, &json!({"name": name.get(..24), "kind": "public"}))
            .await?;
        let id = text(&channel, "/id")?;
        for member in members.iter().filter(|member| member.id != self.id) {
            member
                .post(&format!("/channels/{id}/join"), &json!({}))
                .await?;
        }
        Ok(id)
    }

    /// Where the channel's log stands.
    pub(crate) async fn head_seq(&self, channel: &str) -> anyhow::Result<u64> {
        let request = self
            .http
            .get(format!("{}/channels/{channel}", self.base))
            .bearer_auth(&self.token);
        let answer: Value = request.send().await?.error_for_status()?.json().await?;
        answer
            .pointer("/head_seq")
            .and_then(Value::as_u64)
            .context("a channel without head_seq")
    }

    /// Asks for something, and reads the answer to its end.
    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<()> {
        let request = self.http.get(format!("{}{path}", self.base));
        let response = request.bearer_auth(&self.token).send().await?;
        let status = response.status();
        let text = response.text().await?;
        anyhow::ensure!(status.is_success(), "GET {path}: {status} {text}");
        Ok(())
    }

    async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let mut request = self.http.post(format!("{}{path}", self.base)).json(body);
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        let response = request
            .send()
            .await
            .with_context(|| format!("POST {path}"))?;
        let status = response.status();
        let text = response.text().await?;
        if !status.is_success() {
            bail!("POST {path}: {status} {text}");
        }
        if text.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&text).with_context(|| format!("POST {path}: not JSON"))
    }
}

fn text(answer: &Value, pointer: &str) -> anyhow::Result<String> {
    let found = answer.pointer(pointer).and_then(Value::as_str);
    Ok(found
        .with_context(|| format!("an answer without {pointer}"))?
        .to_owned())
}
