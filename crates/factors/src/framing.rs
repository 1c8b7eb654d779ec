//! Unambiguous byte strings for what is signed, hashed or mixed into a key exchange.

/// The label, a zero byte, then every part after its length (eight bytes, big endian).
///
/// The label names purpose and version and has no zero byte, so that no two uses share an encoding, and the
/// lengths keep parts from flowing into each other.
pub(crate) fn framed(label: &'static str, parts: &[&[u8]]) -> Vec<u8> {
    debug_assert!(!label.bytes().any(|byte| byte == 0));
    let mut bytes =
        Vec::with_capacity(label.len() + 1 + parts.iter().map(|part| part.len() + 8).sum::<usize>());
    bytes.extend_from_slice(label.as_bytes());
    bytes.push(0);
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::framed;

    #[test]
    fn parts_do_not_flow_into_each_other() {
        assert_eq!(framed("a/v1", &[b"b"]), b"a/v1\0\0\0\0\0\0\0\0\x01b");
        assert_ne!(framed("a/v1", &[b"ab", b"c"]), framed("a/v1", &[b"a", b"bc"]));
        assert_ne!(framed("a/v1", &[b""]), framed("a/v1", &[]));
        assert_ne!(framed("a/v1", &[]), framed("a/v2", &[]));
    }
}
