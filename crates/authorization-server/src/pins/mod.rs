//! PINs (OPAQUE, RFC 9807), each together with the key of one device.
//!
//! A PIN belongs to one person on one device. The page's script runs the exchange in steps of JSON ([`wire`]);
//! which page asks, and what the proof is good for, is decided by `interaction` and `factors`:
//!
//! - [`registration`] sets one, and [`stored`] is what lies in its factor afterwards, sealed;
//! - [`login`] proves one, for exactly what the page names;
//! - [`lock`] opens again what too many tries have locked.

mod lock;
mod login;
mod registration;
mod stored;
mod wire;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leasehold_domain::sealed::MasterKey;
use leasehold_domain::{DeviceId, FactorId, UserId};
use leasehold_factors::opaque::server::PinServer;
use leasehold_factors::opaque::{PinError, PinIdentity};
use sha2::{Digest as _, Sha256};

use crate::AuthorizationServer;

pub(crate) use lock::{is_locked, unlock};
pub(crate) use login::{check, step};
pub(crate) use registration::Registering;
pub(crate) use wire::{LoginStep, RegistrationStep};

/// The server's end of the exchange. Its secret comes from the master key, which is no part of the database:
/// with another one every PIN has to be set again (checklist OP-8).
#[derive(Debug)]
pub struct Pins {
    opaque: PinServer,
    /// The pages' origin, which the browser takes from its own address.
    origin: String,
}

/// The issuer is no address that PINs can belong to.
#[derive(Debug, thiserror::Error)]
#[error("PINs cannot belong to this issuer: {0}")]
pub struct UnfitIssuer(String);

impl Pins {
    /// For the pages of this issuer and no other (checklist OP-6).
    ///
    /// # Errors
    ///
    /// [`UnfitIssuer`] unless it has an origin.
    pub fn of_issuer(issuer: &str, master_key: &MasterKey) -> Result<Self, UnfitIssuer> {
        let origin =
            crate::interaction::origin(issuer).ok_or_else(|| UnfitIssuer("it has no origin".into()))?;
        let seed = zeroize::Zeroizing::new(master_key.keyed_hash("pin-server", b""));
        let unfit = |error: PinError| UnfitIssuer(error.to_string());
        Ok(Self { opaque: PinServer::from_seed(&seed).map_err(unfit)?, origin })
    }

    const fn identity<'a>(&'a self, name: &'a str) -> PinIdentity<'a> {
        PinIdentity { issuer: self.origin.as_str(), credential: name }
    }
}

/// Names one registered PIN in the exchange. A PIN that is set anew gets another name, and so another key that
/// its digits are blinded with: setting one tells nothing of the one before.
fn name(server: &AuthorizationServer, pin: FactorId) -> String {
    encode(&server.master_key.keyed_hash("pin-name", pin.to_string().as_bytes()))
}

/// Names what is no PIN. Never the name of a real one: with that, every refused try would still tell what a
/// guess comes to, and a single answer of the real one would be enough to compare it with.
fn fake_name(server: &AuthorizationServer, user: UserId, device: DeviceId) -> String {
    encode(&server.master_key.keyed_hash("pin-fake-name", format!("{user} {device}").as_bytes()))
}

/// Hash over what a page names.
pub(crate) fn hash(named: &serde_json::Value) -> [u8; 32] {
    Sha256::digest(named.to_string()).into()
}

fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
