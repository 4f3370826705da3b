//! History and single messages as rows.
