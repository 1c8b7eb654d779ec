//! The PIN proof: OPAQUE (RFC 9807) with ristretto255, SHA-512, 3DH and Argon2id.
//!
//! What the server stores cannot be tried offline without the server's secret, and what travels not at all.
//! The browser ([`client`]) learns from KE2 whether the PIN was right and may stop there, so the server
//! ([`server`]) counts every KE2 that it gives as a failed try until a valid KE3 arrives (checklist OP-5).
//!
//! ```text
//! browser                                   server
//!   KE1, device signature over it  ──────►    checks the signature; counts a try
//!                                  ◄──────    KE2, of the record or of one that nobody can prove
//!   KE3, device signature over     ──────►    checks both; takes the try back
//!   the whole transcript
//! ```

mod binding;
#[cfg(feature = "opaque-client")]
pub mod client;
#[cfg(any(feature = "opaque-client", feature = "opaque-server"))]
mod error;
mod messages;
#[cfg(feature = "opaque-server")]
pub mod server;
mod stretching;
#[cfg(any(feature = "opaque-client", feature = "opaque-server"))]
mod suite;
#[cfg(test)]
#[cfg(all(feature = "opaque-client", feature = "opaque-server"))]
mod tests;

pub use binding::{PinIdentity, TransactionHash};
#[cfg(any(feature = "opaque-client", feature = "opaque-server"))]
pub use error::PinError;
pub use messages::{
    Ke1, Ke2, Ke3, RegistrationRequest, RegistrationResponse, RegistrationUpload, TranscriptHash, WrongLength,
};
pub use stretching::Stretching;
