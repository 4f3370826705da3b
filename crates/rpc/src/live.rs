//! What travels on a channel's live topic, from api and gateways to gateways.

use domain::UserId;
use protocol::gateway::event::EphemeralFrame;
use serde::{Deserialize, Serialize};

/// A frame for those who look at the channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// What they get.
    #[serde(flatten)]
    pub frame: EphemeralFrame,
    /// The only people who may get it; everybody who looks when absent. Never sent on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_to: Option<Vec<UserId>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_frame_is_for_everybody() {
        let frame = r#"{"channel":"01936f3e-8a00-7000-8000-000000000001","type":"typing.started",
            "data":{"user_id":"01936f3e-8a00-7000-8000-000000000002","parent_id":null}}"#;
        let letter: Letter = serde_json::from_str(frame).unwrap();
        assert_eq!(letter.shown_to, None);

        let only = Letter {
            shown_to: Some(Vec::new()),
            ..letter
        };
        let text = serde_json::to_string(&only).unwrap();
        assert_eq!(serde_json::from_str::<Letter>(&text).unwrap(), only);
    }
}
