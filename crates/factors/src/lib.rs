//! Second factors, the same code for server and browser (`wasm32-unknown-unknown`).
//!
//! Time-based one-time passwords (RFC 6238) so far. Nothing here counts tries: whoever verifies keeps the
//! limits and stores the last accepted step in the same transaction (checklist TO-3).

#[cfg(feature = "qr")]
pub mod qr;
pub mod totp;

#[cfg(feature = "qr")]
pub use qr::{QrError, qr_svg};
pub use totp::{InvalidSecret, TotpOutcome, TotpSecret};
