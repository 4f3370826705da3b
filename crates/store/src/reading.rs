//! Read positions and unread counts.
