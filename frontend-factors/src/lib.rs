//! WebAssembly that the PIN pages load when they need it (`/pkg/leasehold_factors.js`), so that everybody else
//! does not pay for elliptic curves and Argon2.
//!
//! It computes and nothing else: pages fetch, sign with WebCrypto and show. Bytes travel as `Uint8Array`;
//! what fails throws an `Error` whose message is a code: `wrong_pin`, `malformed`, `internal`, or the
//! problem of a PIN that is not acceptable.

mod error;
mod login;
mod registration;

pub use login::{PinLogin, PinProof};
pub use registration::{PinRegistration, PinUpload};

use wasm_bindgen::prelude::wasm_bindgen;

/// What is wrong with a PIN that somebody wants to set: `not_digits`, `too_short`, `too_long`, `repeated`,
/// `sequence` or `common`; undefined if nothing is.
#[must_use]
#[wasm_bindgen]
pub fn pin_problem(pin: &str) -> Option<String> {
    leasehold_factors::Pin::new(pin).err().map(|problem| problem.code().to_owned())
}
