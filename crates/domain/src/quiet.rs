//! When a person is not to be disturbed: the hours of their week, in their own time zone.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, Days, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use crate::text::Invalid;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday = "mon",
        /// Tuesday.
        Tuesday = "tue",
        /// Wednesday.
        Wednesday = "wed",
        /// Thursday.
        Thursday = "thu",
        /// Friday.
        Friday = "fri",
        /// Saturday.
        Saturday = "sat",
        /// Sunday.
        Sunday = "sun",
    }
}

impl Weekday {
    const fn of(day: chrono::Weekday) -> Self {
        match day {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }
}

/// A time of day to the minute, as a wall clock shows it: `22:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayTime {
    /// Since midnight; below 1,440.
    minutes: u16,
}

impl FromStr for DayTime {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let two = |part: Option<&str>, below: u16| {
            let part = part
                .filter(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()));
            part.and_then(|part| part.parse().ok())
                .filter(|number: &u16| *number < below)
        };
        let (hours, minutes) = text.split_once(':').unzip();
        match (two(hours, 24), two(minutes, 60)) {
            (Some(hours), Some(minutes)) => Ok(Self {
                minutes: hours * 60 + minutes,
            }),
            _ => Err(Invalid::InvalidFormat),
        }
    }
}

impl fmt::Display for DayTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:02}:{:02}",
            self.minutes / 60,
            self.minutes % 60
        )
    }
}

/// The quiet hours of a week: from one time of day until another, which is one of the next day
/// unless it is later. The same time twice is a day and a night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    days: Vec<Weekday>,
    from: DayTime,
    to: DayTime,
}

impl Schedule {
    /// # Errors
    /// `Empty` when there is no day.
    pub fn new(mut days: Vec<Weekday>, from: DayTime, to: DayTime) -> Result<Self, Invalid> {
        days.sort_unstable();
        days.dedup();
        if days.is_empty() {
            return Err(Invalid::Empty);
        }
        Ok(Self { days, from, to })
    }

    /// The days on which it begins, from Monday on.
    #[must_use]
    pub fn days(&self) -> &[Weekday] {
        &self.days
    }

    /// When it begins.
    #[must_use]
    pub const fn from(&self) -> DayTime {
        self.from
    }

    /// When it ends.
    #[must_use]
    pub const fn to(&self) -> DayTime {
        self.to
    }

    /// Until when it holds, if it holds now. What the clocks of the zone show decides: an hour that
    /// they show twice is quiet twice, one that they skip is over before it began.
    #[must_use]
    pub fn until(&self, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = now.with_timezone(&zone).naive_local();
        let crosses = self.to <= self.from;
        let started = [Days::new(0), Days::new(1)].into_iter().find_map(|ago| {
            let day = local.date().checked_sub_days(ago)?;
            let starts = at(day.and_time(chrono::NaiveTime::MIN), self.from);
            let last = if crosses {
                day.checked_add_days(Days::new(1))?
            } else {
                day
            };
            let ends = at(last.and_time(chrono::NaiveTime::MIN), self.to);
            let is_wanted = self.days.contains(&Weekday::of(day.weekday()));
            (is_wanted && starts <= local && local < ends).then_some(ends)
        });
        started.map(|ends| in_zone(zone, ends))
    }
}

impl Schedule {
    /// When it next begins, later than `now`. Of a time that the clocks show twice, the first.
    #[must_use]
    pub fn begins(&self, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = now.with_timezone(&zone).naive_local();
        (0..=DAYS_AHEAD).find_map(|days| {
            let day = local.date().checked_add_days(Days::new(days))?;
            let starts = at(day.and_time(chrono::NaiveTime::MIN), self.from);
            let first = zone.from_local_datetime(&starts).earliest();
            let first =
                first.map_or_else(|| in_zone(zone, starts), |time| time.with_timezone(&Utc));
            let is_wanted = self.days.contains(&Weekday::of(day.weekday()));
            (is_wanted && first > now).then_some(first)
        })
    }
}

