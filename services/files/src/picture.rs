//! Pictures of people, workspaces, channels and links, and emoji: made anew, stored, shown.

mod put;
mod see;
mod set;

pub(crate) use put::put;
pub(crate) use see::{invited, visible};
pub(crate) use set::{Source, clear, list_emoji, set};
