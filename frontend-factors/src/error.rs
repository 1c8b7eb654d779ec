//! Codes for the page.

use leasehold_factors::device_key::InvalidChallenge;
use leasehold_factors::opaque::{PinError, WrongLength};
use leasehold_factors::pin::PinProblem;
use wasm_bindgen::JsError;

/// A code on its way to become an `Error`.
pub(crate) struct Code(&'static str);

impl Code {
    pub(crate) const MALFORMED: Self = Self("malformed");
}

impl From<Code> for JsError {
    fn from(code: Code) -> Self {
        Self::new(code.0)
    }
}

impl From<PinError> for Code {
    fn from(error: PinError) -> Self {
        Self(match error {
            PinError::WrongPin => "wrong_pin",
            PinError::Malformed => return Self::MALFORMED,
            PinError::Internal => "internal",
        })
    }
}

impl From<PinProblem> for Code {
    fn from(problem: PinProblem) -> Self {
        Self(problem.code())
    }
}

impl From<WrongLength> for Code {
    fn from(_: WrongLength) -> Self {
        Self::MALFORMED
    }
}

impl From<InvalidChallenge> for Code {
    fn from(_: InvalidChallenge) -> Self {
        Self::MALFORMED
    }
}