/// Within so many days the schedule of a week begins once more.
const DAYS_AHEAD: u64 = 8;

fn at(midnight: NaiveDateTime, time: DayTime) -> NaiveDateTime {
    midnight + TimeDelta::minutes(i64::from(time.minutes))
}

/// The moment at which the clocks of the zone show this; the later one when they show it twice, the
/// first after it when they skip it.
pub(crate) fn in_zone(zone: Tz, wall: NaiveDateTime) -> DateTime<Utc> {
    // No zone skips more than a day; most skip an hour.
    (0..=96)
        .find_map(|quarters| {
            let wall = wall + TimeDelta::minutes(15 * quarters);
            zone.from_local_datetime(&wall).latest()
        })
        .map_or_else(|| wall.and_utc(), |time| time.with_timezone(&Utc))
}

/// The time zone of this name; UTC when there is none.
#[must_use]
pub fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

#[cfg(test)]
mod tests {
    use chrono::Timelike as _;
    use proptest::prelude::*;

    use super::*;
    use crate::vocabulary::Vocabulary;

    fn time(text: &str) -> DayTime {
        text.parse().unwrap()
    }

    fn nights(from: &str, to: &str, days: &[Weekday]) -> Schedule {
        Schedule::new(days.to_vec(), time(from), time(to)).unwrap()
    }

    fn until(schedule: &Schedule, place: &str, now: &str) -> Option<String> {
        let now: DateTime<Utc> = now.parse().unwrap();
        let until = schedule.until(zone(place), now);
        until.map(|until| until.format("%a %H:%M").to_string())
    }

