//! What travels between the page's script and the server: JSON, with bytes in base64url without padding.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leasehold_domain::device::Device;
use leasehold_factors::device_key::{DevicePublicKey, Jwk};
use serde::{Deserialize, Serialize};

/// Bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Encoded(pub(crate) Vec<u8>);

impl TryFrom<String> for Encoded {
    type Error = base64::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        BASE64_URL_SAFE_NO_PAD.decode(text).map(Self)
    }
}

impl From<Encoded> for String {
    fn from(Encoded(bytes): Encoded) -> Self {
        super::encode(&bytes)
    }
}

/// A step of proving a PIN.
#[derive(Debug, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub(crate) enum LoginStep {
    /// Asks for something to sign.
    Challenge,
    /// Opens the exchange, signed by the key of the device.
    Ke1 { ceremony: String, ke1: Encoded, signature: Encoded },
}

/// To be signed together with KE1.
#[derive(Serialize)]
pub(super) struct Challenged {
    pub(super) ceremony: String,
    pub(super) challenge: String,
}

/// The server's message, and what the browser mixes into its own.
#[derive(Serialize)]
pub(super) struct Ke2Answer {
    pub(super) ceremony: String,
    pub(super) ke2: Encoded,
    pub(super) stretching: u8,
    pub(super) credential: String,
    pub(super) transaction: Encoded,
}

/// The form's field `pin` once the browser has found the PIN right; anything else there says that it was wrong.
#[derive(Deserialize)]
pub(super) struct Proof {
    pub(super) ke3: Encoded,
    pub(super) signature: Encoded,
}

/// The one step of setting a PIN.
#[derive(Debug, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub(crate) enum RegistrationStep {
    /// The blinded PIN, and the public key of the device.
    Request { request: Encoded, key: Jwk },
}

impl RegistrationStep {
    /// Whether its key is the one of that device, if that has one.
    pub(crate) fn is_by(&self, device: &Device) -> bool {
        let Self::Request { key, .. } = self;
        let thumbprint = DevicePublicKey::from_jwk(key).map(|key| *key.thumbprint().as_bytes());
        device.key.as_ref().is_none_or(|bound| thumbprint.is_ok_and(|own| own == bound.thumbprint))
    }
}

/// The server's answer to it, with the challenge of a [`DeviceProof`](leasehold_factors::device_key::DeviceProof).
#[derive(Serialize)]
pub(crate) struct RegistrationStarted {
    pub(crate) ceremony: String,
    pub(super) response: Encoded,
    pub(super) credential: String,
    pub(super) challenge: String,
    /// Unix milliseconds.
    pub(super) challenged_at: i64,
    pub(super) purpose: &'static str,
    pub(super) bound_to: String,
}

/// The form's field `pin` once the browser has sealed the record.
#[derive(Deserialize)]
pub(super) struct Upload {
    pub(super) record: Encoded,
    pub(super) stretching: u8,
    pub(super) signature: Encoded,
}
