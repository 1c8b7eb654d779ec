//! The key that a browser holds: P-256, made and used by WebCrypto, never extractable.
//!
//! The browser builds a [`Statement`] from what it sees itself (its own origin above all) and signs it; the
//! server builds the same statement from what it knows, and checks the signature. No statement is ever
//! taken from the wire, so that a signature means what its type says.

mod challenge;
#[cfg(feature = "signatures")]
mod public_key;
mod statement;
#[cfg(test)]
mod tests;

pub use challenge::{Challenge, InvalidChallenge};
#[cfg(feature = "signatures")]
pub use public_key::{BadSignature, DevicePublicKey, InvalidKey, Jwk, Thumbprint};
pub use statement::{DeviceProof, Purpose, Statement, pin_finish, pin_start};
