//! The generated code, as it is.

/// `hubbub.chat.v1`, served by api.
#[expect(
    missing_docs,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    clippy::as_conversions,
    clippy::excessive_nesting,
    clippy::pedantic,
    reason = "generated code"
)]
pub mod chat {
    tonic::include_proto!("hubbub.chat.v1");
}

/// `hubbub.files.v1`, served by files.
#[expect(
    missing_docs,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    clippy::as_conversions,
    clippy::excessive_nesting,
    clippy::pedantic,
    reason = "generated code"
)]
pub mod files {
    tonic::include_proto!("hubbub.files.v1");
}

/// The descriptors of both, for reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));
