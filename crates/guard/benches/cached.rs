//! What the guard adds to a request whose answer it has: `cargo xtask bench guard`. Aim: under 5 µs.
#![expect(clippy::unwrap_used, reason = "a bench fails here")]

use std::hint::black_box;
use std::sync::Arc;

use axum::body::Body;
use axum::routing::post;
use axum::{Json, Router};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use http::Request;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use leasehold_domain::clock::{ManualClock, at_seconds};
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::{PlainToken, TokenKind};
use leasehold_guard::{CONTEXT_HEADER, Guard, GuardConfig};
use leasehold_http_kit::{Caller, ClientAddress};
use leasehold_oauth_types::introspection::ContextAssertion;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tower::{Layer as _, Service, ServiceExt as _};

const NOW: i64 = 1_767_000_000;
const ISSUER: &str = "http://localhost:8080";
const AUDIENCE: &str = "https://bank.example";

/// A service that does nothing, and a guard in front of it whose issuer always says the same.
fn guard(region: &Value) -> Guard {
    let answer = json!({
        "active": true, "scope": "accounts.read payments.write", "client_id": "northbank", "token_type": "Bearer",
        "exp": NOW + 300, "iat": NOW, "sub": "alice", "aud": AUDIENCE, "iss": ISSUER,
        "acr": "urn:leasehold:acr:aal2", "auth_time": NOW - 10, "amr": ["pwd", "otp"],
        "granted_scope": "accounts.read payments.write",
        "scope_status": { "accounts.read": { "status": "active" }, "payments.write": { "status": "active" } },
        "context_id": "c", "decision_exp": NOW + 60, "grant": "g1", "rev": 7, "sid": "s1", "epoch": "e",
        "region": region,
    });
    let issuer = Router::new().route("/introspect", post(|| async move { Json(answer) }));
    let clock = Arc::new(ManualClock::at(at_seconds(NOW)));
    let assertions = Arc::new(|| Some("assertion".to_owned()));
    Guard::new(GuardConfig::new(ISSUER, AUDIENCE, "bank", assertions, Caller::in_process(issuer), clock))
}

fn token() -> PlainToken {
    PlainToken::generate(TokenKind::Access, &SeededEntropy::new(1))
}

fn request(address: &str, assertion: Option<&str>) -> Request<Body> {
    let request = Request::builder()
        .uri("/")
        .header("authorization", format!("Bearer {}", token().expose()))
        .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
        .extension(ClientAddress(address.parse().unwrap()));
    let request = assertion.into_iter().fold(request, |request, text| request.header(CONTEXT_HEADER, text));
    request.body(Body::empty()).unwrap()
}

/// An assertion about an address.
fn assertion(key: &EncodingKey, address: &str) -> String {
    let claims = json!({
        "iss": "northbank", "aud": ISSUER, "iat": NOW, "exp": NOW + 30, "ath": token().hashed().to_base64url(),
        "client_ip": address, "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    });
    let header = Header { typ: Some(ContextAssertion::TYP.into()), ..Header::new(Algorithm::ES256) };
    jsonwebtoken::encode(&header, &claims, key).unwrap()
}

/// An address, and what the client says of it.
type From = (String, Option<String>);

fn measure<S>(criterion: &mut Criterion, name: &str, runtime: &Runtime, service: &S, from: &[From])
where
    S: Service<Request<Body>, Response = axum::response::Response> + Clone,
    S::Error: std::fmt::Debug,
{
    let send = |request| runtime.block_on(service.clone().oneshot(request)).unwrap();
    let mut next = from.iter().cycle().map(|(address, assertion)| request(address, assertion.as_deref()));
    assert_eq!(send(next.next().unwrap()).status(), 200);
    criterion.bench_function(name, |bencher| {
        bencher.iter_batched(
            || next.next().unwrap(),
            |request| black_box(send(request)),
            BatchSize::SmallInput,
        );
    });
}

fn cached(criterion: &mut Criterion) {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let rng = aws_lc_rs::rand::SystemRandom::new();
    let alg = &aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
    let der = aws_lc_rs::signature::EcdsaKeyPair::generate_pkcs8(alg, &rng).unwrap();
    let key = EncodingKey::from_ec_der(der.as_ref());
    let jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();

    let api = tower::service_fn(|_: Request<Body>| async {
        Ok::<_, std::convert::Infallible>(axum::response::Response::new(Body::empty()))
    });
    let by_client = json!({ "network": "145.97.0.0/16", "device": "d", "by": "client", "jwk": jwk });
    let by_edge = json!({ "network": "145.97.0.0/16", "device": "d", "by": "edge" });
    let asserted = |address: &str| ("10.0.0.1".to_owned(), Some(assertion(&key, address)));
    let behind = |region: &Value| guard(region).require("accounts.read").layer(api);

    let one = [asserted("145.97.20.1")];
    measure(criterion, "no guard", &runtime, &api, &one);
    measure(criterion, "the same assertion", &runtime, &behind(&by_client), &one);
    let addresses = (0..64).map(|last| format!("145.97.20.{last}"));
    let roaming: Vec<_> = addresses.clone().map(|address| (address, None)).collect();
    measure(criterion, "an edge, another address each time", &runtime, &behind(&by_edge), &roaming);
    // More than are remembered, so that each signature is checked.
    let fresh: Vec<_> = addresses.map(|address| asserted(&address)).collect();
    measure(criterion, "a new assertion each time", &runtime, &behind(&by_client), &fresh);
}

criterion_group!(benches, cached);
criterion_main!(benches);
