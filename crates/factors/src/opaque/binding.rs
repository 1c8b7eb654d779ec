//! What both ends mix into the exchange beside the PIN (RFC 9807 section 6; checklist OP-6). If they differ in
//! any of it, the proof fails.

#[cfg(any(feature = "opaque-client", feature = "opaque-server"))]
use crate::framing::framed;

/// Whose PIN it is, and who asks for it. The same at registration and at every login.
#[derive(Clone, Copy, Debug)]
pub struct PinIdentity<'a> {
    /// Origin of the issuer; the browser takes its own.
    pub issuer: &'a str,
    /// Names the record: one per person and device. There need not be one for the name to be used, so that
    /// fakes look like the real thing; it is no secret, but should tell a stranger nothing.
    pub credential: &'a str,
}

#[cfg(any(feature = "opaque-client", feature = "opaque-server"))]
impl PinIdentity<'_> {
    /// `client_identity` of RFC 9807.
    pub(super) fn client(&self) -> Vec<u8> {
        framed("leasehold/pin-client/v1", &[self.credential.as_bytes()])
    }

    /// `server_identity` of RFC 9807.
    pub(super) fn server(&self) -> Vec<u8> {
        framed("leasehold/pin-server/v1", &[self.issuer.as_bytes()])
    }

    /// `credential_identifier` of RFC 9807, from which the key for this record's PIN is derived.
    #[cfg(feature = "opaque-server")]
    pub(super) fn credential(&self) -> Vec<u8> {
        framed("leasehold/pin-credential/v1", &[self.credential.as_bytes()])
    }
}

/// Hash over what the page names: the sign-in, or the action, app, scope and amount of a step-up. The PIN
/// proves consent to exactly that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransactionHash([u8; 32]);

impl TransactionHash {
    /// Takes the SHA-256 of what the page names.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// `context` of RFC 9807.
    #[cfg(any(feature = "opaque-client", feature = "opaque-server"))]
    pub(super) fn context(&self) -> Vec<u8> {
        framed("leasehold/pin-login/v1", &[&self.0])
    }
}
