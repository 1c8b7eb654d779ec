//! Arguments and results of builtins.

use std::sync::Arc;

use regorus::Value;
use regorus::value::{Object, Set};

use super::Outcome;

/// Bytes of a text that a builtin makes.
const TEXT: usize = 64 * 1024;

pub(super) fn text(value: &Value) -> Result<&str, String> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err("takes a text".into()),
    }
}

pub(super) fn set(value: &Value) -> Result<&Set, String> {
    match value {
        Value::Set(set) => Ok(set),
        _ => Err("takes a set".into()),
    }
}

pub(super) fn object(value: &Value) -> Result<&Object, String> {
    match value {
        Value::Object(object) => Ok(object),
        _ => Err("takes an object".into()),
    }
}

/// The members of an array or set.
pub(super) fn members(value: &Value) -> Result<Box<dyn Iterator<Item = &Value> + '_>, String> {
    match value {
        Value::Array(array) => Ok(Box::new(array.iter())),
        Value::Set(set) => Ok(Box::new(set.iter())),
        _ => Err("takes an array or a set".into()),
    }
}

pub(super) fn made(text: impl Into<Arc<str>>) -> Outcome {
    let text = text.into();
    if text.len() > TEXT { Err(too_long()) } else { Ok(Value::String(text)) }
}

/// A text of parts, given up before it is longer than texts may be.
pub(super) fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> Outcome {
    let mut text = String::new();
    for part in parts {
        if text.len() + part.len() > TEXT {
            return Err(too_long());
        }
        text.push_str(part);
    }
    made(text)
}

fn too_long() -> String {
    format!("makes more than {TEXT} bytes")
}
