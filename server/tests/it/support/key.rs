//! The key that a browser holds, as the scripts of an app's pages prove it.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use leasehold_domain::clock::at_millis;
use leasehold_factors::device_key::{Challenge, DeviceProof, Purpose};
use serde_json::{Value, json};

use super::{ISSUER, Person};

/// A P-256 key of the same bytes each time, as an ECPrivateKey (RFC 5915) without its public half.
fn pair(seed: u8) -> EcdsaKeyPair {
    let curve = [0xa0, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    let der = [&[0x30, 0x31, 2, 1, 1, 4, 32][..], &[seed; 32], &curve].concat();
    EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_FIXED_SIGNING, &der).unwrap()
}

/// Answers a challenge of `origin`.
fn answer(seed: u8, given: &Value, origin: &str) -> Value {
    let text = |name: &str| given[name].as_str().unwrap_or_else(|| panic!("{name}: {given}"));
    let challenge: Challenge = text("challenge").parse().unwrap();
    let statement = DeviceProof {
        challenge: &challenge,
        challenged_at: at_millis(given["challenged_at"].as_i64().unwrap()),
        origin,
        purpose: Purpose::parse(text("purpose")).unwrap(),
        bound_to: text("bound_to"),
    }
    .statement();
    let pair = pair(seed);
    let signature = pair.sign(&SystemRandom::new(), statement.as_bytes()).unwrap();
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    json!({
        "ceremony": given["ceremony"],
        "key": {"kty": "EC", "crv": "P-256", "x": B64.encode(x), "y": B64.encode(y)},
        "signature": B64.encode(signature),
    })
}

impl Person {
    /// Proves the key of this browser to an app.
    pub(crate) async fn prove_key(&mut self, app: &str, seed: u8) {
        let address = format!("{app}/auth/device-proof");
        let given = serde_json::from_str(&self.browser.fetch(&address).await.body).unwrap();
        self.browser.script = true;
        let proved = self.browser.post_json(&address, &answer(seed, &given, app)).await;
        self.browser.script = false;
        assert_eq!(proved.status, 204, "{}", proved.body);
    }

    /// What a page of the issuer puts into its form; nothing where scripts are off.
    pub(super) async fn issuer_proof(&mut self) -> String {
        let Some(seed) = self.key else { return String::new() };
        self.browser.script = true;
        let given = self.browser.post_json(&format!("{ISSUER}/device/challenge"), &json!({})).await;
        self.browser.script = false;
        answer(seed, &serde_json::from_str(&given.body).unwrap(), ISSUER).to_string()
    }
}
