//! Events that could not be applied.
