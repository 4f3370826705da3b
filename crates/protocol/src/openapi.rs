//! The `OpenAPI` document of the whole cluster, put together from the services' own.

use serde_json::Value;
use utoipa::openapi::OpenApi;

use crate::schemas;

/// The document as it is checked in and served. `tests/contract.rs` fails when it is not what
/// [`merge`] makes of the services' documents.
pub const DOCUMENT: &str = include_str!("../openapi.json");

/// Puts the documents of the services together: `base` with its paths, the paths and schemas of
/// the others, and the frames of the gateway.
///
/// # Errors
/// When a document cannot be written as JSON; none of ours can cause that.
pub fn merge(
    mut base: OpenApi,
    others: impl IntoIterator<Item = OpenApi>,
) -> Result<Value, serde_json::Error> {
    for other in others {
        base.merge(other);
    }
    base.components
        .get_or_insert_default()
        .schemas
        .extend(schemas::frames());
    let mut document = serde_json::to_value(&base)?;
    if let Some(schemas) = document.pointer_mut("/components/schemas") {
        schemas::require_what_is_always_there(schemas);
    }
    Ok(document)
}

/// The text that is checked in for a document.
#[must_use]
pub fn print(document: &Value) -> String {
    format!("{document:#}\n")
}
