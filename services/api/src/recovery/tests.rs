//! What recovery decides about channels.

use std::collections::BTreeMap;

use bus::{Head, Survivor};
use domain::{ChannelId, Epoch, MessageNo, Mver, Seq};
use store::recovery::Offer;
use uuid::Uuid;

use super::plan::{self, Remains};

const CHANNEL: ChannelId = ChannelId::from_uuid(Uuid::from_u128(9));

fn head(seq: i64) -> Head {
    Head {
        epoch: Epoch::new(1),
        base: Seq::ZERO,
        seq: Seq::new(seq),
        message_no: MessageNo::new(seq),
        persisted: Seq::ZERO,
        mver: Mver::new(3),
        floor: Seq::new(1),
        closed: false,
    }
}

fn survivor(seq: Option<i64>, tail_end: Option<i64>) -> Survivor {
    Survivor {
        channel: CHANNEL,
        head: seq.map(head),
        tail_end: tail_end.map(Seq::new),
    }
}

fn stored(seq: i64) -> store::heads::Head {
    store::heads::Head {
        channel_id: CHANNEL,
        epoch: Epoch::new(2),
        base: Seq::new(seq),
        persisted_seq: Seq::new(seq),
        persisted_message_no: MessageNo::new(seq),
        mver: Mver::new(2),
        closed: false,
    }
}

fn offer(seq: i64) -> Offer {
    Offer {
        channel_id: CHANNEL,
        epoch: Epoch::new(1),
        seq: Seq::new(seq),
        message_no: Some(MessageNo::new(seq)),
        payload: Vec::new(),
    }
}

fn is_damaged(stands: bool, survivors: Vec<Survivor>, persisted: i64, offers: &[i64]) -> bool {
    let stored = if persisted > 0 {
        vec![stored(persisted)]
    } else {
        Vec::new()
    };
    let offers = offers.iter().copied().map(offer).collect();
    let remains = Remains {
        stands,
        survivors,
        stored,
        offers,
    };
    plan::damaged(&remains).contains(&CHANNEL)
}

#[test]
fn a_plain_restart_damages_nothing() {
    assert!(!is_damaged(true, vec![survivor(Some(9), Some(9))], 7, &[]));
    assert!(!is_damaged(true, vec![survivor(Some(9), None)], 9, &[9]));
    assert!(!is_damaged(true, Vec::new(), 0, &[]));
}

#[test]
fn whatever_is_behind_what_others_saw_is_damaged() {
    assert!(
        is_damaged(true, vec![survivor(Some(5), Some(5))], 7, &[]),
        "Postgres is ahead"
    );
    assert!(
        is_damaged(true, vec![survivor(Some(5), Some(5))], 5, &[6]),
        "a gateway is ahead"
    );
    assert!(
        is_damaged(true, vec![survivor(None, Some(5))], 5, &[]),
        "the counters are gone"
    );
    assert!(
        is_damaged(true, vec![survivor(Some(5), Some(6))], 5, &[]),
        "the counters are old"
    );
    assert!(
        is_damaged(true, Vec::new(), 5, &[]),
        "nothing of it is left"
    );
    assert!(
        is_damaged(true, Vec::new(), 0, &[1]),
        "only a gateway has it"
    );
    assert!(
        is_damaged(false, vec![survivor(Some(9), Some(9))], 9, &[]),
        "a gate was missing"
    );
}

#[test]
fn a_channel_is_put_together_from_all_who_have_a_piece() {
    let tail: BTreeMap<Seq, Option<MessageNo>> = [4, 5]
        .map(|seq| (Seq::new(seq), Some(MessageNo::new(seq))))
        .into();
    let rebuilt = plan::rebuild(
        &stored(4),
        Some(&survivor(Some(5), Some(5))),
        &tail,
        &[offer(5), offer(6), offer(7)],
    );

    assert_eq!(
        (rebuilt.head.seq, rebuilt.head.base),
        (Seq::new(7), Seq::new(7))
    );
    assert_eq!(rebuilt.head.message_no, MessageNo::new(7));
    assert_eq!(
        (rebuilt.head.epoch, rebuilt.head.mver),
        (Epoch::new(2), Mver::new(3))
    );
    let added: Vec<i64> = rebuilt.events.iter().map(|event| event.seq.get()).collect();
    assert_eq!(added, [6, 7], "what the tail has is not added again");
}

#[test]
fn positions_hold_up_to_the_first_event_that_nobody_has() {
    let rebuilt = plan::rebuild(&stored(4), None, &BTreeMap::new(), &[offer(5), offer(8)]);

    assert_eq!(
        (rebuilt.head.seq, rebuilt.head.base),
        (Seq::new(8), Seq::new(5))
    );
}
