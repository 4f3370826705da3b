//! Watching, one by one and against a model.

use std::collections::BTreeMap;

use domain::Presence;
use proptest::prelude::*;

use super::*;
use crate::hub::testing::{socket, user};

const ALL: [Presence; 3] = [Presence::Online, Presence::Away, Presence::Offline];

fn status(presence: Presence) -> Status {
    Status {
        presence,
        ..Status::default()
    }
}

fn news(watchers: &mut Watchers, socket: &Socket) -> Statuses {
    let all = watchers.take().into_iter();
    all.filter(|(to, _)| to.id == socket.id)
        .map(|(_, statuses)| statuses)
        .next()
        .unwrap_or_default()
}

#[test]
fn changes_are_sent_once_the_last_of_them_and_only_to_who_watches() {
    let mut watchers = Watchers::default();
    let watching = socket(1, user(1));
    let other = socket(2, user(2));
    watchers.watch(&watching, &[user(7), user(8)]);
    watchers.watch(&other, &[user(9)]);

    watchers.changed(user(7), status(Presence::Online));
    watchers.changed(user(7), status(Presence::Away));
    watchers.changed(user(66), status(Presence::Online));

    let news = watchers.take();
    assert_eq!(news.len(), 1);
    assert_eq!(news[0].0.id, watching.id);
    assert_eq!(
        news[0].1,
        Statuses::from([(user(7), status(Presence::Away))])
    );
    assert!(watchers.take().is_empty());
}

#[test]
fn a_new_list_replaces_the_old_one_and_who_leaves_is_forgotten() {
    let mut watchers = Watchers::default();
    let watching = socket(1, user(1));
    watchers.watch(&watching, &[user(7)]);
    watchers.watch(&watching, &[user(8)]);
    watchers.changed(user(7), status(Presence::Online));
    assert!(watchers.take().is_empty());

    watchers.leave(watching.id);
    assert!(watchers.watched.is_empty() && watchers.lists.is_empty());
    assert!(watchers.told.is_empty() && watchers.changed.is_empty());
}

#[test]
fn what_was_told_already_is_not_told_again_until_it_may_have_been_missed() {
    let mut watchers = Watchers::default();
    let watching = socket(1, user(1));
    watchers.watch(&watching, &[user(7)]);
    watchers.answered(&Statuses::from([(user(7), status(Presence::Offline))]));
    // An invisible person comes: what others see is the same.
    watchers.changed(user(7), status(Presence::Offline));
    assert!(watchers.take().is_empty());

    assert_eq!(watchers.doubt(), [user(7)]);
    watchers.changed(user(7), status(Presence::Offline));
    assert_eq!(watchers.take().len(), 1);
}

#[test]
fn who_had_no_room_is_told_later_the_newest() {
    let mut watchers = Watchers::default();
    let watching = socket(1, user(1));
    watchers.watch(&watching, &[user(7), user(8)]);
    let dropped = Statuses::from([
        (user(7), status(Presence::Online)),
        (user(8), status(Presence::Online)),
    ]);
    watchers.owe(&watching, dropped);
    watchers.changed(user(7), status(Presence::Away));
    let expected = Statuses::from([
        (user(7), status(Presence::Away)),
        (user(8), status(Presence::Online)),
    ]);
    assert_eq!(news(&mut watchers, &watching), expected);
}

#[test]
fn who_may_see_less_sees_the_others_go_and_never_come_back() {
    let mut watchers = Watchers::default();
    let watching = socket(1, user(1));
    let other = socket(2, user(2));
    watchers.watch(&watching, &[user(7), user(8)]);
    watchers.watch(&other, &[user(7)]);

    watchers.keep(watching.id, &[user(8), user(9)]);
    assert_eq!(watchers.list(watching.id), [user(8)]);
    let gone = Statuses::from([(user(7), Status::default())]);
    assert_eq!(news(&mut watchers, &watching), gone);
    watchers.changed(user(7), status(Presence::Online));
    watchers.changed(user(8), status(Presence::Online));
    let told = watchers.take();
    let to = |id| told.iter().find(|(to, _)| to.id == id).unwrap().1.clone();
    assert_eq!(
        to(watching.id),
        Statuses::from([(user(8), status(Presence::Online))])
    );
    assert_eq!(
        to(other.id),
        Statuses::from([(user(7), status(Presence::Online))])
    );
}

