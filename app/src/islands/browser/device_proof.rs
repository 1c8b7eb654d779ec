//! "This device is here, now, for this": an answer to a challenge, signed by the key of the device.
//!
//! A challenge is `{"ceremony"?, "challenge", "challenged_at", "purpose", "bound_to", "salt"?}`, where
//! `challenged_at` is in Unix milliseconds and the bytes are base64url. The answer is
//! `{"ceremony"?, "key", "signature", "traits"?}`. What is signed is built here, with the page's own origin.

use leasehold_domain::Time;
use leasehold_factors::device_key::{DeviceProof, Purpose};
use wasm_bindgen::JsValue;

use super::device_key::DeviceKey;
use super::js::Result;
use super::{js, traits};

/// Answers a challenge.
pub(super) async fn answer(challenge: &JsValue) -> Result {
    let key = DeviceKey::get().await?;
    let salt = js::bytes(challenge, "salt").ok().and_then(|salt| salt.try_into().ok());
    let traits = salt.map_or(JsValue::UNDEFINED, |salt| traits::hashed(&salt));
    Ok(js::object(&[
        ("ceremony", &js::get(challenge, "ceremony")),
        ("key", &key.jwk().await?),
        ("signature", &sign(&key, challenge).await?),
        ("traits", &traits),
    ]))
}

/// The signature of an answer alone.
pub(super) async fn sign(key: &DeviceKey, challenge: &JsValue) -> Result {
    key.sign(&statement(challenge)?).await
}

fn statement(challenge: &JsValue) -> Result<Vec<u8>> {
    let wrong = || JsValue::from_str("challenge");
    let at = js::get(challenge, "challenged_at").as_f64().ok_or_else(wrong)?;
    let proof = DeviceProof {
        challenge: &js::text(challenge, "challenge")?.parse().map_err(|_| wrong())?,
        challenged_at: Time::from_timestamp_millis(at as i64).ok_or_else(wrong)?,
        origin: &origin()?,
        purpose: Purpose::parse(&js::text(challenge, "purpose")?).ok_or_else(wrong)?,
        bound_to: &js::text(challenge, "bound_to")?,
    };
    Ok(proof.statement().as_bytes().to_vec())
}

/// The page's own origin, never one that somebody names.
pub(super) fn origin() -> Result<String> {
    js::text(&js::get(&js::global(), "location"), "origin")
}
