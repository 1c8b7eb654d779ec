//! The browser's end of a PIN in software: the exchange, and the key of the device.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use leasehold_domain::Time;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_factors::Pin;
use leasehold_factors::device_key::{DeviceProof, Purpose, Statement, pin_finish, pin_start};
use leasehold_factors::opaque::client::{PinLogin, PinRegistration};
use leasehold_factors::opaque::{Ke1, Ke2, PinIdentity, RegistrationResponse, Stretching, TransactionHash};
use serde_json::{Value, json};

use crate::support::{Answer, App, ISSUER, TestBrowser};

static SEED: AtomicU64 = AtomicU64::new(1000);

fn entropy() -> SeededEntropy {
    SeededEntropy::new(SEED.fetch_add(1, Ordering::Relaxed))
}

pub fn pin(text: &str) -> Pin {
    Pin::new(text).unwrap()
}

fn bytes(value: &Value, name: &str) -> Vec<u8> {
    B64.decode(value[name].as_str().unwrap()).unwrap()
}

/// The key that one browser holds.
pub struct DeviceKey(EcdsaKeyPair);

impl DeviceKey {
    pub fn new() -> Self {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref()).unwrap())
    }

    fn jwk(&self) -> Value {
        let point = self.0.public_key().as_ref();
        let (x, y) = (B64.encode(&point[1..33]), B64.encode(&point[33..]));
        json!({"kty": "EC", "crv": "P-256", "ext": true, "key_ops": ["verify"], "x": x, "y": y})
    }

    fn sign(&self, statement: &Statement) -> String {
        B64.encode(self.0.sign(&SystemRandom::new(), statement.as_bytes()).unwrap())
    }
}

/// A page that asks for a PIN: where its script posts, and its hidden token.
#[derive(Clone)]
pub struct Page {
    pub path: String,
    pub csrf: String,
}

impl Page {
    pub async fn step(&self, app: &App, browser: &mut TestBrowser, step: Value) -> Answer {
        let request = Request::post(&self.path)
            .header("content-type", "application/json")
            .header("x-leasehold-csrf", &self.csrf)
            .body(Body::from(step.to_string()))
            .unwrap();
        browser.send(app, request).await
    }
}

/// KE2 and what came with it, for a PIN that was typed.
pub struct Exchange {
    login: PinLogin,
    pub answer: Value,
}

/// From the challenge to KE2.
pub async fn exchange(
    app: &App,
    browser: &mut TestBrowser,
    page: &Page,
    key: &DeviceKey,
    text: &str,
) -> Exchange {
    let login = PinLogin::start(pin(text), &entropy()).unwrap();
    let answer = ask(app, browser, page, key, login.ke1()).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    Exchange { login, answer: answer.json() }
}

/// Asks for KE2 with a KE1 of any kind.
pub async fn ask(app: &App, browser: &mut TestBrowser, page: &Page, key: &DeviceKey, ke1: &Ke1) -> Answer {
    let started = page.step(app, browser, json!({"step": "challenge"})).await;
    assert_eq!(started.status, StatusCode::OK, "{started:?}");
    let step = signed(&started.json(), key, ke1);
    page.step(app, browser, step).await
}

/// The step with KE1, for a challenge.
pub fn signed(started: &Value, key: &DeviceKey, ke1: &Ke1) -> Value {
    let challenge = started["challenge"].as_str().unwrap().parse().unwrap();
    let signature = key.sign(&pin_start(&challenge, ke1));
    json!({"step": "ke1", "ceremony": started["ceremony"], "ke1": B64.encode(ke1.as_bytes()), "signature": signature})
}

pub fn ke1(text: &str) -> Ke1 {
    PinLogin::start(pin(text), &entropy()).unwrap().ke1().clone()
}

impl Exchange {
    pub fn ceremony(&self) -> String {
        self.answer["ceremony"].as_str().unwrap().to_owned()
    }

    pub fn name(&self) -> &str {
        self.answer["credential"].as_str().unwrap()
    }

    /// What the browser puts into the form's field.
    pub fn finish(self, key: &DeviceKey) -> String {
        let transaction: [u8; 32] = bytes(&self.answer, "transaction").try_into().unwrap();
        self.finish_for(key, transaction)
    }

    /// The same for what another page names.
    pub fn finish_for(self, key: &DeviceKey, transaction: [u8; 32]) -> String {
        let ke2 = Ke2::from_slice(&bytes(&self.answer, "ke2")).unwrap();
        let stretching = self.answer["stretching"].as_u64().unwrap();
        let stretching = Stretching::from_version(u8::try_from(stretching).unwrap()).unwrap();
        let identity =
            PinIdentity { issuer: ISSUER, credential: self.answer["credential"].as_str().unwrap() };
        let transaction = TransactionHash::from_bytes(transaction);
        match self.login.finish(&ke2, stretching, &identity, &transaction, &entropy()) {
            Ok(proof) => {
                let signature = key.sign(&pin_finish(&proof.transcript));
                json!({"ke3": B64.encode(proof.ke3.as_bytes()), "signature": signature}).to_string()
            }
            Err(_) => wrong(),
        }
    }
}

/// What the browser says when it found the PIN wrong.
pub fn wrong() -> String {
    json!({"wrong": true}).to_string()
}

/// The server's half of a registration.
pub struct Registration {
    client: PinRegistration,
    pub answer: Value,
}

pub async fn register(
    app: &App,
    browser: &mut TestBrowser,
    page: &Page,
    key: &DeviceKey,
    text: &str,
) -> Registration {
    let (request, client) = PinRegistration::start(pin(text), &entropy()).unwrap();
    let step = json!({"step": "request", "request": B64.encode(request.as_bytes()), "key": key.jwk()});
    let answer = page.step(app, browser, step).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    Registration { client, answer: answer.json() }
}

impl Registration {
    /// What the browser puts into the form's field, signed on a page of that origin.
    pub fn finish(self, key: &DeviceKey, origin: &str) -> Value {
        let response = RegistrationResponse::from_slice(&bytes(&self.answer, "response")).unwrap();
        let identity =
            PinIdentity { issuer: ISSUER, credential: self.answer["credential"].as_str().unwrap() };
        let registered = self.client.finish(&response, &identity, &entropy()).unwrap();
        let proof = DeviceProof {
            challenge: &self.answer["challenge"].as_str().unwrap().parse().unwrap(),
            challenged_at: Time::from_timestamp_millis(self.answer["challenged_at"].as_i64().unwrap())
                .unwrap(),
            origin,
            purpose: Purpose::parse(self.answer["purpose"].as_str().unwrap()).unwrap(),
            bound_to: self.answer["bound_to"].as_str().unwrap(),
        };
        let signature = key.sign(&proof.statement());
        let record = B64.encode(registered.upload.as_bytes());
        json!({"record": record, "stretching": registered.stretching.version(), "signature": signature})
    }
}
