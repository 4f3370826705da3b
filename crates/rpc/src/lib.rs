//! gRPC between our services: generated code from `proto/`, typed clients with deadline, retry,
//! trace and secret, and the translation of refusals. No business rule.

pub mod chat;
mod client;
pub mod config;
mod error;
pub mod files;
pub mod images;
pub mod live;
pub mod proto;
pub mod secret;
pub mod server;
pub mod status;
pub mod trace;

pub use chat::{Caller, ChatClient};
pub use config::Config;
pub use error::Error;
pub use files::FilesClient;
pub use images::ImagesClient;
