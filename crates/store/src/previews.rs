//! What links lead to: the jobs of looking, what was found, what nobody wants to see.

mod cache;
mod images;
mod jobs;
mod removed;

pub use cache::{Cached, forget_expired, found, remember};
pub(crate) use images::{forget, hide, show};
pub use jobs::{Due, Text, again, claim, enqueue, finish, give_back, sweep, text};
pub use removed::{remove, removed};
