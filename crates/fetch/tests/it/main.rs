//! The guard on real sockets: what it must never connect to, and what an answer may cost.

#[cfg(test)]
mod bounds;
#[cfg(test)]
mod private;
#[cfg(test)]
mod support;
