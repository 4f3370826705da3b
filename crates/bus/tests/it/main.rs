//! The bus on a real Redis: the server of `HUBBUB_TEST_REDIS_URL`, and servers of its own where
//! one has to be killed or flushed.

#[cfg(test)]
mod support;

#[cfg(test)]
mod apart;
#[cfg(test)]
mod append;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod cluster;
#[cfg(test)]
mod consumer;
#[cfg(test)]
mod fanout;
#[cfg(test)]
mod fence;
#[cfg(test)]
mod lease;
#[cfg(test)]
mod live;
#[cfg(test)]
mod presence;
#[cfg(test)]
mod rate_limit;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod replicas;
#[cfg(test)]
mod revocation;
#[cfg(test)]
mod sentinel;
#[cfg(test)]
mod tail;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod user_log;
