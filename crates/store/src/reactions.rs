//! Reactions as rows.
