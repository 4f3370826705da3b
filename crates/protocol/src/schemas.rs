//! The schemas of the gateway's frames, and what both documents do with schemas.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::call::CallAnswer;
use crate::gateway::command::{CommandFrame, Edited, Sent};
use crate::gateway::event::{EphemeralFrame, EventFrame, UserFrame};
use crate::gateway::frame::{AnswerFrame, ControlFrame};
use crate::sync::EventsPage;

/// What is absent at times from what we send, by schema. All else is always there, if only as
/// null.
const ABSENT_AT_TIMES: &[(&str, &[&str])] = &[
    ("CommandFrame", &["id"]),
    ("EphemeralFrame", &["channel"]),
    (
        "MessageUpdated",
        &[
            "body",
            "mentions",
            "edited_at",
            "version",
            "embeds",
            "files",
        ],
    ),
    ("Ping", &["heads"]),
    ("Problem", &["addressed"]),
    ("UserFrame", &["user_version"]),
];

/// The frames of the gateway, and all that they are made of.
pub(crate) fn frames() -> BTreeMap<String, RefOr<Schema>> {
    let mut schemas = Vec::new();
    add::<EventFrame>(&mut schemas);
    add::<UserFrame>(&mut schemas);
    add::<EphemeralFrame>(&mut schemas);
    add::<ControlFrame>(&mut schemas);
    add::<AnswerFrame>(&mut schemas);
    add::<CommandFrame>(&mut schemas);
    add::<Sent>(&mut schemas);
    add::<Edited>(&mut schemas);
    add::<CallAnswer>(&mut schemas);
    add::<EventsPage>(&mut schemas);
    schemas.into_iter().collect()
}

fn add<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    schemas.push((T::name().into_owned(), T::schema()));
    T::schemas(schemas);
}

/// Marks as required what we always write. utoipa takes every `Option` for optional, but we write
/// `null`. What a client writes, with `additionalProperties: false`, is left as it is.
pub(crate) fn require_what_is_always_there(schemas: &mut Value) {
    let Some(schemas) = schemas.as_object_mut() else {
        return;
    };
    for (name, schema) in schemas {
        let absent = ABSENT_AT_TIMES.iter().find(|(of, _)| of == name);
        require(schema, absent.map_or(&[], |(_, fields)| fields));
    }
}

fn require(schema: &mut Value, absent: &[&str]) {
    let Some(schema) = schema.as_object_mut() else {
        return;
    };
    for part in ["allOf", "oneOf"] {
        for inner in schema
            .get_mut(part)
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            require(inner, absent);
        }
    }
    if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
        return;
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return;
    };
    let names = properties
        .keys()
        .filter(|name| !absent.contains(&name.as_str()));
    let required: Vec<Value> = names.map(|name| name.as_str().into()).collect();
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
}
