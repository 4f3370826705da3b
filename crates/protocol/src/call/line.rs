//! What a channel keeps of a call: the content of a message of kind `system`.

use domain::UserId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::timestamp::Timestamp;

/// A call that is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CallLine {
    /// Who began it.
    pub started_by: UserId,
    /// When.
    pub started_at: Timestamp,
    /// When the last of them was heard of.
    pub ended_at: Timestamp,
    /// What came of it.
    pub outcome: CallEnd,
    /// Who took part.
    pub people: Vec<UserId>,
    /// Who was rung, and neither came nor declined.
    pub missed: Vec<UserId>,
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallEnd {
    /// Two or more were in it.
    Talked,
    /// Nobody came.
    Missed,
    /// Nobody came, and all who were rung said so.
    Declined,
}

impl CallLine {
    /// In words, for who cannot draw it.
    #[must_use]
    pub fn text(&self, locale: &str) -> String {
        let chinese = locale.starts_with("zh");
        let text = match (self.outcome, chinese) {
            (CallEnd::Missed, false) => "Missed call",
            (CallEnd::Missed, true) => "未接来电",
            (CallEnd::Declined, false) => "Declined call",
            (CallEnd::Declined, true) => "通话被拒绝",
            (CallEnd::Talked, false) => return format!("Call, {} min", self.minutes()),
            (CallEnd::Talked, true) => return format!("通话 {} 分钟", self.minutes()),
        };
        text.to_owned()
    }

    /// Its length in minutes that were begun; at least one.
    fn minutes(&self) -> i64 {
        let length = self.ended_at.get() - self.started_at.get();
        (length.num_seconds() / 60).max(0) + 1
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use uuid::Uuid;

    use super::*;

    fn line(outcome: CallEnd, seconds: i64) -> CallLine {
        let from = DateTime::UNIX_EPOCH;
        CallLine {
            started_by: UserId::from_uuid(Uuid::nil()),
            started_at: from.into(),
            ended_at: (from + TimeDelta::seconds(seconds)).into(),
            outcome,
            people: Vec::new(),
            missed: Vec::new(),
        }
    }

    #[test]
    fn a_call_is_told_in_words_of_the_readers_language() {
        assert_eq!(line(CallEnd::Talked, 0).text("en"), "Call, 1 min");
        assert_eq!(line(CallEnd::Talked, 725).text("de"), "Call, 13 min");
        assert_eq!(line(CallEnd::Talked, 60).text("zh-CN"), "通话 2 分钟");
        assert_eq!(line(CallEnd::Missed, 30).text("zh"), "未接来电");
        assert_eq!(line(CallEnd::Missed, 30).text("en"), "Missed call");
    }
}
