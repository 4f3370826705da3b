//! Fetching what a stranger's URL names: the pages behind links, push endpoints, pictures of a
//! provider. The only way by which a service of ours connects to an address that a person chose.
//!
//! The guard stands where sockets are opened: one connector resolves the name, drops every address
//! that is not global, and connects to one of those that are left. Nothing is resolved twice, so a
//! name that changes its mind between check and use gains nothing; redirects go through the same
//! connector as every first request. No cookies, no proxies, no connection used again, and
//! everything is counted: bytes, also those that come out of compressed ones, redirects, time,
//! requests at once.

mod address;
mod answer;
mod client;
mod coding;
pub mod config;
mod connect;
mod error;
mod gate;
mod target;
mod tls;

pub use address::is_global;
pub use answer::Answer;
pub use client::{Bounds, Fetcher, Over};
pub use config::Config;
pub use connect::{Lookup, SystemLookup};
pub use error::{Error, Refusal};
pub use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
pub use url::Url;
