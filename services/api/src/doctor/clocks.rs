//! Whether another machine's clock shows what ours shows.

use chrono::{DateTime, TimeDelta, Utc};
use lifecycle::doctor::{Grade, Report};

/// From here on, ages and orders in graphs are no longer to be believed.
const NOTICEABLE: TimeDelta = TimeDelta::milliseconds(500);
/// From here on, tokens and signed addresses are refused, or live on.
const HARMFUL: TimeDelta = TimeDelta::seconds(5);

/// Compares what `theirs` was when our clock went from `before` to `after`.
pub(super) fn compare(
    report: &mut Report,
    what: &str,
    theirs: DateTime<Utc>,
    (before, after): (DateTime<Utc>, DateTime<Utc>),
) {
    let apart = skew(theirs, before, after);
    let text = format!("the clock is {} ms from ours", apart.num_milliseconds());
    report.judge(
        (grade(apart), what),
        text,
        "Run an NTP client on both machines.",
    );
}

fn grade(apart: TimeDelta) -> Grade {
    if apart >= HARMFUL {
        Grade::Wrong
    } else if apart >= NOTICEABLE {
        Grade::Warning
    } else {
        Grade::Ok
    }
}

/// How far it lies outside of the time that the question took.
fn skew(theirs: DateTime<Utc>, before: DateTime<Utc>, after: DateTime<Utc>) -> TimeDelta {
    if theirs < before {
        before - theirs
    } else if theirs > after {
        theirs - after
    } else {
        TimeDelta::zero()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_outside_of_the_question_counts() {
        let at = |ms| DateTime::from_timestamp_millis(ms).unwrap();
        assert_eq!(skew(at(5), at(0), at(10)), TimeDelta::zero());
        assert_eq!(skew(at(700), at(0), at(10)).num_milliseconds(), 690);
        assert_eq!(skew(at(0), at(6_000), at(6_010)).num_milliseconds(), 6_000);
        assert_eq!(grade(TimeDelta::milliseconds(499)), Grade::Ok);
        assert_eq!(grade(TimeDelta::milliseconds(500)), Grade::Warning);
        assert_eq!(grade(TimeDelta::seconds(5)), Grade::Wrong);
    }
}
