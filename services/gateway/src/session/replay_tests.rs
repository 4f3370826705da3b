//! Any interleaving of live events, lost events, repairs, a tail that moves on and a socket that
//! is written to now and then: the client gets every seq once, in order, or is told otherwise.

use std::sync::Arc;

use bus::{Head, Range, Record, Tail};
use domain::{ChannelId, Epoch, MessageId, MessageNo, Mver, Seq, UserId};
use proptest::prelude::*;
use protocol::gateway::hello::Outcome;
use serde_json::Value;
use uuid::Uuid;

use super::plan::Plan;
use super::replay::{PAGE, Replay, Replays, Step};
use crate::hub::testing::{channel_id, created, left, record, socket, user, written};
use crate::hub::{Channel, Place, Received, Role, Socket};

/// A channel's log as Redis has it.
struct Log {
    id: ChannelId,
    epoch: i64,
    records: Vec<Record>,
    /// The first seq that the tail still serves.
    floor: i64,
}

impl Log {
    fn with_events(count: i64) -> Self {
        let mut log = Self {
            id: channel_id(7),
            epoch: 1,
            records: Vec::new(),
            floor: 1,
        };
        for _ in 0..count {
            log.append();
        }
        log
    }

    fn append(&mut self) -> Record {
        let seq = self.seq() + 1;
        let message = MessageId::from_uuid(Uuid::from_u128(u128::try_from(seq).unwrap()));
        self.append_payload(created(message, &format!("event {seq}")))
    }

    fn append_payload(&mut self, payload: bytes::Bytes) -> Record {
        let record = record(self.id, self.epoch, self.seq() + 1, payload);
        self.records.push(record.clone());
        record
    }

    fn seq(&self) -> i64 {
        i64::try_from(self.records.len()).unwrap()
    }

    fn head(&self) -> Head {
        Head {
            epoch: Epoch::new(self.epoch),
            base: Seq::ZERO,
            seq: Seq::new(self.seq()),
            message_no: MessageNo::ZERO,
            persisted: Seq::ZERO,
            mver: Mver::ZERO,
            floor: Seq::new(self.floor),
            closed: false,
        }
    }

    fn place(&self, seq: i64) -> Place {
        Place {
            epoch: Epoch::new(self.epoch),
            seq: Seq::new(seq),
        }
    }

    fn tail(&self, range: Range, limit: usize) -> Tail {
        let Range::After(after) = range else {
            panic!("only this is asked for")
        };
        let above = |record: &&Record| record.seq > after && record.seq.get() >= self.floor;
        let records = self
            .records
            .iter()
            .filter(above)
            .take(limit)
            .cloned()
            .collect();
        Tail {
            head: self.head(),
            records,
        }
    }
}

/// A socket, its replays and the channel they take up.
struct Bench {
    log: Log,
    channel: Arc<Channel>,
    socket: Arc<Socket>,
    replays: Replays,
    seen: Vec<Value>,
    repairs: bool,
}

impl Bench {
    fn new(log: Log) -> Self {
        let channel = Arc::new(Channel::new(log.id));
        channel.adopt(&log.head());
        let socket = socket(1, user(1));
        let replays = Replays::new(Arc::clone(&socket));
        Self {
            log,
            channel,
            socket,
            replays,
            seen: Vec::new(),
            repairs: false,
        }
    }

    fn resume(&mut self, from: i64, outcome: Option<Outcome>) {
        let plan = Plan::From(self.log.place(from), outcome);
        let known = self.log.place(self.log.seq());
        self.replays.add(Replay::new(
            Arc::clone(&self.channel),
            Role::Member,
            plan,
            known,
        ));
    }

    /// An event is appended; pub/sub may lose it.
    fn event(&mut self, lost: bool) {
        let record = self.log.append();
        if !lost && self.channel.receive(&record) == Received::Missed {
            self.repairs = true;
        }
    }

    /// The comparison of heads finds what was lost.
    fn check_heads(&mut self) {
        self.repairs |= self.channel.compare(&self.log.head());
    }

    /// One page of a repair.
    fn repair(&mut self) {
        if !self.repairs {
            return;
        }
        let place = self.channel.place().unwrap();
        let tail = self.log.tail(Range::After(place.seq), PAGE);
        if tail.reaches(place.seq) {
            self.channel.mend(&tail.records);
        } else {
            self.channel.jump(&tail.head, Outcome::Behind);
        }
        self.repairs = !self.channel.end_repair(tail.head.seq, None);
    }

    fn step(&mut self) -> Step {
        let step = self.replays.step();
        if let Step::Read { after, .. } = step {
            let tail = self.log.tail(Range::After(after.seq), PAGE);
            self.replays.read(Some(tail));
        }
        step
    }

    fn write(&mut self) {
        self.seen.extend(written(&self.socket));
    }

    fn settle(&mut self) {
        for _ in 0..10_000 {
            self.check_heads();
            self.repair();
            self.write();
            if self.step() == Step::Rest && !self.repairs && self.socket.outbox.size() == 0 {
                return;
            }
        }
        panic!("it does not come to rest");
    }

    fn seqs(&self) -> Vec<i64> {
        self.seen
            .iter()
            .filter_map(|frame| frame["seq"].as_i64())
            .collect()
    }

    fn outcomes(&self) -> Vec<&str> {
        let resumed = self.seen.iter().filter(|frame| frame["type"] == "resumed");
        resumed
            .map(|frame| frame["data"]["outcome"].as_str().unwrap())
            .collect()
    }
}

