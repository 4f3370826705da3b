//! What the worker writes: one batch of the log, in one transaction.
