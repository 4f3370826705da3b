//! Channels: making them, being in them, changing them. What is said in them is in `messages`.

pub mod add;
pub mod announce;
pub mod archive;
pub mod create;
pub mod dms;
pub mod join;
pub mod list;
pub mod locked;
mod member_routes;
pub mod members;
pub mod online;
pub mod own_side;
pub mod remove;
mod routes;
pub mod settings;
pub mod transfer;
pub mod view;

pub use routes::routes;
