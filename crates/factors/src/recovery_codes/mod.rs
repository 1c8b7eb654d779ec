//! Recovery codes: saved on paper, each good once (SP 800-63B-4 section 4.2; checklist RC-1).
//!
//! A code carries 80 random bits, so a keyed hash without stretching is enough to store it; the server
//! computes that over [`RecoveryCode::canonical`] and looks codes up by it.

mod alphabet;
#[cfg(test)]
mod tests;

use std::fmt;

use leasehold_domain::Entropy;
use zeroize::Zeroizing;

/// How many codes a person gets at a time.
pub const CODES: usize = 10;
/// Random bytes of a code.
const BYTES: usize = 10;
/// Symbols of a code: 80 bits, five to a symbol.
const SYMBOLS: usize = 16;
/// Symbols between two dashes.
const GROUP: usize = 4;
/// Longest input that is looked at: a code and generous blanks.
const MAX_INPUT: usize = 64;

/// One code. Erased from memory when dropped, and `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; BYTES]>);

/// What was typed is not a recovery code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a recovery code")]
pub struct InvalidRecoveryCode;

/// A new set of codes. Whoever stores it voids the old set in the same transaction (checklist RC-3).
#[must_use]
pub fn generate(entropy: &dyn Entropy) -> [RecoveryCode; CODES] {
    std::array::from_fn(|_| RecoveryCode(Zeroizing::new(entropy.bytes())))
}

impl RecoveryCode {
    /// Reads a code as people type it: in any case, with blanks and dashes anywhere, and with the letters
    /// that look like digits or like other letters.
    ///
    /// # Errors
    ///
    /// [`InvalidRecoveryCode`] unless exactly sixteen symbols remain.
    pub fn parse(text: &str) -> Result<Self, InvalidRecoveryCode> {
        if text.len() > MAX_INPUT {
            return Err(InvalidRecoveryCode);
        }
        let mut symbols = Zeroizing::new([0_u8; SYMBOLS]);
        let mut read = 0;
        for letter in text.chars().filter(|letter| !alphabet::is_separator(*letter)) {
            let place = symbols.get_mut(read).ok_or(InvalidRecoveryCode)?;
            *place = alphabet::value(letter).ok_or(InvalidRecoveryCode)?;
            read += 1;
        }
        if read != SYMBOLS {
            return Err(InvalidRecoveryCode);
        }
        let mut bytes = Zeroizing::new([0; BYTES]);
        // Eight symbols are five bytes.
        for (symbols, bytes) in symbols.chunks_exact(8).zip(bytes.chunks_exact_mut(5)) {
            let bits = symbols.iter().fold(0_u64, |bits, symbol| (bits << 5) | u64::from(*symbol));
            bytes.copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        Ok(Self(bytes))
    }

    /// The code as it is shown, once: `7K3M-Q9TX-4B2W-H8NC`.
    #[must_use]
    pub fn display(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(SYMBOLS + SYMBOLS / GROUP));
        for bytes in self.0.chunks_exact(5) {
            let bits = bytes.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
            for place in (0..8).rev() {
                if text.len() % (GROUP + 1) == GROUP {
                    text.push('-');
                }
                text.push(alphabet::symbol(bits >> (5 * place)));
            }
        }
        text
    }

    /// The bytes to hash with the server's key: the same for every way of typing this code.
    #[must_use]
    pub fn canonical(&self) -> &[u8; BYTES] {
        &self.0
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}
