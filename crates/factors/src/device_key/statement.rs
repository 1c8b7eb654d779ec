//! The exact bytes that a device key signs. Every kind has a label with a version, so that no signature can
//! be presented as one of another kind.

use leasehold_domain::Time;

use super::Challenge;
use crate::framing::framed;
use crate::opaque::{Ke1, TranscriptHash};

/// Bytes to sign with ECDSA over SHA-256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement(Vec<u8>);

impl Statement {
    /// The bytes, for WebCrypto.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// What a proof of the device is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The key becomes the key of this device.
    Enrolment,
    /// A sign-in at the issuer.
    SignIn,
    /// A step-up at the issuer.
    StepUp,
    /// A session goes on.
    Session,
}

impl Purpose {
    /// Its name in the statement and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enrolment => "enrolment",
            Self::SignIn => "sign-in",
            Self::StepUp => "step-up",
            Self::Session => "session",
        }
    }

    /// The purpose of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Enrolment, Self::SignIn, Self::StepUp, Self::Session]
            .into_iter()
            .find(|purpose| purpose.as_str() == name)
    }
}

/// "This device is here, now, for this."
#[derive(Clone, Copy, Debug)]
pub struct DeviceProof<'a> {
    /// The challenge that the server gave for it.
    pub challenge: &'a Challenge,
    /// When the server gave it, by the server's clock.
    pub challenged_at: Time,
    /// Origin of the page; the browser takes its own, so that a proof obtained elsewhere is worthless here.
    pub origin: &'a str,
    /// What for.
    pub purpose: Purpose,
    /// The session or transaction that the proof belongs to.
    pub bound_to: &'a str,
}

impl DeviceProof<'_> {
    /// The bytes to sign.
    #[must_use]
    pub fn statement(&self) -> Statement {
        Statement(framed(
            "leasehold/device-proof/v1",
            &[
                self.challenge.as_bytes(),
                &self.challenged_at.timestamp_millis().to_be_bytes(),
                self.origin.as_bytes(),
                self.purpose.as_str().as_bytes(),
                self.bound_to.as_bytes(),
            ],
        ))
    }
}

/// Asks for one try of the PIN: without this signature no real KE2 is given, so that nobody but the holder
/// of the device can guess, or lock the PIN by guessing wrong.
#[must_use]
pub fn pin_start(challenge: &Challenge, ke1: &Ke1) -> Statement {
    Statement(framed("leasehold/pin-start/v1", &[challenge.as_bytes(), &ke1.hash()]))
}

/// Ties the device to the finished exchange, which itself names account, issuer and transaction.
#[must_use]
pub fn pin_finish(transcript: &TranscriptHash) -> Statement {
    Statement(framed("leasehold/pin-finish/v1", &[transcript.as_bytes()]))
}
