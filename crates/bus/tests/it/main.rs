//! The bus on a real Redis: the server of `HUBBUB_TEST_REDIS_URL`, and servers of its own where
//! one has to be killed or flushed.

mod support;

mod append;
mod consumer;
mod fanout;
mod fence;
mod lease;
mod live;
mod presence;
mod rate_limit;
mod recovery;
mod refusals;
mod revocation;
mod tail;
mod user_log;
