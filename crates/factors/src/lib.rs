//! Second factors, the same code for server and browser (`wasm32-unknown-unknown`).
//!
//! - [`totp`]: time-based one-time passwords (RFC 6238)
//! - [`recovery_codes`]: codes on paper
//! - [`pin`] and [`opaque`]: a PIN that never leaves the browser (RFC 9807)
//! - [`device_key`]: what a key held by the browser signs, and the check of it
//! - [`fingerprint`]: coarse facts about a browser, hashed before they leave it
//!
//! Nothing here counts tries, keeps expiry or stores: whoever verifies does, in the transaction of the use.
//! `crates/factor-vectors` runs the same vectors over it natively and in WebAssembly.

pub mod device_key;
pub mod fingerprint;
mod framing;
pub mod opaque;
pub mod pin;
#[cfg(feature = "qr")]
pub mod qr;
pub mod recovery_codes;
pub mod totp;

pub use pin::{Pin, PinProblem};
#[cfg(feature = "qr")]
pub use qr::{QrError, qr_svg};
pub use recovery_codes::{InvalidRecoveryCode, RecoveryCode};
pub use totp::{InvalidSecret, TotpOutcome, TotpSecret};
