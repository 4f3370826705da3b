//! Where the small pictures of a file are.

/// The key of a thumbnail, beside its image's.
#[must_use]
pub(crate) fn key(object_key: &str, size: &str) -> String {
    format!("{object_key}.{size}")
}
