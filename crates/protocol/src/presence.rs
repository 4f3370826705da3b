//! What others see of a person: what they set by hand, as far as their sockets bear it out.

use chrono::{DateTime, Utc};
use domain::Presence;

use crate::user::Status;

/// What a person's sockets say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// Whether there is one, or was a moment ago.
    pub online: bool,
    /// Whether nobody touches any of the devices.
    pub idle: bool,
    /// When the last one came or went, if it is known.
    pub last_seen: Option<DateTime<Utc>>,
}

/// What others see of a person at `now`: what was set by hand while it holds; without a socket
/// `offline`; with idle ones `away`, unless something else was set. Of who chose to be `offline`
/// nobody learns whether they are there, or were.
#[must_use]
pub fn seen(by_hand: Option<Status>, live: Live, now: DateTime<Utc>) -> Status {
    let plain = Status {
        presence: Presence::Online,
        ..Status::default()
    };
    let holds = |status: &Status| status.expires_at.is_none_or(|until| until.get() > now);
    let by_hand = by_hand.filter(holds).unwrap_or(plain);
    let invisible = by_hand.presence == Presence::Offline;
    let presence = match by_hand.presence {
        _ if !live.online => Presence::Offline,
        Presence::Online if live.idle => Presence::Away,
        chosen => chosen,
    };
    let last_seen = live.last_seen.filter(|_| !live.online && !invisible);
    Status {
        presence,
        last_seen_at: last_seen.map(Into::into),
        ..by_hand
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn by_hand(presence: Presence, holds_for_s: Option<i64>) -> Status {
        Status {
            presence,
            text: Some("lunch".to_owned()),
            expires_at: holds_for_s.map(|s| (NOW + TimeDelta::seconds(s)).into()),
            ..Status::default()
        }
    }

    fn live(online: bool, idle: bool) -> Live {
        let last_seen = Some(NOW - TimeDelta::hours(1));
        Live {
            online,
            idle,
            last_seen,
        }
    }

    #[test]
    fn who_is_connected_is_online_unless_they_say_otherwise_for_now() {
        let there = live(true, false);
        assert_eq!(seen(None, there, NOW).presence, Presence::Online);
        let busy = seen(Some(by_hand(Presence::Dnd, Some(1))), there, NOW);
        assert_eq!(busy.presence, Presence::Dnd);
        let over = seen(Some(by_hand(Presence::Dnd, Some(0))), there, NOW);
        assert_eq!((over.presence, over.text), (Presence::Online, None));
    }

    #[test]
    fn who_touches_nothing_is_away_and_who_asked_for_quiet_stays_so() {
        let idle = live(true, true);
        assert_eq!(seen(None, idle, NOW).presence, Presence::Away);
        let text = seen(Some(by_hand(Presence::Online, None)), idle, NOW);
        assert_eq!((text.presence, text.text.is_some()), (Presence::Away, true));
        let busy = seen(Some(by_hand(Presence::Dnd, None)), idle, NOW);
        assert_eq!(busy.presence, Presence::Dnd);
    }

    #[test]
    fn who_is_gone_is_offline_and_was_last_seen_then() {
        let gone = seen(Some(by_hand(Presence::Dnd, None)), live(false, true), NOW);
        assert_eq!(gone.presence, Presence::Offline);
        assert!(gone.last_seen_at.is_some());
        assert_eq!(seen(None, live(true, false), NOW).last_seen_at, None);
    }

    #[test]
    fn who_is_invisible_looks_the_same_whether_they_are_there_or_not() {
        let invisible = Some(by_hand(Presence::Offline, None));
        let there = seen(invisible.clone(), live(true, false), NOW);
        let idle = seen(invisible.clone(), live(true, true), NOW);
        let gone = seen(invisible, live(false, false), NOW);
        assert_eq!(there.presence, Presence::Offline);
        assert_eq!(there.last_seen_at, None);
        assert_eq!((&there, &there), (&idle, &gone));
    }
}
