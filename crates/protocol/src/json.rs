//! Reading JSON at the door: one parser for REST bodies and commands, with answers that name the
//! field at fault.

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

use crate::error_code::ErrorCode;
use crate::problem::{FieldError, InvalidInput};

/// Parses `bytes` as exactly one `T`.
///
/// Unknown and doubled keys, lone surrogates, wrong types, nesting deeper than 128 and trailing
/// text are refused.
///
/// # Errors
/// `unknown_field` or `malformed_json`, with the pointer of the field at fault.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, InvalidInput> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| refusal(error.path(), error.inner()))?;
    json.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

fn refusal(path: &Path, error: &serde_json::Error) -> InvalidInput {
    if error.classify() != Category::Data {
        return malformed(error);
    }
    let text = error.to_string();
    if let Some(name) = quoted(&text, "unknown field `") {
        let mut pointer = pointer(path);
        if !pointer.ends_with(&format!("/{name}")) {
            pointer = format!("{pointer}/{name}");
        }
        return at(ErrorCode::UnknownField, pointer, "unknown_field", text);
    }
    if let Some(name) = quoted(&text, "missing field `") {
        let pointer = format!("{}/{name}", pointer(path));
        return at(ErrorCode::InvalidInput, pointer, "required", text);
    }
    if quoted(&text, "duplicate field `").is_some() {
        return at(
            ErrorCode::MalformedJson,
            pointer(path),
            "duplicate_field",
            text,
        );
    }
    at(ErrorCode::MalformedJson, pointer(path), "wrong_type", text)
}

fn malformed(error: &serde_json::Error) -> InvalidInput {
    InvalidInput {
        code: ErrorCode::MalformedJson,
        detail: Some(error.to_string()),
        errors: Vec::new(),
    }
}

fn at(code: ErrorCode, pointer: String, field: &str, detail: String) -> InvalidInput {
    let errors = vec![FieldError {
        pointer,
        code: field.into(),
        limit: None,
    }];
    InvalidInput {
        code,
        detail: Some(detail),
        errors,
    }
}

/// The name in backquotes after `prefix`, as serde writes it.
fn quoted<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (name, _rest) = text.strip_prefix(prefix)?.split_once('`')?;
    Some(name)
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the refusals are looked at")]
    struct Input {
        body: String,
        #[serde(default)]
        list: Vec<u8>,
    }

    fn refused(json: &str) -> (ErrorCode, String, String) {
        let refusal = parse::<Input>(json.as_bytes()).unwrap_err();
        let first = refusal.errors.first().cloned();
        let (pointer, code) = first.map_or_else(Default::default, |e| (e.pointer, e.code));
        (refusal.code, pointer, code)
    }

    #[test]
    fn a_refusal_names_the_field_at_fault() {
        let cases = [
            (
                r#"{"body":"a","role":"owner"}"#,
                ErrorCode::UnknownField,
                "/role",
                "unknown_field",
            ),
            (
                r#"{"body":{"$ne":null}}"#,
                ErrorCode::MalformedJson,
                "/body",
                "wrong_type",
            ),
            (
                r#"{"body":"a","list":[1,"x"]}"#,
                ErrorCode::MalformedJson,
                "/list/1",
                "wrong_type",
            ),
            (
                r#"{"list":[]}"#,
                ErrorCode::InvalidInput,
                "/body",
                "required",
            ),
        ];
        for (json, code, pointer, field) in cases {
            assert_eq!(
                refused(json),
                (code, pointer.into(), field.into()),
                "{json}"
            );
        }
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        let deep = "[".repeat(100_000);
        for json in [
            "",
            "{",
            "nul",
            r#"{"body":"\ud800"}"#,
            r#"{"body":"a"} x"#,
            &deep,
        ] {
            assert_eq!(refused(json).0, ErrorCode::MalformedJson, "{json:.20}");
        }
        assert_eq!(
            refused(r#"{"body":"a","body":"b"}"#).0,
            ErrorCode::MalformedJson
        );
    }
}
