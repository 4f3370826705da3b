//! Looking something up, newest first.
//!
//! Something frequent stands in millions of messages, and nobody wants all of them sorted: so time
//! is walked back in windows, each asked of the index by the tags of its times, and each longer
//! the fewer messages the ones before it held. What is rare is found by the last and longest
//! window, whose other windows cost next to nothing.

use domain::search::{FIRST_WINDOW, Query, Tag, Window, millis, tags};
use domain::{ChannelId, MessageId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::text;
use crate::{Error, Store, Tx};

/// How long one statement of a search may run, in milliseconds.
const STATEMENT_TIMEOUT_MS: &str = "1500";
/// With more channels than this, the index is not asked for each of them: most messages are in one
/// of them then, and a row is looked at for its channel.
const MOST_CHANNEL_TAGS: usize = 100;
/// How many of the newest messages that fit are ranked.
const RANKED: usize = 2_000;
/// As many with a phrase: the index knows which messages have its words, not where they stand, so
/// for each that is ranked the texts of some ten or more are read.
const RANKED_OF_PHRASE: usize = 250;
/// No window is longer than this many of the one before it.
const GROWTH: i64 = 16;

/// What is looked for, and where.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The words.
    pub query: &'a Query,
    /// The channels that may be searched, ascending. In others nothing is found.
    pub channels: &'a [ChannelId],
    /// Tags of which each message has one at least, that hold for all of the channels: their
    /// workspaces. Empty: none is known.
    pub workspaces: &'a [Tag],
    /// Only what one of these wrote; `None`: whoever.
    pub authors: Option<&'a [UserId]>,
    /// Not what these wrote.
    pub blocked: &'a [UserId],
    /// Only replies to this message.
    pub thread: Option<MessageId>,
    /// Only messages with a lower id.
    pub before: Option<MessageId>,
    /// Only messages of this time.
    pub time: Window,
    /// Whether to say how well each fits.
    pub ranked: bool,
    /// The most of them.
    pub limit: usize,
}

impl Wanted<'_> {
    /// Tags of which each message has one at least, because of where it may be.
    fn places(&self) -> Option<Vec<Tag>> {
        if self.channels.len() <= MOST_CHANNEL_TAGS {
            return Some(self.channels.iter().copied().map(tags::channel).collect());
        }
        let known = !self.workspaces.is_empty();
        known.then(|| self.workspaces.to_vec())
    }
}

/// How many of the newest messages that fit are to be ranked, so that it takes no time that anybody
/// would notice.
#[must_use]
pub fn most_ranked(query: &Query) -> usize {
    let is_phrase = query.terms.iter().any(|term| term.atoms.len() > 1);
    if is_phrase { RANKED_OF_PHRASE } else { RANKED }
}

/// A message that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Which.
    pub id: MessageId,
    /// Where it was said.
    pub channel_id: ChannelId,
    /// How well it fits; 0 unless that was asked for.
    pub rank: f32,
}

/// A transaction for one search: one snapshot for who may read what and for what is found.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn begin(store: &Store) -> Result<Tx, Error> {
    let mut tx = store.begin().await?;
    sqlx::query!("set transaction isolation level repeatable read, read only")
        .execute(&mut *tx)
        .await?;
    sqlx::query_scalar!(
        r#"select set_config('statement_timeout', $1, true) as "timeout!""#,
        STATEMENT_TIMEOUT_MS,
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(tx)
}

/// The newest messages that fit, newest first. What follows in the same transaction is planned as a
/// search is: it goes last.
///
/// # Errors
/// `Unavailable` when Postgres is, or when one look takes longer than 1.5 s: see
/// [`Error::is_timeout`].
pub async fn newest(
    connection: &mut PgConnection,
    wanted: &Wanted<'_>,
) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    let Some((oldest, newest)) = bounds(connection).await? else {
        return Ok(found);
    };
    plan_by_the_index(connection).await?;
    let oldest = wanted.time.from.max(oldest);
    let until = wanted.time.until.min(newest + 1);
    let until = wanted
        .before
        .map_or(until, |before| until.min(millis(before) + 1));
    let mut window = Window { from: until, until };
    let mut length = FIRST_WINDOW;
    while window.from > oldest && found.len() < wanted.limit {
        window = window.before(length);
        window.from = window.from.max(oldest);
        let lacking = wanted.limit - found.len();
        let more = look(connection, wanted, window, lacking).await?;
        length = next_length(length, more.len(), lacking);
        found.extend(more);
    }
    Ok(found)
}

