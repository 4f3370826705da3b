//! The contract that is checked in is what the services say of themselves.
//!
//! With `HUBBUB_WRITE_CONTRACT=1` (`make contract`) the first test writes the document instead.

use std::collections::BTreeSet;

use protocol::openapi::{DOCUMENT, merge, print};
use serde_json::Value;

fn document() -> Value {
    merge(api::openapi::document(), [files::document()]).expect("a document is JSON")
}

/// `METHOD path` of every operation.
fn operations(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().expect("paths");
    let methods = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("a path item").keys();
        methods.map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    methods.collect()
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a switch of the test, not configuration"
)]
fn the_checked_in_openapi_document_is_what_the_services_say() {
    let text = print(&document());
    if std::env::var("HUBBUB_WRITE_CONTRACT").is_ok() {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../crates/protocol/openapi.json"
        );
        std::fs::write(file, text).expect("the document can be written");
    } else {
        assert!(
            text == DOCUMENT,
            "run `make contract` and look at the difference"
        );
    }
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    let document = document();
    let mut dangling = BTreeSet::new();
    references(&document, &mut |reference| {
        let path = reference.trim_start_matches('#');
        if document.pointer(path).is_none() {
            dangling.insert(reference.to_owned());
        }
    });
    assert!(dangling.is_empty(), "{dangling:?}");
}

#[test]
fn every_operation_can_refuse_with_a_problem_and_has_a_summary() {
    let document = document();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path item") {
            let what = format!("{method} {path}");
            let said = ["summary", "description"].map(|field| operation[field].is_string());
            assert!(said.contains(&true), "{what} does not say what it does");
            assert!(operation["operationId"].is_string(), "{what} has no name");
        }
    }
}

#[test]
fn the_document_has_the_routes_that_clients_build_on() {
    let operations = operations(&document());
    let missing: Vec<&str> = ROUTES
        .iter()
        .copied()
        .filter(|r| !has(&operations, r))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Whether a route is there, whatever its parameters are called.
fn has(operations: &BTreeSet<String>, route: &str) -> bool {
    let bare = |text: &str| {
        let parts = text
            .split('/')
            .map(|p| if p.starts_with('{') { "{}" } else { p });
        parts.collect::<Vec<_>>().join("/")
    };
    operations
        .iter()
        .any(|operation| bare(operation) == bare(route))
}

fn references(value: &Value, each: &mut impl FnMut(&str)) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(reference) if name == "$ref" => each(reference),
                    _ => references(field, each),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, each)),
        _ => (),
    }
}

const ROUTES: &[&str] = &[
    "POST /api/v1/files/uploads",
    "GET /api/v1/files/uploads/{id}",
    "POST /api/v1/files/uploads/{id}/complete",
    "DELETE /api/v1/files/uploads/{id}",
    "GET /api/v1/workspaces/{id}/storage",
    "POST /api/v1/auth/signup",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/logout",
    "GET /api/v1/auth/sessions",
    "DELETE /api/v1/auth/sessions/{id}",
    "POST /api/v1/auth/password",
    "GET /.well-known/jwks.json",
    "GET /api/v1/users/me",
    "PATCH /api/v1/users/me",
    "PUT /api/v1/users/me/status",
    "GET /api/v1/users/{id}",
    "POST /api/v1/users/lookup",
    "GET /api/v1/users/me/notifications/log",
    "GET /api/v1/push/key",
    "GET /api/v1/users/me/push-subscriptions",
    "PUT /api/v1/users/me/push-subscriptions",
    "DELETE /api/v1/users/me/push-subscriptions",
    "DELETE /api/v1/users/me/push-subscriptions/{session}",
    "GET /api/v1/workspaces",
    "POST /api/v1/workspaces",
    "GET /api/v1/workspaces/{id}",
    "PATCH /api/v1/workspaces/{id}",
    "PATCH /api/v1/workspaces/{id}/membership",
    "GET /api/v1/workspaces/{id}/members",
    "POST /api/v1/workspaces/{id}/invites",
    "GET /api/v1/invites/{code}",
    "POST /api/v1/invites/{code}/accept",
    "GET /api/v1/workspaces/{id}/channels",
    "POST /api/v1/workspaces/{id}/channels",
    "POST /api/v1/workspaces/{id}/dms",
    "GET /api/v1/channels/{id}",
    "PATCH /api/v1/channels/{id}",
    "DELETE /api/v1/channels/{id}",
    "POST /api/v1/channels/{id}/join",
    "POST /api/v1/channels/{id}/leave",
    "POST /api/v1/channels/{id}/archive",
    "POST /api/v1/channels/{id}/unarchive",
    "POST /api/v1/channels/{id}/transfer",
    "GET /api/v1/channels/{id}/members",
    "PUT /api/v1/channels/{id}/members/{user}",
    "DELETE /api/v1/channels/{id}/members/{user}",
    "PATCH /api/v1/channels/{id}/membership",
    "GET /api/v1/channels/{id}/messages",
    "POST /api/v1/channels/{id}/messages",
    "GET /api/v1/messages/{id}",
    "PATCH /api/v1/messages/{id}",
    "DELETE /api/v1/messages/{id}",
    "GET /api/v1/messages/{id}/revisions",
    "GET /api/v1/messages/{id}/replies",
    "PUT /api/v1/messages/{id}/reactions/{emoji}",
    "DELETE /api/v1/messages/{id}/reactions/{emoji}",
    "GET /api/v1/messages/{id}/reactions",
    "PUT /api/v1/messages/{id}/pin",
    "DELETE /api/v1/messages/{id}/pin",
    "DELETE /api/v1/messages/{id}/embeds",
    "GET /api/v1/channels/{id}/pins",
    "POST /api/v1/channels/{id}/read",
    "POST /api/v1/channels/{id}/unread",
    "GET /api/v1/users/me/mentions",
    "GET /api/v1/users/me/threads",
    "GET /api/v1/messages/{id}/follow",
    "PUT /api/v1/messages/{id}/follow",
    "DELETE /api/v1/messages/{id}/follow",
    "POST /api/v1/messages/{id}/read",
    "GET /api/v1/gifs/search",
    "GET /api/v1/gifs/{id}/preview",
    "GET /api/v1/gifs/{id}/content",
    "GET /api/v1/calls/{channel}",
    "POST /api/v1/calls/{channel}/credentials",
    "GET /api/v1/sync",
    "GET /api/v1/channels/{id}/events",
    "POST /api/v1/files",
    "GET /api/v1/files/{id}",
    "GET /api/v1/files/{id}/content",
    "GET /api/v1/files/{id}/thumbnail",
    "DELETE /api/v1/files/{id}",
];
