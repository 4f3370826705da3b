//! Pages of history: of a channel, of a thread (S10).

use auth::Principal;
use domain::{ChannelId, MessageId, Seq};
use protocol::ErrorCode;
use protocol::message::MessagePage;
use store::messages::{List, View};

use super::page::{self, Page, Rows, Window};
use super::{find, row};
use crate::error::Error;
use crate::log::tail::{self, Opened};
use crate::state::State;

/// Where a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// At the end.
    Newest,
    /// Below this seq.
    Before(Seq),
    /// Above this seq.
    After(Seq),
    /// Half of it below this seq, half from it on.
    Around(Seq),
}

/// How many events of the tail are read for each message of a newest page, in the hope that it
/// needs no Postgres: a message, and what happened to it.
const EVENTS_A_MESSAGE: usize = 3;

impl At {
    pub(super) fn window(self, limit: usize) -> Window {
        match self {
            Self::Newest => Window {
                pivot: Seq::new(i64::MAX),
                left: limit,
                right: 0,
            },
            Self::Before(seq) => Window {
                pivot: seq,
                left: limit,
                right: 0,
            },
            Self::After(seq) => Window {
                pivot: seq.next(),
                left: 0,
                right: limit,
            },
            Self::Around(seq) => Window {
                pivot: seq,
                left: limit / 2,
                right: limit - limit / 2,
            },
        }
    }
}

/// A page of what a channel shows.
///
/// # Errors
/// `not_found` when the caller may not read it; 503 when neither store can answer.
pub async fn list(
    state: &State,
    who: &Principal,
    channel: ChannelId,
    at: At,
    limit: usize,
) -> Result<MessagePage, Error> {
    let newest = if at == At::Newest {
        limit * EVENTS_A_MESSAGE
    } else {
        0
    };
    let opened = tail::open(state, who.user, channel, newest).await?;
    read(
        state,
        who,
        &opened,
        (List::Channel(channel), at.window(limit)),
    )
    .await
}

/// A page of the replies to a message.
///
/// # Errors
/// `not_found` when there is no such message for the caller; 503 when neither store can answer.
pub async fn replies(
    state: &State,
    who: &Principal,
    root: MessageId,
    at: At,
    limit: usize,
) -> Result<MessagePage, Error> {
    let found = find::find(state, who, root).await?;
    let opened = Opened {
        access: found.access,
        recent: found.recent,
        reached: true,
    };
    read(state, who, &opened, (List::Thread(root), at.window(limit))).await
}

async fn read(
    state: &State,
    who: &Principal,
    opened: &Opened,
    (list, window): (List, Window),
) -> Result<MessagePage, Error> {
    let (epoch, head_seq) = opened.head(state).await?;
    let viewer = Some(who.user);
    if window.right == 0
        && window.pivot > head_seq
        && let Some((mut messages, has_before)) = opened.recent.newest(list, window.left)
    {
        for message in &mut messages {
            opened.recent.apply(message, viewer);
        }
        let page = Page {
            messages,
            has_before,
            has_after: false,
        };
        return Ok(answer(page, (epoch, head_seq), true));
    }
    let view = View {
        partition: state.bus.partitions().of(opened.access.channel),
        viewer: who.user,
    };
    let (rows, stored) = match rows(state, view, list, window).await {
        Ok(rows) => (rows, true),
        Err(error) if error.code() == ErrorCode::Unavailable && opened.reached => {
            tracing::warn!(%error, "history is served from the tail alone");
            (Rows::default(), false)
        }
        Err(error) => return Err(error),
    };
    let mut page = page::merge(list, window, rows, &opened.recent, viewer);
    page.has_before |= !stored;
    Ok(answer(page, (epoch, head_seq), stored && opened.reached))
}

async fn rows(state: &State, view: View, list: List, window: Window) -> Result<Rows, Error> {
    let more = |count: usize| i64::try_from(count + 1).unwrap_or(i64::MAX);
    let mut connection = state.store.acquire().await?;
    let left =
        store::messages::page_before(&mut connection, view, list, window.pivot, more(window.left))
            .await?;
    let right = if window.pivot == Seq::new(i64::MAX) {
        Vec::new()
    } else {
        let after = window.pivot.previous();
        store::messages::page_after(&mut connection, view, list, after, more(window.right)).await?
    };
    Ok(Rows {
        left: row::messages(left)?,
        right: row::messages(right)?,
    })
}

fn answer(page: Page, (epoch, head_seq): (domain::Epoch, Seq), complete: bool) -> MessagePage {
    MessagePage {
        data: page.messages,
        has_before: page.has_before,
        has_after: page.has_after,
        epoch,
        head_seq,
        complete,
    }
}
