//! Base32 without padding (RFC 4648 section 6), as authenticator apps write secrets.

use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Longer input than any secret is refused before it is read.
const MAX_INPUT: usize = 256;

pub(super) fn encode(bytes: &[u8]) -> String {
    let letter = |five_bits: u32| char::from(ALPHABET[(five_bits & 31) as usize]);
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(buffer >> bits));
        }
    }
    if bits > 0 {
        text.push(letter(buffer << (5 - bits)));
    }
    text
}

/// Takes any case; blanks, dashes and padding are skipped.
pub(super) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if text.len() > MAX_INPUT {
        return None;
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes().filter(|letter| !letter.is_ascii_whitespace() && !b"-=".contains(letter)) {
        let value = ALPHABET.iter().position(|known| *known == letter.to_ascii_uppercase())?;
        buffer = (buffer << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((buffer >> bits) & 0xFF).ok()?);
        }
    }
    Some(bytes)
}
