//! A PIN and the rule for choosing one, asked by the page and by whoever registers it in the browser. The
//! server never sees a PIN and cannot check it; the limits on tries are what protects it (checklist OP-7).

use std::fmt;

use zeroize::Zeroizing;

/// Fewest digits.
pub const MIN_DIGITS: usize = 6;
/// Most digits.
pub const MAX_DIGITS: usize = 12;

/// Shapes on the keypad and pairs that people choose first, beside those the rules below find.
const COMMON: [&str; 16] = [
    "112233", "123321", "123654", "142536", "147258", "147852", "159357", "159753", "221100", "246810",
    "258456", "332211", "445566", "789456", "11223344", "12344321",
];

/// An acceptable PIN. Erased from memory when dropped, and `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Pin(
    #[cfg_attr(
        not(feature = "opaque-client"),
        expect(dead_code, reason = "only the browser's side types it")
    )]
    Zeroizing<String>,
);

/// Why a PIN is not acceptable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinProblem {
    /// Something in it is not a digit from 0 to 9.
    #[error("a PIN has digits only")]
    NotDigits,
    /// Fewer than six digits.
    #[error("a PIN has at least {MIN_DIGITS} digits")]
    TooShort,
    /// More than twelve digits.
    #[error("a PIN has at most {MAX_DIGITS} digits")]
    TooLong,
    /// A block of one to three digits, repeated: `777777`, `121212`, `123123`.
    #[error("repeated digits are tried first")]
    Repeated,
    /// Up or down in steps of one: `456789`, `987654`, `890123`.
    #[error("digits in a row are tried first")]
    Sequence,
    /// On the list of PINs that people choose first.
    #[error("this PIN is chosen by many people")]
    Common,
}

impl PinProblem {
    /// Name of the problem, by which pages find their text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotDigits => "not_digits",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::Repeated => "repeated",
            Self::Sequence => "sequence",
            Self::Common => "common",
        }
    }
}

impl Pin {
    /// Accepts a PIN of six to twelve digits that is not among the first that anyone tries.
    ///
    /// # Errors
    ///
    /// [`PinProblem`] says what is wrong with it.
    pub fn new(text: &str) -> Result<Self, PinProblem> {
        let digits = text.as_bytes();
        let problem = if !digits.iter().all(u8::is_ascii_digit) {
            PinProblem::NotDigits
        } else if digits.len() < MIN_DIGITS {
            PinProblem::TooShort
        } else if digits.len() > MAX_DIGITS {
            PinProblem::TooLong
        } else if (1..=3).any(|block| digits.iter().zip(&digits[block..]).all(|(one, next)| one == next)) {
            PinProblem::Repeated
        } else if [1, 9].into_iter().any(|step| is_sequence(digits, step)) {
            PinProblem::Sequence
        } else if COMMON.contains(&text) {
            PinProblem::Common
        } else {
            return Ok(Self(Zeroizing::new(text.to_owned())));
        };
        Err(problem)
    }

    /// The digits, for the exchange alone.
    #[cfg(feature = "opaque-client")]
    pub(crate) fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// Whether every digit is the one before plus `step`, where 0 follows 9.
fn is_sequence(digits: &[u8], step: u8) -> bool {
    digits.windows(2).all(|pair| (pair[0] - b'0' + step) % 10 == pair[1] - b'0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Pin::new("205713").unwrap()), "Pin(…)");
    }

    #[test]
    fn the_list_holds_nothing_that_a_rule_finds() {
        for common in COMMON {
            assert_eq!(Pin::new(common).err(), Some(PinProblem::Common), "{common}");
        }
    }

    proptest! {
        #[test]
        fn no_input_breaks_it(text in ".{0,20}") {
            let _ = Pin::new(&text);
        }

        #[test]
        fn most_pins_are_fine(number in 0_u32..1_000_000) {
            // 10 + 90 + 900 repeated, 20 in a row and the list: less than one in five hundred is refused.
            let text = format!("{number:06}");
            let refused = Pin::new(&text).is_err();
            let plain = COMMON.contains(&text.as_str()) || is_sequence(text.as_bytes(), 1)
                || is_sequence(text.as_bytes(), 9) || text[..3] == text[3..] || text[..4] == text[2..];
            prop_assert_eq!(refused, plain);
        }
    }
}
