//! The gateway's frames, both ways.

pub mod command;
pub mod event;
pub mod frame;
pub mod hello;
