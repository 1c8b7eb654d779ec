//! Passkeys (WebAuthn Level 3): the relying party, with `webauthn-rs` doing the protocol.
//!
//! Everything here is about one key; which page asks for one and what it is good for is decided by
//! `interaction` and `factors`. User verification is always required, so that a passkey is two factors in one
//! act (checklist WA-6); attestation is not asked for, so none is known to be hardware.

mod error;
mod facts;
mod known;
mod register;
mod sign;

use leasehold_domain::user::{Factor, FactorKind};
use url::Url;
use webauthn_rs::prelude::{Passkey, WebauthnError};
use webauthn_rs::{Webauthn, WebauthnBuilder};

pub(crate) use error::PasskeyError;
pub(crate) use facts::PasskeyFacts;
pub(crate) use register::Registering;
pub(crate) use sign::{Answer, Signed, Signing};

/// Name that authenticators show beside the account.
const PRODUCT: &str = "Leasehold";

/// The relying party. Its id is exactly the issuer's host and can never change (design section 7, "rpId").
#[derive(Debug)]
pub struct Passkeys {
    webauthn: Webauthn,
    rp_id: String,
}

/// The issuer is no address that passkeys can belong to.
#[derive(Debug, thiserror::Error)]
#[error("passkeys cannot belong to this issuer: {0}")]
pub struct UnfitIssuer(String);

impl Passkeys {
    /// For the pages of this issuer and no other (checklist WA-2).
    ///
    /// # Errors
    ///
    /// [`UnfitIssuer`] unless it is an origin with a host name.
    pub fn of_issuer(issuer: &str) -> Result<Self, UnfitIssuer> {
        let url = Url::parse(issuer).map_err(|error| UnfitIssuer(error.to_string()))?;
        let host = url.host_str().ok_or_else(|| UnfitIssuer("it has no host".to_owned()))?;
        let unfit = |error: WebauthnError| UnfitIssuer(error.to_string());
        let builder = WebauthnBuilder::new(host, &url).map_err(unfit)?;
        let webauthn = builder.rp_name(PRODUCT).build().map_err(unfit)?;
        Ok(Self { webauthn, rp_id: host.to_owned() })
    }
}

/// The keys among a person's factors; one that cannot be read is none.
fn keys<'a>(factors: impl IntoIterator<Item = &'a Factor>) -> Vec<Passkey> {
    let keys = factors.into_iter().filter(|factor| factor.kind == FactorKind::Passkey);
    keys.filter_map(|factor| serde_json::from_slice(&factor.secret).ok()).collect()
}
