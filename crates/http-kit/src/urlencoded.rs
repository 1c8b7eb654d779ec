//! A strict reader of `application/x-www-form-urlencoded`.
//!
//! The usual parsers replace broken UTF-8 and keep broken escapes as they are; two parties could then read
//! two different values out of one request.

/// The text is not well-formed: a broken escape, or bytes that are not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not well-formed urlencoded text")]
pub struct Malformed;

/// Splits and decodes; empty pieces between `&` are skipped, order and repetitions are kept.
///
/// # Errors
///
/// [`Malformed`] when any name or value cannot be decoded exactly.
pub fn pairs(input: &[u8]) -> Result<Vec<(String, String)>, Malformed> {
    let pieces = input.split(|&byte| byte == b'&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let equals = piece.iter().position(|&byte| byte == b'=');
            let (name, value) = equals.map_or((piece, &[][..]), |at| (&piece[..at], &piece[at + 1..]));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

fn decode(input: &[u8]) -> Result<String, Malformed> {
    let mut output = Vec::with_capacity(input.len());
    let mut bytes = input.iter().copied();
    while let Some(byte) = bytes.next() {
        output.push(match byte {
            b'+' => b' ',
            b'%' => hex(bytes.next())? << 4 | hex(bytes.next())?,
            other => other,
        });
    }
    String::from_utf8(output).map_err(|_| Malformed)
}

fn hex(digit: Option<u8>) -> Result<u8, Malformed> {
    match digit {
        Some(byte @ b'0'..=b'9') => Ok(byte - b'0'),
        Some(byte @ b'a'..=b'f') => Ok(byte - b'a' + 10),
        Some(byte @ b'A'..=b'F') => Ok(byte - b'A' + 10),
        _ => Err(Malformed),
    }
}

/// Encodes pairs, for request bodies and queries that we write.
#[must_use]
pub fn encode<K: AsRef<str>, V: AsRef<str>>(pairs: &[(K, V)]) -> String {
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let written = encode(&[("scope", "a b"), ("name", "Jörg & söhne=1+1%")]);
        let read = pairs(written.as_bytes()).unwrap();
        assert_eq!(read[0], ("scope".into(), "a b".into()));
        assert_eq!(read[1].1, "Jörg & söhne=1+1%");
    }

    #[test]
    fn refuses_what_others_repair() {
        for bad in ["a=%", "a=%4", "a=%zz", "a=%ff", "a=%c3%28", "%f0%9f=1"] {
            assert_eq!(pairs(bad.as_bytes()), Err(Malformed), "{bad}");
        }
        assert_eq!(pairs(b"a=\xff"), Err(Malformed));
    }
}
