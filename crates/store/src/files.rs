//! Files and their claims.