/// Long enough to hold what is lacking, if messages are as frequent there as they were here.
fn next_length(length: i64, found: usize, lacking: usize) -> i64 {
    let lacking = i64::try_from(lacking.saturating_sub(found)).unwrap_or(i64::MAX);
    let factor = match i64::try_from(found) {
        Ok(found) if found > 0 => lacking.saturating_mul(3) / (found * 2) + 1,
        _ => GROWTH,
    };
    length.saturating_mul(factor.clamp(2, GROWTH))
}

/// The first and the last millisecond that a row is of: two steps on the ids, and therefore asked
/// before the ids are closed to the planner.
async fn bounds(connection: &mut PgConnection) -> Result<Option<(i64, i64)>, Error> {
    let row = sqlx::query!(
        r#"select (select id from search_rows order by id limit 1) as "oldest: MessageId",
             (select id from search_rows order by id desc limit 1) as "newest: MessageId""#,
    )
    .fetch_one(connection)
    .await?;
    Ok(row
        .oldest
        .zip(row.newest)
        .map(|(oldest, newest)| (millis(oldest), millis(newest))))
}

/// Walking the table or the ids is never what is wanted, whatever the statistics say; and what a
/// parameter is decides how to go. Until the end of the transaction.
async fn plan_by_the_index(connection: &mut PgConnection) -> Result<(), Error> {
    sqlx::query_scalar!(
        r#"select count(set_config(name, value, true)) as "count!" from (values
             ('enable_seqscan', 'off'), ('enable_indexscan', 'off'), ('jit', 'off'),
             ('max_parallel_workers_per_gather', '0'),
             ('plan_cache_mode', 'force_custom_plan')) as settings (name, value)"#,
    )
    .fetch_one(connection)
    .await?;
    Ok(())
}

async fn look(
    connection: &mut PgConnection,
    wanted: &Wanted<'_>,
    window: Window,
    limit: usize,
) -> Result<Vec<Found>, Error> {
    let until = match wanted.before {
        Some(before) => before.as_uuid().min(Window::bound(window.until)),
        None => Window::bound(window.until),
    };
    let authors = wanted.authors.map(<[UserId]>::to_vec);
    let author_tags = authors
        .as_ref()
        .map(|ids| ids.iter().copied().map(tags::author).collect::<Vec<Tag>>());
    let mut all: Vec<Tag> = wanted.query.has.iter().copied().map(tags::has).collect();
    all.extend(wanted.thread.map(tags::thread));
    let all = (!all.is_empty()).then_some(all);
    let found = sqlx::query_as!(
        Found,
        r#"select id as "id!: MessageId", channel_id as "channel_id!: ChannelId",
             (case when $1 then ts_rank(words, $2::text::tsquery, 1) else 0 end) as "rank!"
           from (
             select id, channel_id, words from search_rows
             where ($2::text is null or words @@ $2::text::tsquery)
               and ($3::bigint[] is null or tags && $3)
               and ($4::bigint[] is null or tags && $4)
               and ($5::bigint[] is null or tags && $5)
               and ($6::bigint[] is null or tags @> $6)
               and id >= $7 and id < $8
               and channel_id = any($9)
               and ($10::uuid[] is null or author_id = any($10))
               and author_id <> all($11)
               and ($12::uuid is null or parent_id = $12)
               and version < 2147483647
             order by id desc limit $13) newest
           order by id desc"#,
        wanted.ranked && !wanted.query.terms.is_empty(),
        text::query(wanted.query),
        wanted.places() as Option<Vec<Tag>>,
        author_tags as Option<Vec<Tag>>,
        window.tags() as Option<Vec<Tag>>,
        all as Option<Vec<Tag>>,
        Window::bound(window.from),
        until,
        wanted.channels as &[ChannelId],
        authors as Option<Vec<UserId>>,
        wanted.blocked as &[UserId],
        wanted.thread.map(MessageId::as_uuid) as Option<Uuid>,
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(connection)
    .await?;
    Ok(found)
}
