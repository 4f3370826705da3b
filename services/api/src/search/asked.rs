//! What was asked, read at the door.

use chrono::{DateTime, NaiveDate, Utc};
use domain::search::{Has, Query, Window};
use domain::text::Invalid;
use domain::{ChannelId, MessageId, UserId, WorkspaceId};
use protocol::search::SearchSort;
use protocol::{ErrorCode, InvalidInput, Limit, OrInvalid as _, Problem};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::error::Error;
use crate::http::page;

/// The parameters of a search.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Params {
    /// Only in this workspace; all of the caller's without it.
    #[param(value_type = Option<String>)]
    pub workspace_id: Option<WorkspaceId>,
    /// Words, all of which a message must have, up to 256 characters. The last one may go on,
    /// unless a space follows it; `word*` may go on anywhere. `"a phrase"` stands together,
    /// `-without` is not there. Filters: `from:@handle`, `from:me`, `in:#channel`, `in:@handle`,
    /// `before:2026-01-31`, `after:`, `on:`, `has:file`, `has:link`, `has:image`.
    #[serde(default)]
    pub q: String,
    /// Only in this channel.
    #[param(value_type = Option<String>)]
    pub channel_id: Option<ChannelId>,
    /// Only what this person wrote.
    #[param(value_type = Option<String>)]
    pub from: Option<UserId>,
    /// Only before this day, or this moment.
    pub before: Option<String>,
    /// Only after this day, or from this moment on.
    pub after: Option<String>,
    /// Only what carries all of these: `file`, `link`, `image`, with commas between.
    pub has: Option<String>,
    /// Only replies to this message.
    #[param(value_type = Option<String>)]
    pub in_thread: Option<MessageId>,
    /// In which order; by relevance without it.
    #[serde(default)]
    #[param(inline)]
    pub sort: SearchSort,
    /// How many: 1 to 200, 50 by default.
    pub limit: Option<i64>,
    /// Where to go on: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A search that can be made.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) query: Query,
    pub(super) workspace: Option<WorkspaceId>,
    pub(super) channel: Option<ChannelId>,
    pub(super) from: Option<UserId>,
    pub(super) thread: Option<MessageId>,
    /// Moments, besides the days of the query.
    pub(super) moments: Window,
    pub(super) limit: usize,
    pub(super) order: Order,
}

/// In which order, and where to go on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Order {
    /// Before this message.
    Newest(Option<MessageId>),
    /// Behind this place.
    Relevance(Option<After>),
}

/// A place in the order by relevance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct After {
    /// What was ranked is older than this.
    pub(super) until: MessageId,
    /// How well the last message fitted.
    pub(super) score: f64,
    /// The last message.
    pub(super) id: MessageId,
}

impl Asked {
    /// # Errors
    /// `invalid_input` for what cannot be asked, nothing at all among it; `bad_request` for a
    /// cursor that is none.
    pub(super) fn parse(params: &Params) -> Result<Self, Error> {
        let mut query = Query::parse(&params.q).or_invalid("/q")?;
        for word in params.has.iter().flat_map(|words| words.split(',')) {
            query.has.push(Has::parse(word).or_invalid("/has")?);
        }
        let mut moments = Window {
            from: 0,
            until: Window::END,
        };
        if let Some(text) = params.before.as_deref() {
            match time(text, "/before")? {
                Time::Day(day) => query.days.only_before(day),
                Time::Moment(at) => moments.until = at.timestamp_millis(),
            }
        }
        if let Some(text) = params.after.as_deref() {
            match time(text, "/after")? {
                Time::Day(day) => query.days.only_after(day).or_invalid("/after")?,
                Time::Moment(at) => moments.from = at.timestamp_millis(),
            }
        }
        let is_open = query.is_empty()
            && params.from.is_none()
            && params.in_thread.is_none()
            && params.before.is_none()
            && params.after.is_none();
        if is_open {
            return Err(InvalidInput::at("/q", Invalid::Empty).into());
        }
        Ok(Self {
            query,
            workspace: params.workspace_id,
            channel: params.channel_id,
            from: params.from,
            thread: params.in_thread,
            moments,
            limit: usize::from(Limit::parse(params.limit)?),
            order: Order::parse(params.sort, params.cursor.as_deref())?,
        })
    }
}

enum Time {
    Day(NaiveDate),
    Moment(DateTime<Utc>),
}

fn time(text: &str, pointer: &str) -> Result<Time, InvalidInput> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let moment = || DateTime::parse_from_rfc3339(text).ok();
    day.map(Time::Day)
        .or_else(|| moment().map(|at| Time::Moment(at.to_utc())))
        .ok_or(Invalid::InvalidFormat)
        .or_invalid(pointer)
}

impl Order {
    fn parse(sort: SearchSort, cursor: Option<&str>) -> Result<Self, Error> {
        let key = page::key(cursor)?;
        let parsed = match (sort, key.as_deref()) {
            (SearchSort::Newest, None) => Some(Self::Newest(None)),
            (SearchSort::Relevance, None) => Some(Self::Relevance(None)),
            (SearchSort::Newest, Some(key)) => key.parse().ok().map(|id| Self::Newest(Some(id))),
            (SearchSort::Relevance, Some(key)) => {
                After::parse(key).map(|after| Self::Relevance(Some(after)))
            }
        };
        parsed.ok_or_else(|| {
            Problem::new(ErrorCode::BadRequest)
                .with_detail("not a cursor of this order")
                .into()
        })
    }
}

impl After {
    fn parse(key: &str) -> Option<Self> {
        let mut parts = key.split(' ');
        let until = parts.next()?.parse().ok()?;
        let score = f64::from_bits(parts.next()?.parse().ok()?);
        let id = parts.next()?.parse().ok()?;
        let is_whole = parts.next().is_none() && score.is_finite();
        is_whole.then_some(Self { until, score, id })
    }

    /// The place as a cursor keeps it.
    pub(super) fn key(&self) -> String {
        format!("{} {} {}", self.until, self.score.to_bits(), self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(q: &str) -> Params {
        Params {
            q: q.to_owned(),
            ..Params::default()
        }
    }

    #[test]
    fn nothing_at_all_is_not_asked() {
        for q in ["", "  ", "!?", "\"\""] {
            assert!(Asked::parse(&params(q)).is_err(), "{q:?}");
        }
        for q in ["a", "has:file", "-b", "from:me"] {
            assert!(Asked::parse(&params(q)).is_ok(), "{q:?}");
        }
    }

    #[test]
    fn a_cursor_leads_on_in_its_own_order_alone() {
        let id: MessageId = "01977f00-0000-7000-8000-000000000000".parse().unwrap();
        let after = After {
            until: id,
            score: 0.062_5,
            id,
        };
        let cursor = page::cursor(&after.key());
        let order = Order::parse(SearchSort::Relevance, Some(&cursor)).unwrap();
        assert_eq!(order, Order::Relevance(Some(after)));
        assert!(Order::parse(SearchSort::Newest, Some(&cursor)).is_err());
        let cursor = page::cursor(&id.to_string());
        let order = Order::parse(SearchSort::Newest, Some(&cursor)).unwrap();
        assert_eq!(order, Order::Newest(Some(id)));
        assert!(Order::parse(SearchSort::Relevance, Some(&cursor)).is_err());
    }
}
