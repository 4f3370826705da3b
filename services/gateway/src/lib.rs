//! The gateway: live sockets, and nothing else that another replica would miss.
//!
//! A command goes to api, an event comes from the bus. There is no SQL here, and no rule.

mod apart;
mod api;
mod attention;
mod carrier;
pub mod config;
mod connection;
mod context;
mod crowd;
mod frames;
mod guard;
mod heartbeat;
mod hub;
mod keys;
mod metrics;
mod outbox;
mod presence;
mod relay;
mod revocation;
mod service;
mod session;
mod sockets;
mod tasks;
mod upgrade;
mod workspaces;

pub use config::Config;
pub use service::{Listeners, Service, build};
