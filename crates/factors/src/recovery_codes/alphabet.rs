//! Crockford's base32: digits and capitals without I, L, O and U.

const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The symbol of the five lowest bits.
pub(super) fn symbol(bits: u64) -> char {
    char::from(SYMBOLS[(bits & 31) as usize])
}

/// The value of a symbol in either case. I and L count as 1, O as 0, U as V: no code contains them, so
/// that reading them so cannot turn one code into another.
pub(super) fn value(letter: char) -> Option<u8> {
    let symbol = match letter.to_ascii_uppercase() {
        'I' | 'L' => b'1',
        'O' => b'0',
        'U' => b'V',
        other => u8::try_from(other).ok()?,
    };
    SYMBOLS.iter().position(|known| *known == symbol).and_then(|value| u8::try_from(value).ok())
}

/// Blanks of all kinds, and the dashes that word processors make of a hyphen.
pub(super) fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
