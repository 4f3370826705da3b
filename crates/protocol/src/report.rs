//! What clients tell of how it is for them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// POST `/reports/delivery`: how long one's own messages took, by the clock of the device alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryReport {
    /// From the sending of a message to its `message.created` on one's own socket, in milliseconds
    /// from 0 to 60,000: 1 to 100 of them. Messages that were sent more than once do not count.
    pub latencies_ms: Vec<u32>,
}