#[test]
fn a_client_that_missed_nothing_is_live_at_once() {
    let mut bench = Bench::new(Log::with_events(5));
    bench.resume(5, Some(Outcome::Ok));
    bench.settle();
    assert_eq!(bench.outcomes(), ["ok"]);
    bench.event(false);
    bench.write();
    assert_eq!(bench.seqs(), [6]);
}

#[test]
fn a_client_from_another_gateway_that_was_faster_gets_nothing_twice() {
    let mut bench = Bench::new(Log::with_events(5));
    let (sixth, seventh) = (bench.log.append(), bench.log.append());
    bench.resume(6, Some(Outcome::Ok));
    bench.step();
    bench.channel.receive(&sixth);
    bench.channel.receive(&seventh);
    bench.write();
    assert_eq!(bench.seqs(), [7]);
}

#[test]
fn what_the_tail_has_lost_is_said_to_be_behind() {
    let mut bench = Bench::new(Log::with_events(50));
    bench.log.floor = 20;
    bench.resume(3, Some(Outcome::Ok));
    bench.settle();
    bench.event(false);
    bench.write();
    assert_eq!((bench.outcomes(), bench.seqs()), (vec!["behind"], vec![51]));
}

#[test]
fn a_member_who_left_gets_their_leaving_and_nothing_after_it() {
    let me: UserId = user(1);
    let mut log = Log::with_events(3);
    log.append_payload(left(me));
    log.append();
    let mut bench = Bench::new(log);
    bench.resume(1, Some(Outcome::Ok));
    while bench.step() != Step::AskMember(channel_id(7)) {}
    bench.replays.is_member(false);
    bench.settle();
    bench.event(false);
    bench.write();
    assert_eq!(bench.seqs(), [2, 3, 4]);
}

#[test]
fn a_member_who_left_and_came_back_gets_everything() {
    let mut log = Log::with_events(3);
    log.append_payload(left(user(1)));
    log.append();
    let mut bench = Bench::new(log);
    bench.resume(1, Some(Outcome::Ok));
    while bench.step() != Step::AskMember(channel_id(7)) {}
    bench.replays.is_member(true);
    bench.settle();
    assert_eq!(bench.seqs(), [2, 3, 4, 5]);
}

#[test]
fn a_live_member_who_leaves_is_no_listener_any_more() {
    let mut bench = Bench::new(Log::with_events(1));
    bench.resume(1, None);
    bench.settle();
    let leaving = bench.log.append_payload(left(user(1)));
    bench.channel.receive(&leaving);
    bench.event(false);
    bench.write();
    assert_eq!(bench.seqs(), [2]);
}

#[test]
fn a_full_outbox_holds_replay_up_and_loses_nothing() {
    let mut log = Log::with_events(0);
    for seq in 1..=400_u128 {
        log.append_payload(created(
            MessageId::from_uuid(Uuid::from_u128(seq)),
            &"x".repeat(4_000),
        ));
    }
    let mut bench = Bench::new(log);
    bench.resume(0, Some(Outcome::Ok));
    while bench.step() != Step::Rest {
        assert!(!bench.socket.outbox.is_closed());
    }
    assert!(!bench.socket.outbox.has_room());
    bench.settle();
    assert_eq!(bench.seqs(), (1..=400).collect::<Vec<_>>());
}

#[test]
fn a_log_that_lives_on_under_another_epoch_is_told_and_one_that_starts_anew_too() {
    let mut bench = Bench::new(Log::with_events(4));
    bench.resume(4, None);
    bench.settle();
    let life = |epoch, base, seq| Head {
        epoch: Epoch::new(epoch),
        base: Seq::new(base),
        seq: Seq::new(seq),
        ..bench.log.head()
    };
    bench.channel.jump(&life(2, 4, 4), Outcome::Ok);
    bench.channel.jump(&life(3, 2, 9), Outcome::Reset);
    assert_eq!(
        bench.channel.place().map(|place| place.seq),
        Some(Seq::new(9))
    );
    bench.write();
    assert_eq!(bench.outcomes(), ["ok", "reset"]);
}

#[derive(Clone, Debug)]
enum Move {
    Event { lost: bool },
    Step,
    Write,
    CheckHeads,
    Repair,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => any::<bool>().prop_map(|lost| Move::Event { lost }),
        4 => Just(Move::Step),
        2 => Just(Move::Write),
        1 => Just(Move::CheckHeads),
        2 => Just(Move::Repair),
    ];
    prop::collection::vec(one, 0..400)
}

proptest! {
    #[test]
    fn every_seq_comes_once_and_in_order(
        before in 0_i64..300,
        missed in 0_i64..300,
        late in prop::collection::vec(any::<bool>(), 0..50),
        moves in moves(),
    ) {
        let mut bench = Bench::new(Log::with_events(before));
        // Some of it lies in the ring, some only in the tail.
        for lost in late {
            bench.event(lost);
        }
        let from = (bench.log.seq() - missed).max(0);
        bench.resume(from, Some(Outcome::Ok));
        for one in moves {
            match one {
                Move::Event { lost } => bench.event(lost),
                Move::Step => { bench.step(); }
                Move::Write => bench.write(),
                Move::CheckHeads => bench.check_heads(),
                Move::Repair => bench.repair(),
            }
        }
        bench.settle();
        bench.event(false);
        bench.write();
        prop_assert_eq!(bench.outcomes(), ["ok"]);
        prop_assert_eq!(bench.seqs(), (from + 1..=bench.log.seq()).collect::<Vec<_>>());
        prop_assert_eq!(bench.seen[0]["type"].as_str(), Some("resumed"), "announced before events");
    }
}
