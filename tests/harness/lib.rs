//! The cluster under test and the people who use it.
//!
//! Everything here sees Hubbub as a client does: REST, the socket, and the rows that Postgres holds
//! at the end. Every service runs as a process of its own, so that `kill -9` is `kill -9` and its
//! memory is its own.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a broken expectation of the harness is a failed test, and should say so at once"
)]

mod answer;
mod certificate;
mod chaos_proxy;
pub mod checker;
mod cluster;
mod collector;
mod database;
mod diagnosis;
mod disaster;
mod edge;
mod follow;
mod frame;
mod greeting;
mod mail_server;
mod node;
mod online;
mod opening;
mod person;
mod pictures;
pub mod push_service;
mod raw_socket;
mod redis;
mod resp;
mod s3;
mod seaweedfs;
mod sentinels;
pub mod site;
mod socket;
mod storing;
mod talk;
mod uploading;
mod wait;

pub use answer::Answer;
pub use certificate::Certificate;
pub use chaos_proxy::ChaosProxy;
pub use cluster::{Cluster, Doors, ORIGIN, Start};
pub use collector::{Collector, Span, dead_collector, tree};
pub use database::{Database, Row};
pub use diagnosis::Diagnosis;
pub use disaster::Script;
pub use edge::Edge;
pub use follow::{Followed, Following};
pub use frame::{Addressed, Applied, Frame};
pub use mail_server::{Letter, MailServer, Privacy};
pub use node::{Kind, Node};
pub use opening::{By, Opening};
pub use person::{Channel, PASSWORD, Person, Workspace};
pub use pictures::PNG;
pub use raw_socket::{RawSocket, head, masked};
pub use redis::Redis;
pub use resp::Resp;
pub use sentinels::Watched;
pub use socket::{Closed, Seen, Socket};
pub use talk::{Saying, nonce};
pub use wait::{DEADLINE, eventually, within};
