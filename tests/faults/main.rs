//! What people can rely on when something breaks: one file for each guarantee, judged by the
//! checker of the harness.

mod api_killed;
mod backup;
mod duplicate_sends;
mod gateway_killed;
mod lost_pushes;
mod postgres_cut;
mod redis_failover;
mod redis_lost;
mod stage;
mod worker_killed;
