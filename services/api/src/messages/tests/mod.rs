//! History and unread counts against a model: random talk, folded event by event.

pub(crate) mod op;
pub(crate) mod talk;

use domain::{MessageNo, Seq};
use proptest::prelude::*;
use protocol::message::Message;
use store::messages::List;

use super::list::At;
use super::page::{self, Rows};
use super::recent::Recent;
use op::{Op, ops};
use talk::{Talk, VIEWER};

fn listed(all: &[Message], list: List) -> Vec<Message> {
    let belongs = |message: &&Message| match list {
        List::Channel(_) => message.message_no.is_some(),
        List::Thread(root) => message.parent_id == Some(root),
    };
    all.iter().filter(belongs).cloned().collect()
}

/// What Postgres answers when it has everything up to `watermark`.
fn rows(talk: &Talk, watermark: Seq, list: List, window: page::Window) -> Rows {
    let all = listed(&talk.folded(watermark), list);
    let (left, right): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|message| message.seq < window.pivot);
    let skip = left.len().saturating_sub(window.left + 1);
    Rows {
        left: left.into_iter().skip(skip).collect(),
        right: right.into_iter().take(window.right + 1).collect(),
    }
}

/// The page that the model gives: messages, more before, more after.
fn truth(talk: &Talk, list: List, window: page::Window) -> page::Page {
    let all = listed(&talk.folded(talk.head()), list);
    let (left, right): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|message| message.seq < window.pivot);
    let (before, after) = (left.len() > window.left, right.len() > window.right);
    let skip = left.len().saturating_sub(window.left);
    let messages = left
        .into_iter()
        .skip(skip)
        .chain(right.into_iter().take(window.right));
    page::Page {
        messages: messages.collect(),
        has_before: before,
        has_after: after,
    }
}

fn positions(talk: &Talk, at: u64) -> [At; 4] {
    let seq = Seq::new(i64::try_from(at).unwrap() % (talk.head().get() + 2));
    [At::Newest, At::Before(seq), At::After(seq), At::Around(seq)]
}

fn lists(talk: &Talk) -> Vec<List> {
    let roots = talk.roots().map(List::Thread);
    std::iter::once(List::Channel(talk.channel))
        .chain(roots.take(3))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_page_is_the_same_wherever_the_watermark_stands(
        ops in ops(40), told in 0_u64..60, stored in 0_u64..60, at in 0_u64..60, limit in 1_usize..8,
    ) {
        let talk = Talk::of(&ops);
        // Redis told one watermark; Postgres, read later, may be further.
        let told = talk.seq(told);
        let stored = told.max(talk.seq(stored));
        let recent = Recent::new(&talk.tail(told, told, 0));
        for list in lists(&talk) {
            for at in positions(&talk, at) {
                let window = at.window(limit);
                let rows = rows(&talk, stored, list, window);
                let page = page::merge(list, window, rows, &recent, Some(VIEWER));
                prop_assert_eq!(page, truth(&talk, list, window), "{:?} {:?}", list, at);
            }
        }
    }

    #[test]
    fn a_newest_page_from_the_tail_alone_is_the_page_or_nothing(
        ops in ops(40), stored in 0_u64..60, newest in 0_usize..40, limit in 1_usize..8,
    ) {
        let talk = Talk::of(&ops);
        let stored = talk.seq(stored);
        // The worker has voided what lies in deleted messages, as far as it has stored them.
        let recent = Recent::new(&talk.tail(stored, stored, newest));
        let list = List::Channel(talk.channel);
        if let Some((mut messages, has_before)) = recent.newest(list, limit) {
            for message in &mut messages {
                recent.apply(message, Some(VIEWER));
            }
            let page = page::Page { messages, has_before, has_after: false };
            prop_assert_eq!(page, truth(&talk, list, At::Newest.window(limit)));
        }
    }

    #[test]
    fn a_message_found_in_the_tail_is_the_message(ops in ops(40), stored in 0_u64..60) {
        let talk = Talk::of(&ops);
        let recent = Recent::new(&talk.tail(talk.seq(stored), talk.seq(stored), 0));
        for message in talk.folded(talk.head()) {
            if let Some(found) = recent.find(message.id, Some(VIEWER)) {
                prop_assert_eq!(found, message);
            }
        }
    }
}

#[test]
fn the_tail_of_an_untouched_channel_is_its_whole_history() {
    let talk = Talk::of(&[]);
    let recent = Recent::new(&talk.tail(Seq::ZERO, Seq::ZERO, 10));
    assert_eq!(
        recent.newest(List::Channel(talk.channel), 5),
        Some((Vec::new(), false))
    );
}

#[test]
fn a_tail_that_was_not_read_says_nothing() {
    let talk = Talk::of(&[]);
    assert_eq!(
        Recent::default().newest(List::Channel(talk.channel), 5),
        None
    );
}

#[test]
fn a_short_tail_of_a_long_channel_says_nothing_of_the_newest_page() {
    let talk = Talk::of(&vec![Op::say(1); 20]);
    let stored = talk.head();
    let recent = Recent::new(&talk.tail(stored, stored, 5));
    let list = List::Channel(talk.channel);
    assert_eq!(
        recent.newest(list, 5),
        None,
        "whether there is more before is not known"
    );
    let (page, has_before) = recent.newest(list, 4).unwrap();
    assert!(has_before);
    assert_eq!(page.last().unwrap().message_no, Some(MessageNo::new(20)));
}
