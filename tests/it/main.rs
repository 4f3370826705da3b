//! What people can rely on when everything works: one file for each family of behaviour.

mod accounts;
mod bad_auth;
mod bad_frames;
mod bad_json;
mod counts;
mod cutting_off;
mod deleting;
mod dms;
mod doors;
mod draining;
mod files;
mod history;
mod limits;
mod load;
mod persistence;
mod presence;
mod privacy;
mod reading;
mod receipts;
mod resuming;
mod retries;
mod sending;
mod slow;
mod sse;
mod threads;
