//! Web Push: RFC 8030 (delivery), 8188 and 8291 (encryption), 8292 (who sends).
//!
//! Knows no chat: it takes bytes and gives them, encrypted for one browser and signed by this
//! installation, to the push service that the browser named. The primitives are those of aws-lc,
//! which the project has for TLS and tokens already; this crate only puts them together.

mod config;
mod encrypt;
mod endpoint;
mod sender;
mod vapid;

pub use config::Config;
pub use encrypt::MAX_PAYLOAD;
pub use endpoint::{MAX_ENDPOINT, Refusal, Subscription};
pub use sender::{Answer, Message, Sender, Urgency};
pub use vapid::{Vapid, VapidError};
