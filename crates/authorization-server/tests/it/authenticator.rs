//! An authenticator in software: what a browser and a security key would answer, also wrongly.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::ISSUER;

const UP: u8 = 0x01;
const UV: u8 = 0x04;
const BE: u8 = 0x08;
const BS: u8 = 0x10;
const AT: u8 = 0x40;

/// One credential.
pub struct Authenticator {
    key: EcdsaKeyPair,
    pub credential: Vec<u8>,
    user: Vec<u8>,
    /// Says that it verified its user.
    pub verifies: bool,
    /// Synced between devices.
    pub synced: bool,
    /// That it may be synced, and is not yet.
    pub unsynced: bool,
    pub counter: u32,
    /// The page it believes to be on.
    pub origin: String,
    pub rp: String,
}

impl Authenticator {
    pub fn new(credential: u8) -> Self {
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
        Self {
            key: EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref()).unwrap(),
            credential: vec![credential; 32],
            user: Vec::new(),
            verifies: true,
            synced: false,
            unsynced: false,
            counter: 0,
            origin: ISSUER.into(),
            rp: "localhost".into(),
        }
    }

    /// `navigator.credentials.create()`
    pub fn create(&mut self, options: &Value) -> String {
        self.user = B64.decode(options["user"]["id"].as_str().unwrap()).unwrap();
        let client = self.client_data("webauthn.create", options);
        let mut data = self.data(AT);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.credential.len()).unwrap().to_be_bytes());
        data.extend(&self.credential);
        data.extend(self.cose_key());
        let mut object = vec![0xa3];
        object.extend(cbor_text("fmt"));
        object.extend(cbor_text("none"));
        object.extend(cbor_text("attStmt"));
        object.push(0xa0);
        object.extend(cbor_text("authData"));
        object.extend([0x59, (data.len() >> 8) as u8, (data.len() & 0xff) as u8]);
        object.extend(data);
        json!({
            "id": B64.encode(&self.credential), "rawId": B64.encode(&self.credential), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": {"clientDataJSON": B64.encode(client), "attestationObject": B64.encode(object),
                "transports": ["internal"]},
        })
        .to_string()
    }

    /// `navigator.credentials.get()`
    pub fn get(&mut self, options: &Value) -> String {
        let client = self.client_data("webauthn.get", options);
        if self.counter > 0 {
            self.counter += 1;
        }
        let data = self.data(0);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": B64.encode(&self.credential), "rawId": B64.encode(&self.credential), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": {"clientDataJSON": B64.encode(client), "authenticatorData": B64.encode(data),
                "signature": B64.encode(signature.as_ref()), "userHandle": B64.encode(&self.user)},
        })
        .to_string()
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false})
            .to_string()
            .into_bytes()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies { UV } else { 0 };
        let synced = match (self.synced, self.unsynced) {
            (true, false) => BE | BS,
            (true, true) => BE,
            (false, _) => 0,
        };
        let mut data = Sha256::digest(&self.rp).to_vec();
        data.push(UP | verified | synced | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// EC2, ES256, P-256 (RFC 9053 section 7.1).
    fn cose_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(&point[1..33]);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(&point[33..65]);
        key
    }
}

fn cbor_text(text: &str) -> Vec<u8> {
    let mut out = vec![0x60 + u8::try_from(text.len()).unwrap()];
    out.extend(text.as_bytes());
    out
}
