//! How a process is configured, observed, started and stopped. Knows nothing of chat.

pub mod admin;
pub mod client_ip;
pub mod config;
pub mod doctor;
pub mod healthcheck;
pub mod metrics;
pub mod request_span;
pub mod shutdown;
pub mod telemetry;

pub use admin::{Admin, Readiness};
pub use client_ip::TrustedProxies;
pub use config::{Env, Environment};
pub use request_span::RequestSpan;
pub use shutdown::Shutdown;
