//! Workspaces: who is in them, as what, and how they come in.

pub mod accept;
pub mod create;
pub mod invited;
pub mod invites;
pub mod members;
pub mod own_side;
pub mod remove;
mod routes;
pub mod settings;
pub mod view;

pub use invited::icon as invited_icon;
pub use routes::routes;
