//! The wire: every type that a client can see, and the bytes of an event. serde and utoipa only,
//! no I/O. Nothing is renamed and `null` is always written, so that the generated schemas are
//! true.

pub mod account;
pub mod asyncapi;
pub mod call;
pub mod channel;
pub mod close_code;
pub mod emoji;
pub mod error_code;
pub mod event;
pub mod file;
pub mod gateway;
pub mod gif;
pub mod guest;
pub mod image;
pub mod json;
pub mod mention;
pub mod message;
pub mod openapi;
pub mod page;
pub mod patch;
pub mod presence;
pub mod problem;
pub mod push;
pub mod reading;
pub mod report;
mod schemas;
pub mod search;
pub mod sync;
pub mod thread;
pub mod timestamp;
pub mod trace;
pub mod upload;
pub mod user;
pub mod workspace;

pub use close_code::CloseCode;
pub use error_code::ErrorCode;
pub use event::{EventKind, EventView, LogEvent};
pub use page::{Limit, Page, PageQuery};
pub use problem::{FieldError, Fields, InvalidInput, OrInvalid, Problem};
pub use timestamp::Timestamp;
pub use trace::Traceparent;
