//! local-s3
