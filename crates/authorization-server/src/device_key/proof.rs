//! The answer to a challenge: the hidden field `device_proof`.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leasehold_domain::Time;
use leasehold_domain::device::{Device, DeviceKey};
use leasehold_factors::device_key::{Challenge, DeviceProof, DevicePublicKey, Jwk, Purpose};
use leasehold_factors::fingerprint::{ComponentHash, Fingerprint};
use leasehold_oauth_types::form::Params;
use leasehold_storage::{Result, Transaction};
use serde::Deserialize;

use super::challenge::{Asked, CEREMONY, binding};
use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::interaction::ceremony::Ceremony;

/// Longest answer that is read, in bytes.
const LONGEST: usize = 4096;

/// A key that has just signed.
#[derive(Clone, Debug)]
pub(crate) struct Proved {
    key: DevicePublicKey,
    at: Time,
    pub(super) purpose: Purpose,
    /// What the browser looks like, hashed with that salt.
    pub(super) traits: Fingerprint,
    /// What its requests say of that, hashed alike, by name.
    pub(super) hints: BTreeMap<&'static str, String>,
    pub(super) salt: [u8; 32],
}

#[derive(Deserialize)]
struct Answer {
    ceremony: String,
    key: Jwk,
    signature: String,
    #[serde(default)]
    traits: serde_json::Value,
}

impl Proved {
    pub(super) fn thumbprint(&self) -> [u8; 32] {
        *self.key.thumbprint().as_bytes()
    }

    /// The form to store.
    pub(super) fn device_key(&self) -> DeviceKey {
        let point = self.key.as_point().to_vec();
        DeviceKey { thumbprint: self.thumbprint(), point, bound_at: self.at, proved_at: self.at }
    }
}

/// Whether a browser that shows the cookie of `device` is that device: one with a key has to have shown it.
pub(crate) fn is_that_device(device: &Device, proved: Option<&Proved>) -> bool {
    device.key.as_ref().is_none_or(|key| proved.is_some_and(|proved| proved.thumbprint() == key.thumbprint))
}

/// Checks what the form brings. Nothing, or nothing valid, is no proof: the form is answered all the same, and
/// the caller knows less. The challenge is used up with the transaction of the caller.
pub(crate) async fn take(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
    form: &Params,
) -> Result<Option<Proved>> {
    let text = form.get("device_proof").filter(|text| !text.is_empty() && text.len() <= LONGEST);
    let Some(answer) = text.and_then(|text| serde_json::from_str::<Answer>(text).ok()) else {
        return Ok(None);
    };
    let Some(bound) = binding(server, browser) else { return Ok(None) };
    let ceremony = Ceremony { purpose: CEREMONY, bound_to: bound.as_bytes() };
    let Some(asked) = ceremony.take::<Asked>(server, tx, &answer.ceremony).await? else { return Ok(None) };
    let proved = check(server, browser, &answer, &asked, &bound);
    if proved.is_none() {
        tracing::info!("the proof of a device was not valid");
    }
    Ok(proved)
}

fn check(
    server: &AuthorizationServer,
    browser: &Browser,
    answer: &Answer,
    asked: &Asked,
    bound_to: &str,
) -> Option<Proved> {
    let key = DevicePublicKey::from_jwk(&answer.key).ok()?;
    let signature = BASE64_URL_SAFE_NO_PAD.decode(&answer.signature).ok()?;
    let challenge: Challenge = asked.challenge.parse().ok()?;
    let purpose = Purpose::parse(&asked.purpose)?;
    let origin = &server.config.issuer;
    let signed = DeviceProof { challenge: &challenge, challenged_at: asked.at, origin, purpose, bound_to };
    key.verify(&signed.statement(), &signature).ok()?;
    let traits = serde_json::from_value(answer.traits.clone()).unwrap_or_default();
    let hints = hints(browser, &asked.salt);
    Some(Proved { key, at: server.now(), purpose, traits, hints, salt: asked.salt })
}

/// The client hints that stay the same however often a device is updated (checklist CH-2).
fn hints(browser: &Browser, salt: &[u8; 32]) -> BTreeMap<&'static str, String> {
    let hints = browser.hints();
    let named = [("hint_platform", hints.platform), ("hint_model", hints.model)];
    let hashed = named.into_iter().filter_map(|(name, value)| {
        Some((name, String::from(ComponentHash::of(name, value.as_deref()?, salt)?)))
    });
    hashed.collect()
}
