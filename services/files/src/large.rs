//! Files in parts: the client PUTs them straight to the store, at addresses that we sign, and we
//! make a file of them. Nobody sees anything of it before.

mod abort;
mod begin;
mod complete;
mod find;
mod once;
mod plan;
mod source;
mod view;

pub(crate) use abort::abort;
pub(crate) use begin::begin;
pub(crate) use complete::complete;
pub(crate) use find::look;
pub(crate) use once::Once;