#[test]
fn two_who_part_see_each_other_go_and_never_come_back() {
    let mut watchers = Watchers::default();
    let hers = socket(1, user(1));
    let his = socket(2, user(2));
    let others = socket(3, user(3));
    watchers.watch(&hers, &[user(2), user(3)]);
    watchers.watch(&his, &[user(1)]);
    watchers.watch(&others, &[user(1), user(2)]);

    watchers.part((user(1), user(2)));
    let told = watchers.take();
    assert_eq!(told.len(), 2);
    for (to, statuses) in told {
        let other = if to.id == hers.id { user(2) } else { user(1) };
        assert_eq!(
            statuses,
            Statuses::from([(other, status(Presence::Offline))])
        );
    }

    watchers.changed(user(1), status(Presence::Dnd));
    watchers.changed(user(2), status(Presence::Dnd));
    let told = watchers.take();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].0.id, told[0].1.len()), (others.id, 2));
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum Act {
    Watch { socket: usize, users: Vec<u128> },
    Leave { socket: usize },
    Change { user: u128, to: usize },
    Send,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        2 => (0_usize..3, proptest::collection::vec(10_u128..16, 0..5))
            .prop_map(|(socket, users)| Act::Watch { socket, users }),
        1 => (0_usize..3).prop_map(|socket| Act::Leave { socket }),
        6 => (10_u128..16, 0_usize..3).prop_map(|(user, to)| Act::Change { user, to }),
        3 => Just(Act::Send),
    ];
    proptest::collection::vec(act, 0..60)
}

proptest! {
    #[test]
    fn after_each_window_everybody_knows_the_present_state_of_those_they_watch(acts in acts()) {
        let mut watchers = Watchers::default();
        let sockets: Vec<_> = (0_u128..3).map(|at| socket(at, user(at))).collect();
        let mut now: BTreeMap<UserId, Status> = BTreeMap::new();
        let mut known: Vec<Option<Statuses>> = vec![None, None, None];
        for act in acts {
            match act {
                Act::Watch { socket, users } => {
                    let users: Vec<_> = users.into_iter().map(user).collect();
                    watchers.watch(&sockets[socket], &users);
                    let answer: Statuses = users
                        .iter()
                        .map(|one| (*one, now.get(one).cloned().unwrap_or_default()))
                        .collect();
                    watchers.answered(&answer);
                    known[socket] = Some(answer).filter(|answer| !answer.is_empty());
                }
                Act::Leave { socket } => {
                    watchers.leave(sockets[socket].id);
                    known[socket] = None;
                }
                Act::Change { user: one, to } => {
                    now.insert(user(one), status(ALL[to]));
                    watchers.changed(user(one), status(ALL[to]));
                }
                Act::Send => {
                    let sent = watchers.take();
                    let mut told: Vec<_> = sent.iter().map(|(to, _)| to.id).collect();
                    told.sort_unstable();
                    told.dedup();
                    prop_assert_eq!(told.len(), sent.len(), "one frame a socket and window");
                    for (to, statuses) in sent {
                        let at = sockets.iter().position(|one| one.id == to.id).unwrap();
                        let known = known[at].as_mut().expect("only who watches is told");
                        for (about, status) in statuses {
                            let before = known.insert(about, status);
                            prop_assert!(before.is_some(), "only of whom they watch");
                        }
                    }
                    for statuses in known.iter().flatten() {
                        for (about, status) in statuses {
                            let present = now.get(about).cloned().unwrap_or_default();
                            prop_assert_eq!(status, &present);
                        }
                    }
                }
            }
        }
    }
}
