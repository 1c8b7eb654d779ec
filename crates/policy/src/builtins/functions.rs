//! What each builtin does. The same as in OPA with strict errors, as far as it does anything.

use std::collections::BTreeSet;

use regorus::Value;

use super::Outcome;
use super::arithmetic::bounded;
use super::values::{joined, made, members, object, set, text};

pub(super) fn intersection(arguments: &[Value]) -> Outcome {
    Ok(Value::from(set(&arguments[0])?.intersection(set(&arguments[1])?)))
}

pub(super) fn union(arguments: &[Value]) -> Outcome {
    Ok(Value::from(set(&arguments[0])?.union(set(&arguments[1])?)))
}

macro_rules! of_a_number {
    ($($name:ident),*) => {$(
        pub(super) fn $name(arguments: &[Value]) -> Outcome {
            match &arguments[0] {
                Value::Number(number) => Ok(Value::Number(number.$name())),
                _ => Err("takes a number".into()),
            }
        }
    )*};
}
of_a_number!(abs, ceil, floor, round);

pub(super) fn concat(arguments: &[Value]) -> Outcome {
    let delimiter = text(&arguments[0])?;
    let parts = members(&arguments[1])?.map(text).collect::<Result<Vec<_>, _>>()?;
    let delimited = parts.iter().enumerate().flat_map(|(index, part)| {
        let before = if index == 0 { "" } else { delimiter };
        [before, *part]
    });
    joined(delimited)
}

pub(super) fn contains(arguments: &[Value]) -> Outcome {
    Ok(text(&arguments[0])?.contains(text(&arguments[1])?).into())
}

pub(super) fn count(arguments: &[Value]) -> Outcome {
    match &arguments[0] {
        Value::Array(array) => Ok(array.len().into()),
        Value::Set(set) => Ok(set.len().into()),
        Value::Object(object) => Ok(object.len().into()),
        Value::String(text) => Ok(text.encode_utf16().count().into()),
        _ => Err("takes a collection or a text".into()),
    }
}

pub(super) fn endswith(arguments: &[Value]) -> Outcome {
    Ok(text(&arguments[0])?.ends_with(text(&arguments[1])?).into())
}

/// In decimal only.
pub(super) fn format_int(arguments: &[Value]) -> Outcome {
    match arguments {
        [Value::Number(number), Value::Number(base)] if base.as_u64() == Some(10) => {
            let size = number.abs().floor().format_decimal();
            made(if arguments[0] < Value::from(0_i64) { format!("-{size}") } else { size })
        }
        _ => Err("takes a number, in base 10".into()),
    }
}

macro_rules! is_a {
    ($($name:ident => $pattern:pat),*) => {$(
        pub(super) fn $name(arguments: &[Value]) -> Outcome {
            Ok(matches!(arguments[0], $pattern).into())
        }
    )*};
}
is_a!(
    is_array => Value::Array(_),
    is_boolean => Value::Bool(_),
    is_null => Value::Null,
    is_number => Value::Number(_),
    is_object => Value::Object(_),
    is_set => Value::Set(_),
    is_string => Value::String(_)
);

pub(super) fn lower(arguments: &[Value]) -> Outcome {
    made(text(&arguments[0])?.to_lowercase())
}

pub(super) fn max(arguments: &[Value]) -> Outcome {
    Ok(members(&arguments[0])?.max().cloned().unwrap_or(Value::Undefined))
}

pub(super) fn min(arguments: &[Value]) -> Outcome {
    Ok(members(&arguments[0])?.min().cloned().unwrap_or(Value::Undefined))
}

pub(super) fn object_get(arguments: &[Value]) -> Outcome {
    let object = object(&arguments[0])?;
    let found = match &arguments[1] {
        Value::Array(path) => path.iter().try_fold(&arguments[0], |value, key| match &value[key] {
            Value::Undefined => None,
            value => Some(value),
        }),
        key => object.get(key),
    };
    Ok(found.unwrap_or(&arguments[2]).clone())
}

pub(super) fn object_keys(arguments: &[Value]) -> Outcome {
    Ok(object(&arguments[0])?.keys().cloned().collect::<BTreeSet<_>>().into())
}

pub(super) fn object_union(arguments: &[Value]) -> Outcome {
    object(&arguments[0])?;
    object(&arguments[1])?;
    Ok(united(&arguments[0], &arguments[1]))
}

/// Objects within objects are united too.
fn united(left: &Value, right: &Value) -> Value {
    let (Value::Object(before), Value::Object(after)) = (left, right) else { return right.clone() };
    let mut union = left.clone();
    if let Ok(members) = union.as_object_mut() {
        for (key, value) in after.iter() {
            let value = before.get(key).map_or_else(|| value.clone(), |before| united(before, value));
            members.insert(key.clone(), value);
        }
    }
    union
}

pub(super) fn startswith(arguments: &[Value]) -> Outcome {
    Ok(text(&arguments[0])?.starts_with(text(&arguments[1])?).into())
}

pub(super) fn substring(arguments: &[Value]) -> Outcome {
    let text = text(&arguments[0])?;
    let number = |value: &Value| value.as_i64().map_err(|_| "takes integers".to_owned());
    let (offset, length) = (number(&arguments[1])?, number(&arguments[2])?);
    let offset = usize::try_from(offset).map_err(|_| "the offset is negative".to_owned())?;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    made(text.chars().skip(offset).take(length).collect::<String>())
}

pub(super) fn sum(arguments: &[Value]) -> Outcome {
    members(&arguments[0])?.try_fold(Value::from(0_u64), |sum, member| match (&sum, member) {
        (Value::Number(sum), Value::Number(member)) => bounded!(sum.add(member)),
        _ => Err("takes numbers".into()),
    })
}

pub(super) fn trim_prefix(arguments: &[Value]) -> Outcome {
    let (text, prefix) = (text(&arguments[0])?, text(&arguments[1])?);
    made(text.strip_prefix(prefix).unwrap_or(text))
}

pub(super) fn trim_suffix(arguments: &[Value]) -> Outcome {
    let (text, suffix) = (text(&arguments[0])?, text(&arguments[1])?);
    made(text.strip_suffix(suffix).unwrap_or(text))
}

pub(super) fn upper(arguments: &[Value]) -> Outcome {
    made(text(&arguments[0])?.to_uppercase())
}
