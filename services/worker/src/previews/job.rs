//! One message: what its links lead to.

use chrono::TimeDelta;
use domain::link;
use fetch::Url;
use futures_util::future::join_all;
use protocol::ErrorCode;
use protocol::image;
use protocol::message::Embed;
use store::previews::{self, Cached, Due};

use super::Previews;
use super::page::Fault;

/// How long it is remembered what a link led to.
const KEEP: TimeDelta = TimeDelta::hours(6);
/// And that there is nothing to show.
const KEEP_NOTHING: TimeDelta = TimeDelta::hours(1);

/// What is to become of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing is left to do.
    Done,
    /// Some host did not answer: it may the next time.
    Again,
}

/// Why nothing can be done now. Not the job's fault.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("the tables cannot be reached")]
    Store(#[from] store::Error),
    #[error("api does not show the previews")]
    Api(#[from] rpc::Error),
    #[error("an embed cannot be written")]
    Write(#[from] serde_json::Error),
}

impl Previews {
    /// Looks at the links of one message and has what they lead to shown.
    pub(super) async fn look(&self, due: &Due) -> Result<Outcome, Error> {
        let partition = self.partitions.of(due.channel_id);
        let mut connection = self.store.acquire().await?;
        let text = previews::text(&mut connection, partition, due.message_id).await?;
        drop(connection);
        // Deleted, or edited since: the edit has a job of its own.
        let Some(text) = text.filter(|text| text.version == due.version) else {
            return Ok(Outcome::Done);
        };
        let links = link::previewed(&text.body);
        let seen = join_all(links.into_iter().map(|link| self.preview(due, link))).await;
        let mut embeds = Vec::new();
        let mut outcome = Outcome::Done;
        for one in seen {
            match one? {
                Seen::Embed(embed) => embeds.push(*embed),
                Seen::Nothing => {}
                Seen::NoAnswer => outcome = Outcome::Again,
            }
        }
        if embeds.is_empty() {
            return Ok(outcome);
        }
        match self
            .chat
            .embed(due.message_id, due.version.into(), &embeds)
            .await
        {
            Ok(()) => Ok(outcome),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(Outcome::Done),
            Err(error) => Err(error.into()),
        }
    }

    /// What is remembered of the link, else what it leads to now.
    async fn preview(&self, due: &Due, link: String) -> Result<Seen, Error> {
        let Ok(url) = self.fetcher.check(&link) else {
            return Ok(Seen::Nothing);
        };
        if self
            .home
            .as_ref()
            .is_some_and(|home| is_same_site(home, &url))
        {
            return Ok(Seen::Nothing);
        }
        let hash = sha256(url.as_str());
        if let Some(seen) = self.remembered(due, &hash, &link).await? {
            return Ok(seen);
        }
        match self.fetch(due.workspace_id, &url).await {
            Ok(embed) => {
                self.remember(due, hash, embed.as_ref()).await?;
                Ok(embed.map_or(Seen::Nothing, |embed| Seen::of(embed, link)))
            }
            Err(Fault::Passing(reason)) => {
                tracing::debug!(message.id = %due.message_id, "a link does not answer: {reason}");
                Ok(Seen::NoAnswer)
            }
            Err(Fault::Lasting(reason)) => {
                tracing::debug!(message.id = %due.message_id, "a link has no preview: {reason}");
                self.remember(due, hash, None).await?;
                Ok(Seen::Nothing)
            }
        }
    }

    async fn remembered(&self, due: &Due, hash: &[u8], link: &str) -> Result<Option<Seen>, Error> {
        let mut connection = self.store.acquire().await?;
        let hashes = [hash.to_vec()];
        let now = self.clock.now();
        let found = previews::found(&mut connection, due.workspace_id, &hashes, now).await?;
        let Some(cached) = found.into_iter().next() else {
            return Ok(None);
        };
        // What an earlier version of us wrote and we cannot read is looked at again.
        Ok(match cached.embed.map(serde_json::from_value::<Embed>) {
            None => Some(Seen::Nothing),
            Some(Ok(embed)) => Some(Seen::of(embed, link.to_owned())),
            Some(Err(_unreadable)) => None,
        })
    }

    async fn remember(
        &self,
        due: &Due,
        url_hash: Vec<u8>,
        embed: Option<&Embed>,
    ) -> Result<(), Error> {
        let keep = if embed.is_some() { KEEP } else { KEEP_NOTHING };
        let cached = Cached {
            url_hash,
            embed: embed.map(serde_json::to_value).transpose()?,
            image_id: embed.and_then(|embed| image::id_of(embed.image_url.as_deref()?)),
        };
        let mut connection = self.store.acquire().await?;
        let until = self.clock.now() + keep;
        previews::remember(&mut connection, due.workspace_id, &cached, until).await?;
        Ok(())
    }
}

/// What a link led to.
enum Seen {
    Embed(Box<Embed>),
    Nothing,
    NoAnswer,
}

impl Seen {
    /// The embed under the link as it is written: others may write the same address otherwise.
    fn of(embed: Embed, link: String) -> Self {
        Self::Embed(Box::new(Embed { url: link, ..embed }))
    }
}

fn is_same_site(home: &Url, url: &Url) -> bool {
    home.host() == url.host() && home.port_or_known_default() == url.port_or_known_default()
}

fn sha256(text: &str) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes())
        .as_ref()
        .to_vec()
}
