//! A client that shows some people and notes what it hears of them.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use domain::UserId;
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

use crate::frame;
use crate::socket::{Stream, connect};

const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// A socket that watches.
pub(super) struct Watcher {
    stream: Stream,
    /// Whom it watches.
    pub(super) list: Vec<UserId>,
}

/// What one watcher heard.
#[derive(Debug, Default)]
pub(super) struct Noted {
    /// When each frame of presence came.
    pub(super) frames: Vec<Instant>,
    /// Their length together.
    pub(super) bytes: u64,
    /// Of whom, when, and whether they are there from then on.
    pub(super) heard: Vec<(UserId, Instant, bool)>,
}

#[derive(Deserialize)]
struct Frame {
    data: Updated,
}

#[derive(Deserialize)]
struct Updated {
    users: std::collections::HashMap<UserId, Shown>,
}

#[derive(Deserialize)]
struct Shown {
    presence: String,
}

impl Watcher {
    /// Connects and hands in the list.
    pub(super) async fn open(url: &str, token: &str, list: Vec<UserId>) -> anyhow::Result<Self> {
        let mut stream = connect(url, token).await?;
        let command = json!({ "type": "presence.watch", "id": 1, "data": { "user_ids": list } });
        stream.send(Message::text(command.to_string())).await?;
        timeout(ANSWER_TIMEOUT, answered(&mut stream, list.len()))
            .await
            .context("no answer to presence.watch in time")??;
        Ok(Self { stream, list })
    }

    /// Notes what it hears until told to stop.
    pub(super) async fn run(mut self, stop: CancellationToken) -> anyhow::Result<Noted> {
        let mut noted = Noted::default();
        let ended = stop
            .run_until_cancelled(listen(&mut self.stream, &mut noted))
            .await;
        ended.unwrap_or(Ok(()))?;
        self.stream.close(None).await.ok();
        Ok(noted)
    }
}

async fn listen(stream: &mut Stream, noted: &mut Noted) -> anyhow::Result<()> {
    loop {
        match stream.next().await.context("the socket ended")?? {
            Message::Text(text) if frame::is(&text, "presence.updated") => {
                let at = Instant::now();
                let frame: Frame = serde_json::from_str(&text)?;
                noted.frames.push(at);
                noted.bytes += u64::try_from(text.len())?;
                let news = frame.data.users.into_iter();
                let news = news.map(|(user, shown)| (user, at, shown.presence != "offline"));
                noted.heard.extend(news);
            }
            Message::Text(text) if frame::is(&text, "ping") => {
                stream.send(Message::text(r#"{"type":"pong"}"#)).await?;
            }
            Message::Close(reason) => bail!("closed: {reason:?}"),
            _ => {}
        }
    }
}

/// Everybody on the list must be in the answer.
async fn answered(stream: &mut Stream, wanted: usize) -> anyhow::Result<()> {
    loop {
        match stream.next().await.context("closed before the answer")?? {
            Message::Text(text) if frame::is(&text, "ok") => {
                let answer: Value = serde_json::from_str(&text)?;
                let users = answer.pointer("/data/users").and_then(Value::as_object);
                let shown = users.map_or(0, serde_json::Map::len);
                anyhow::ensure!(shown == wanted, "{shown} of {wanted} people are shown");
                return Ok(());
            }
            Message::Text(text) if frame::is(&text, "error") => bail!("refused: {text}"),
            Message::Close(reason) => bail!("closed: {reason:?}"),
            _ => {}
        }
    }
}
