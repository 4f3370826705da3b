//! The files of a channel: what its messages carry, newest first.

use std::str::FromStr;

use auth::Principal;
use domain::{ChannelId, FileKind, Seq};
use protocol::event::LogEvent;
use protocol::file::ChannelFile;
use protocol::message::Message;
use protocol::{Limit, Page, PageQuery};
use store::messages::{Carrying, View};

use super::recent::Recent;
use super::row;
use crate::error::Error;
use crate::http::page;
use crate::log::tail;
use crate::state::State;

/// Where a file stands in the list: its message's seq, and its place among that message's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    seq: Seq,
    index: usize,
}

/// A cursor that this list did not give.
#[derive(Debug)]
struct NotAPlace;

impl FromStr for Place {
    type Err = NotAPlace;

    fn from_str(key: &str) -> Result<Self, NotAPlace> {
        let (seq, index) = key.split_once(':').ok_or(NotAPlace)?;
        let (seq, index) = (seq.parse().ok(), index.parse().ok());
        Ok(Self {
            seq: Seq::new(seq.ok_or(NotAPlace)?),
            index: index.ok_or(NotAPlace)?,
        })
    }
}

impl Place {
    fn cursor(self) -> String {
        page::cursor(&format!("{}:{}", self.seq, self.index))
    }

    /// Whether the file at `seq` and `index` comes after this one.
    fn precedes(self, seq: Seq, index: usize) -> bool {
        seq < self.seq || (seq == self.seq && index > self.index)
    }
}

/// The files that a channel's messages and replies carry, newest message first.
///
/// # Errors
/// `not_found` when the caller may not read the channel; 503 when Postgres is down.
pub async fn files(
    state: &State,
    who: &Principal,
    channel: ChannelId,
    kind: Option<FileKind>,
    query: &PageQuery,
) -> Result<Page<ChannelFile>, Error> {
    let limit = usize::from(Limit::parse(query.limit)?);
    let after: Option<Place> = page::id(query.cursor.as_deref())?;
    let opened = tail::open(state, who.user, channel, 0).await?;
    let view = View {
        partition: state.bus.partitions().of(channel),
        viewer: who.user,
    };
    let wanted = Carrying {
        kind,
        newest: after.map_or(Seq::new(i64::MAX), |place| place.seq),
        limit: i64::try_from(limit + 1).unwrap_or(i64::MAX),
    };
    let mut connection = state.store.acquire().await?;
    let rows = store::messages::with_files(&mut connection, view, channel, wanted).await?;
    let rows = row::messages(rows)?;
    // With fewer rows than asked for, Postgres has no older ones.
    let oldest = rows
        .last()
        .filter(|_| rows.len() > limit)
        .map(|row| row.seq);
    let messages = merge(rows, &opened.recent, who, oldest.unwrap_or_default());
    Ok(cut(&messages, kind, (after, limit), oldest))
}

/// Rows and what only the tail has yet, newest first, none below `oldest`.
fn merge(rows: Vec<Message>, recent: &Recent, who: &Principal, oldest: Seq) -> Vec<Message> {
    let viewer = Some(who.user);
    let mut messages = rows;
    for message in &mut messages {
        recent.apply(message, viewer);
    }
    let created = recent.events().filter_map(|event| match &event.log {
        LogEvent::MessageCreated(message) if event.seq >= oldest && !message.files.is_empty() => {
            recent.find(message.id, viewer)
        }
        _ => None,
    });
    messages.extend(created);
    messages.sort_by_key(|message| std::cmp::Reverse(message.seq));
    messages.dedup_by_key(|message| message.id);
    messages
}

fn cut(
    messages: &[Message],
    kind: Option<FileKind>,
    (after, limit): (Option<Place>, usize),
    oldest: Option<Seq>,
) -> Page<ChannelFile> {
    let mut data = Vec::new();
    let mut last = None;
    for message in messages {
        for (index, file) in message.files.iter().enumerate() {
            let wanted = kind.is_none_or(|kind| file.kind == kind);
            if !wanted || after.is_some_and(|place| !place.precedes(message.seq, index)) {
                continue;
            }
            if data.len() == limit {
                let next_cursor = last.map(Place::cursor);
                return Page { data, next_cursor };
            }
            data.push(ChannelFile {
                file: file.clone(),
                message_id: message.id,
                seq: message.seq,
                parent_id: message.parent_id,
                author: message.author.clone(),
                created_at: message.created_at,
            });
            last = Some(Place {
                seq: message.seq,
                index,
            });
        }
    }
    // Everything that was read is on the page, and below it there is more.
    let more = oldest.map(|seq| Place {
        seq,
        index: usize::MAX,
    });
    Page {
        data,
        next_cursor: more.map(Place::cursor),
    }
}
