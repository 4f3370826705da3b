//! How ids and numbers are described to clients.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

use crate::number::MAX_NUMBER;

pub(crate) fn id(doc: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .description(Some(doc.trim()))
        .into()
}

pub(crate) fn number(doc: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(0_i64))
        .maximum(Some(MAX_NUMBER))
        .description(Some(doc.trim()))
        .into()
}
