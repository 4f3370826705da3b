//! The `AsyncAPI` document of the gateway, made from the same schemas as the `OpenAPI` document.

use serde_json::{Map, Value, json};

use crate::schemas;

/// The document as it is checked in and served.
pub const DOCUMENT: &str = include_str!("../asyncapi.json");

/// The frames that the gateway sends: the schema that lists them, and the one that adds the
/// fields around them.
const SENT: &[(&str, Option<&str>)] = &[
    ("Event", Some("EventFrame")),
    ("UserEvent", Some("UserFrame")),
    ("EphemeralEvent", Some("EphemeralFrame")),
    ("ControlFrame", None),
    ("AnswerFrame", None),
];
const RECEIVED: (&str, Option<&str>) = ("Command", Some("CommandFrame"));

/// The document.
#[must_use]
pub fn document() -> Value {
    let mut schemas = serde_json::to_value(schemas::frames()).unwrap_or_default();
    schemas::require_what_is_always_there(&mut schemas);
    as_draft_7(&mut schemas);

    let mut sent = Map::new();
    for (list, around) in SENT {
        sent.extend(messages(&schemas, list, *around, ""));
    }
    let received = messages(&schemas, RECEIVED.0, RECEIVED.1, "command.");
    let sent_by_sse: Vec<_> = sent.keys().filter(|name| is_sent_by_sse(name)).collect();

    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Hubbub gateway",
            "version": "1",
            "description": "Live events and commands. docs/PROTOCOL.md says how to resume, fill gaps and come back.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "ws": {
                "address": "/ws",
                "description": "A WebSocket of subprotocol `hubbub.v1`, with text frames.",
                "messages": references(sent.keys().chain(received.keys()), "components"),
            },
            "sse": {
                "address": "/sse",
                "description": "The same frames as server-sent events, for where WebSockets do not get through.",
                "messages": references(sent_by_sse.iter().copied(), "components"),
            },
        },
        "operations": {
            "send": operation("send", "ws", sent.keys()),
            "receive": operation("receive", "ws", received.keys()),
            "sendBySse": operation("send", "sse", sent_by_sse.iter().copied()),
        },
        "components": {
            "messages": sent.iter().chain(&received).map(|(name, message)| {
                (name.clone(), message.clone())
            }).collect::<Map<_, _>>(),
            "schemas": schemas,
        },
    })
}

/// Commands go over REST there, so no answers come.
fn is_sent_by_sse(name: &str) -> bool {
    !matches!(name, "ok" | "error")
}

/// One message for each variant of the schema `list`.
fn messages(schemas: &Value, list: &str, around: Option<&str>, prefix: &str) -> Map<String, Value> {
    let variants = schemas.get(list).and_then(|schema| schema.get("oneOf"));
    let mut messages = Map::new();
    for variant in variants.and_then(Value::as_array).into_iter().flatten() {
        let word = variant
            .pointer("/properties/type/enum/0")
            .and_then(Value::as_str);
        let Some(word) = word else { continue };
        let payload = match around.and_then(|name| fields_around(schemas, name)) {
            Some(fields) => json!({ "allOf": [variant, fields] }),
            None => variant.clone(),
        };
        let message = json!({
            "name": word,
            "summary": variant.get("description"),
            "payload": payload,
        });
        messages.insert(format!("{prefix}{word}"), message);
    }
    messages
}

/// The part of a frame's schema that is not the flattened event.
fn fields_around<'a>(schemas: &'a Value, name: &str) -> Option<&'a Value> {
    let parts = schemas.get(name)?.get("allOf")?.as_array()?;
    parts.iter().find(|part| part.get("properties").is_some())
}

fn references<'a>(names: impl Iterator<Item = &'a String>, of: &str) -> Map<String, Value> {
    let reference = |name: &String| {
        (
            name.clone(),
            json!({ "$ref": format!("#/{of}/messages/{name}") }),
        )
    };
    names.map(reference).collect()
}

fn operation<'a>(action: &str, channel: &str, names: impl Iterator<Item = &'a String>) -> Value {
    let of = format!("channels/{channel}");
    let messages: Vec<_> = references(names, &of)
        .into_iter()
        .map(|(_, message)| message)
        .collect();
    json!({
        "action": action,
        "channel": { "$ref": format!("#/channels/{channel}") },
        "messages": messages,
    })
}

/// `AsyncAPI` reads schemas as JSON Schema draft 7, where a tuple is spelled otherwise.
fn as_draft_7(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if let Some(items) = fields.remove("prefixItems") {
                fields.insert("items".into(), items);
                fields.insert("additionalItems".into(), false.into());
            }
            fields.values_mut().for_each(as_draft_7);
        }
        Value::Array(items) => items.iter_mut().for_each(as_draft_7),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::EventKind;
    use crate::gateway::command::CommandName;

    /// With `HUBBUB_WRITE_CONTRACT=1`, writes the document instead of comparing it.
    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "a switch of the test, not configuration"
    )]
    fn the_checked_in_document_is_what_the_types_say() {
        let text = crate::openapi::print(&document());
        if std::env::var("HUBBUB_WRITE_CONTRACT").is_ok() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/asyncapi.json"), text).unwrap();
        } else {
            assert!(
                text == DOCUMENT,
                "run `make contract` and look at the difference"
            );
        }
    }

    #[test]
    fn every_event_and_command_is_a_message() {
        let document = document();
        let messages = document.pointer("/components/messages").unwrap();
        for kind in EventKind::ALL {
            assert!(messages.get(kind.as_str()).is_some(), "{kind}");
        }
        for command in CommandName::ALL {
            assert!(
                messages.get(format!("command.{command}")).is_some(),
                "{command}"
            );
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        fn targets(part: &Value) -> Vec<&str> {
            let own = part.get("$ref").and_then(Value::as_str);
            let inner: Vec<_> = match part {
                Value::Object(fields) => fields.values().flat_map(targets).collect(),
                Value::Array(items) => items.iter().flat_map(targets).collect(),
                _ => Vec::new(),
            };
            own.into_iter().chain(inner).collect()
        }
        let document = document();
        for target in targets(&document) {
            let pointer = target.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{target}");
        }
    }
}
