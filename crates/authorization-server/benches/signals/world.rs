//! The server, with what it needs and one guard.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use chrono::Duration;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use leasehold_authorization_server::keys::SigningKey;
use leasehold_authorization_server::passkeys::Passkeys;
use leasehold_authorization_server::pins::Pins;
use leasehold_authorization_server::{AuthorizationServer, Dependencies, ServerConfig, Surroundings};
use leasehold_context::Geo;
use leasehold_domain::catalogue::ScopeCatalogue;
use leasehold_domain::client::{Client, ClientRegistry, ResourceServer};
use leasehold_domain::clock::at_millis;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::sealed::MasterKey;
use leasehold_domain::{ClientId, Clock, Time};
use leasehold_policy::PolicyEngine;
use leasehold_test_kit::TestDatabase;
use serde_json::json;
use tokio::time::Instant;
use tower::ServiceExt as _;

use crate::guard::Guard;
use crate::keys::{pem, rsa};
use crate::people::PER_PERSON;

const ISSUER: &str = "http://localhost:8080";
const BANK: &str = "https://bank.example";
/// Wednesday 2026-11-18, 10:00 in Amsterdam: nobody's working hours begin or end meanwhile.
const MORNING: i64 = 1_794_992_400_000;

/// Time that runs as it does, from that morning.
#[derive(Debug)]
struct FromMorning(Instant);

impl Clock for FromMorning {
    fn now(&self) -> Time {
        at_millis(MORNING + i64::try_from(self.0.elapsed().as_millis()).unwrap())
    }
}

pub(crate) struct World {
    pub(crate) server: AuthorizationServer,
    pub(crate) storage: TestDatabase,
    pub(crate) entropy: Arc<SeededEntropy>,
    pub(crate) clock: Arc<dyn Clock>,
    bank: EncodingKey,
}

impl World {
    pub(crate) async fn new() -> Self {
        let storage = TestDatabase::fresh().await;
        let entropy = Arc::new(SeededEntropy::new(1));
        let clock = Arc::new(FromMorning(Instant::now()));
        let (bank, jwks) = party();
        let audience = BANK.to_owned();
        let guard = ResourceServer { id: ClientId::new("bank"), audience, jwks, edge: false };
        let config = ServerConfig {
            issuer: ISSUER.into(),
            registry: ClientRegistry::new(clients().map(client).collect(), vec![guard]),
            catalogue: catalogue(),
            hours: Default::default(),
            device_trust: Duration::days(90),
            waiver: Duration::days(7),
            account_url: "http://app.localhost:8080/".into(),
            visits_per_minute: 1000,
            pushes_per_minute: 1000,
            first_browser_trusted: true,
            sends_mail: true,
            policy: Default::default(),
        };
        let dependencies = Dependencies {
            storage: Arc::new(storage.clone()),
            clock: clock.clone(),
            policy_clock: clock.clone(),
            entropy: entropy.clone(),
            policy: PolicyEngine::shipped().unwrap(),
            surroundings: Surroundings::from(Geo::empty().unwrap()),
            master_key: MasterKey::new([9; 32]),
            signing_key: SigningKey::from_rsa_pem(&rsa()).unwrap(),
            passkeys: Passkeys::of_issuer(ISSUER).unwrap(),
            pins: Pins::of_issuer(ISSUER, &MasterKey::new([9; 32])).unwrap(),
        };
        let server = AuthorizationServer::new(config, dependencies);
        Self { server, storage, entropy, clock, bank }
    }

    /// What a server does beside answering, as far as signals meet it.
    pub(crate) fn work(&self) {
        let server = self.server.clone();
        tokio::spawn(async move { tokio::join!(server.run(), server.record_decisions()) });
    }

    /// A guard that has begun to listen.
    pub(crate) async fn guard(&self) -> Guard {
        let now = self.clock.now().timestamp();
        let claims = json!({
            "iss": "bank", "sub": "bank", "aud": ISSUER, "iat": now, "exp": now + 30, "jti": "first"
        });
        let assertion = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &self.bank).unwrap();
        let request = Request::get("/events").header("authorization", format!("Bearer {assertion}"));
        let answer = self.server.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), 200);
        Guard::new(answer.into_body()).await
    }
}

/// What the benches run on.
pub(crate) fn driver() -> String {
    std::env::var("LEASEHOLD_TEST_DATABASE").unwrap_or_else(|_| "sqlite".into())
}

/// The apps that everybody uses.
pub(crate) fn clients() -> impl Iterator<Item = ClientId> {
    (1..=PER_PERSON).map(|app| ClientId::new(format!("app-{app}")))
}

pub(crate) fn catalogue() -> ScopeCatalogue {
    serde_json::from_value(json!({
        "accounts.read": {"audience": BANK, "harmless": true},
        "payments.write": {"audience": BANK, "sensitive": true, "acr": "urn:leasehold:acr:aal2", "max_age_s": 300},
        "invoices.approve": {"audience": BANK, "sensitive": true}
    }))
    .unwrap()
}

fn client(id: ClientId) -> Client {
    Client {
        name: id.as_str().to_owned(),
        id,
        audience: BANK.into(),
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        home: None,
        scopes: "accounts.read payments.write invoices.approve".parse().unwrap(),
        first_party: false,
        jwks: json!({"keys": []}),
        authorization_details_types: BTreeSet::new(),
        require_pushed_authorization_requests: false,
    }
}

/// A key with its public half.
fn party() -> (EncodingKey, serde_json::Value) {
    let rng = aws_lc_rs::rand::SystemRandom::new();
    let alg = &aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
    let der = aws_lc_rs::signature::EcdsaKeyPair::generate_pkcs8(alg, &rng).unwrap();
    let key = EncodingKey::from_ec_pem(pem(der.as_ref()).as_bytes()).unwrap();
    let jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
    (key, serde_json::to_value(JwkSet { keys: vec![jwk] }).unwrap())
}
