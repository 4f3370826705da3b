//! Writing the index.

use domain::search::{Has, Tag, Tokens, tags};
use domain::{ChannelId, Epoch, MessageId, Partition, Seq, UserId, WorkspaceId};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::text;
use crate::Error;

/// A message as far as search is concerned.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The message.
    pub id: MessageId,
    /// Where it was said.
    pub channel_id: ChannelId,
    /// In which workspace.
    pub workspace_id: WorkspaceId,
    /// By whom.
    pub author_id: UserId,
    /// The root that it replies to.
    pub parent_id: Option<MessageId>,
    /// The text; empty once deleted.
    pub body: String,
    /// Its files, as the wire has them.
    pub files: Value,
    /// The version of the text.
    pub version: i32,
    /// Of the last event that changed it: its files may change while its text stays.
    pub rev_seq: Seq,
    /// Whether it is deleted.
    pub deleted: bool,
}

/// The version that a row was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(i32);

impl Version {
    /// After all others: the message is deleted.
    pub const DELETED: Self = Self(i32::MAX);
}

#[derive(Deserialize)]
struct File {
    name: String,
    kind: String,
}

impl Source {
    fn version(&self) -> Version {
        if self.deleted {
            Version::DELETED
        } else {
            Version(self.version)
        }
    }

    fn files(&self) -> Vec<File> {
        // A file that cannot be read is not found: the rest of the message is.
        Vec::<File>::deserialize(&self.files).unwrap_or_default()
    }

    /// What it says, its files' names after it.
    fn words(&self) -> Tokens {
        let mut tokens = Tokens::of(&self.body);
        for file in self.files() {
            tokens.add(&file.name);
        }
        tokens
    }

    fn tags(&self) -> Vec<Tag> {
        let mut all = vec![
            tags::workspace(self.workspace_id),
            tags::channel(self.channel_id),
            tags::author(self.author_id),
        ];
        all.extend(tags::times(self.id));
        all.extend(self.parent_id.map(tags::thread));
        let files = self.files();
        let carried = [
            (Has::File, !files.is_empty()),
            (Has::Image, files.iter().any(|file| file.kind == "image")),
            (Has::Link, has_link(&self.body)),
        ];
        let carried = carried.into_iter().filter(|(_, is)| *is);
        all.extend(carried.map(|(what, _)| tags::has(what)));
        all
    }
}

fn has_link(body: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        body.match_indices("://").any(|(at, _)| {
            let head = scheme.len() - 3;
            let start = at.checked_sub(head).and_then(|start| body.get(start..at));
            start.is_some_and(|name| scheme.get(..head) == Some(&name.to_ascii_lowercase()))
                && body
                    .get(at + 3..)
                    .and_then(|rest| rest.chars().next())
                    .is_some_and(|one| one.is_alphanumeric() || one == '[')
        })
    })
}

/// How far these channels are in the tables, and in which life of their logs; those without a row
/// are left out.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn persisted(
    connection: &mut PgConnection,
    channels: &[ChannelId],
) -> Result<Vec<(ChannelId, Epoch, Seq)>, Error> {
    let rows = sqlx::query!(
        "select id, epoch, persisted_seq from channels where id = any($1)",
        channels as &[ChannelId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.epoch, row.persisted_seq))
        .collect())
}

/// Those of `ids` that are stored. What the system says has no words to be found by.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn load(
    connection: &mut PgConnection,
    partition: Partition,
    ids: &[MessageId],
) -> Result<Vec<Source>, Error> {
    let sources = sqlx::query_as!(
        Source,
        r#"select m.id, m.channel_id, c.workspace_id, m.author_id, m.parent_id,
             case when m.kind = 'system' then '' else m.body end as "body!", m.files, m.version,
             m.rev_seq, m.deleted_at is not null as "deleted!"
           from messages m join channels c on c.id = m.channel_id
           where m.p = $1 and m.id = any($2)"#,
        i16::from(partition),
        ids as &[MessageId],
    )
    .fetch_all(connection)
    .await?;
    Ok(sources)
}

/// Brings the rows of these messages to what they say now, unless they say something newer.
/// `without_words`: they are not found by what they say, because that cannot be stored.
///
/// # Errors
/// When Postgres refuses.
pub async fn write(
    connection: &mut PgConnection,
    sources: &[Source],
    without_words: bool,
) -> Result<(), Error> {
    let mut columns = Columns::default();
    for source in sources {
        columns.push(source, without_words);
    }
    sqlx::query!(
        "insert into search_rows as s (id, channel_id, author_id, parent_id, version, rev_seq, tags,
            words)
         select id, channel_id, author_id, parent_id, version, rev_seq, tags::bigint[],
            words::tsvector
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::integer[], $6::bigint[],
            $7::text[], $8::text[])
            as t (id, channel_id, author_id, parent_id, version, rev_seq, tags, words)
         order by id
         on conflict (id) do update
            set version = excluded.version, rev_seq = excluded.rev_seq, tags = excluded.tags,
               words = excluded.words
            where (s.version, s.rev_seq) < (excluded.version, excluded.rev_seq)",
        &columns.id,
        &columns.channel,
        &columns.author,
        &columns.parent as _,
        &columns.version,
        &columns.rev_seq,
        &columns.tags,
        &columns.words,
    )
    .execute(connection)
    .await?;
    Ok(())
}

#[derive(Default)]
struct Columns {
    id: Vec<Uuid>,
    channel: Vec<Uuid>,
    author: Vec<Uuid>,
    parent: Vec<Option<Uuid>>,
    version: Vec<i32>,
    rev_seq: Vec<i64>,
    tags: Vec<String>,
    words: Vec<String>,
}

impl Columns {
    fn push(&mut self, source: &Source, without_words: bool) {
        self.id.push(source.id.as_uuid());
        self.channel.push(source.channel_id.as_uuid());
        self.author.push(source.author_id.as_uuid());
        self.parent.push(source.parent_id.map(MessageId::as_uuid));
        self.version.push(source.version().0);
        self.rev_seq.push(source.rev_seq.get());
        if source.deleted {
            // The row stays, with nothing in it: what is late must not bring the text back.
            self.tags.push("{}".to_owned());
            self.words.push(String::new());
            return;
        }
        self.tags.push(text::array(&source.tags()));
        let words = if without_words {
            String::new()
        } else {
            text::vector(&source.words())
        };
        self.words.push(words);
    }
}

/// Removes the rows of messages that are removed for good.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn delete(connection: &mut PgConnection, ids: &[MessageId]) -> Result<(), Error> {
    sqlx::query!(
        "delete from search_rows where id = any($1)",
        ids as &[MessageId]
    )
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::has_link;

    #[test]
    fn a_link_is_what_has_a_scheme_and_goes_on() {
        assert!(has_link("see HTTPS://example.org"));
        assert!(has_link("[x](http://a)"));
        for body in ["http://", "ftp://a", "example.org", "s://a", "ttp://b"] {
            assert!(!has_link(body), "{body}");
        }
    }
}