    #[test]
    fn times_of_day_have_their_form() {
        assert_eq!(time("22:05").to_string(), "22:05");
        for text in [
            "",
            "22",
            "24:00",
            "22:60",
            "2:00",
            "22:5",
            "+1:00",
            "22:00:00",
            "２２:00",
        ] {
            assert_eq!(
                text.parse::<DayTime>(),
                Err(Invalid::InvalidFormat),
                "{text:?}"
            );
        }
        assert_eq!(
            Schedule::new(vec![], time("22:00"), time("07:00")),
            Err(Invalid::Empty)
        );
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_begins() {
        use Weekday::{Friday, Monday};
        let schedule = nights("22:00", "07:00", &[Monday, Friday]);
        // 2026-11-23 is a Monday.
        let cases = [
            ("2026-11-23T20:59:00Z", None),
            ("2026-11-23T21:00:00Z", Some("Tue 06:00")),
            ("2026-11-24T05:59:00Z", Some("Tue 06:00")),
            ("2026-11-24T06:00:00Z", None),
            ("2026-11-24T21:00:00Z", None),
            ("2026-11-28T03:00:00Z", Some("Sat 06:00")),
            ("2026-11-28T22:00:00Z", None),
        ];
        for (now, expected) in cases {
            assert_eq!(
                until(&schedule, "Europe/Berlin", now).as_deref(),
                expected,
                "{now}"
            );
        }
    }

    #[test]
    fn hours_within_a_day_and_whole_days_hold_as_they_say() {
        use Weekday::{Saturday, Sunday, Wednesday};
        let focus = nights("09:00", "12:00", &[Wednesday]);
        assert_eq!(
            until(&focus, "Asia/Shanghai", "2026-11-25T01:00:00Z").as_deref(),
            Some("Wed 04:00")
        );
        assert_eq!(until(&focus, "Asia/Shanghai", "2026-11-25T04:00:00Z"), None);
        let weekend = nights("00:00", "00:00", &[Saturday, Sunday]);
        assert_eq!(
            until(&weekend, "UTC", "2026-11-28T00:00:00Z").as_deref(),
            Some("Sun 00:00")
        );
        assert_eq!(
            until(&weekend, "UTC", "2026-11-29T23:59:00Z").as_deref(),
            Some("Mon 00:00")
        );
        assert_eq!(until(&weekend, "UTC", "2026-11-30T00:00:00Z"), None);
    }

    #[test]
    fn the_clocks_of_the_zone_decide_when_they_are_put_forward_or_back() {
        let nightly = nights("22:00", "07:00", Weekday::ALL);
        // Berlin: summer time ended on 2026-10-25 at 03:00, and began on 2026-03-29 at 02:00.
        assert_eq!(
            until(&nightly, "Europe/Berlin", "2026-10-24T20:00:00Z").as_deref(),
            Some("Sun 06:00")
        );
        assert_eq!(
            until(&nightly, "Europe/Berlin", "2026-03-28T21:00:00Z").as_deref(),
            Some("Sun 05:00")
        );
        assert_eq!(
            until(&nightly, "Europe/Berlin", "2026-03-29T05:00:00Z"),
            None
        );
        // An end that the clocks skip is when they go on; one that they show twice is the second.
        let skipped = nights("22:00", "02:30", Weekday::ALL);
        assert_eq!(
            until(&skipped, "Europe/Berlin", "2026-03-29T00:30:00Z").as_deref(),
            Some("Sun 01:00")
        );
        assert_eq!(
            until(&skipped, "Europe/Berlin", "2026-10-25T00:15:00Z").as_deref(),
            Some("Sun 01:30")
        );
    }

    #[test]
    fn a_zone_that_nobody_knows_is_utc() {
        assert_eq!(zone("Mars/Olympus"), Tz::UTC);
        assert_eq!(zone("Asia/Kolkata"), Tz::Asia__Kolkata);
    }

    proptest! {
        #[test]
        fn what_holds_ends_later_and_within_a_day_and_a_shift_of_the_clocks(
            minutes in (0_u16..1_440, 0_u16..1_440),
            day in 0_usize..7,
            seconds in 1_700_000_000_i64..1_900_000_000,
            place in prop::sample::select(&["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
        ) {
            let (from, to) = (DayTime { minutes: minutes.0 }, DayTime { minutes: minutes.1 });
            let schedule = Schedule::new(vec![Weekday::ALL[day]], from, to).unwrap();
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            if let Some(until) = schedule.until(zone(place), now) {
                prop_assert!(until > now && until <= now + TimeDelta::hours(26), "{now} {until}");
            }
        }

        #[test]
        fn what_begins_next_holds_from_then_on_and_not_before(
            minutes in (0_u16..1_440, 0_u16..1_440),
            day in 0_usize..7,
            seconds in 1_700_000_000_i64..1_900_000_000,
            ahead in 0_i64..100,
        ) {
            let (from, to) = (DayTime { minutes: minutes.0 }, DayTime { minutes: minutes.1 });
            let schedule = Schedule::new(vec![Weekday::ALL[day]], from, to).unwrap();
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            let zone = Tz::Asia__Kathmandu;
            let begins = schedule.begins(zone, now).unwrap();
            prop_assert!(begins > now && begins <= now + TimeDelta::days(7), "{now} {begins}");
            prop_assert!(schedule.until(zone, begins).is_some());
            let ends = schedule.until(zone, now).unwrap_or(now);
            let between = ends + TimeDelta::seconds((begins - ends).num_seconds() * ahead / 100);
            prop_assert_eq!(schedule.until(zone, between), None);
        }

        #[test]
        fn every_minute_of_an_every_day_night_is_judged_by_its_wall_clock(
            minutes in (0_u16..1_440, 0_u16..1_440), seconds in 1_700_000_000_i64..1_900_000_000,
        ) {
            prop_assume!(minutes.0 != minutes.1);
            let (from, to) = (DayTime { minutes: minutes.0 }, DayTime { minutes: minutes.1 });
            let schedule = Schedule::new(Weekday::ALL.to_vec(), from, to).unwrap();
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            let local = now.with_timezone(&Tz::America__New_York);
            let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap();
            let is_quiet = if from < to {
                (from.minutes..to.minutes).contains(&minute)
            } else {
                minute >= from.minutes || minute < to.minutes
            };
            prop_assert_eq!(schedule.until(Tz::America__New_York, now).is_some(), is_quiet);
        }
    }
}
