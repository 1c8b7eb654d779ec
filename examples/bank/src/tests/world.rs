//! A bank, and people who call it.

use std::sync::Arc;

use axum::body::Body;
use axum::routing::post;
use axum::{Json, Router};
use http::{Request, Response};
use leasehold_domain::clock::{ManualClock, at_seconds};
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::{PlainToken, TokenKind};
use leasehold_guard::{Guard, GuardConfig};
use leasehold_http_kit::{Caller, OAuthForm};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::{Bank, router};

pub(super) const NOW: i64 = 1_767_000_000;
const ISSUER: &str = "http://localhost:8080";
const AUDIENCE: &str = "https://bank.example";

/// The API, as one process serves it.
pub(super) struct World(Router);

/// A person with an app and the scopes that are active for it.
#[derive(Clone, Copy)]
pub(super) struct Person<'a> {
    pub(super) sub: &'a str,
    pub(super) scope: &'a str,
}

pub(super) const ALICE: Person<'_> =
    Person { sub: "alice", scope: "accounts.read invoices.approve payments.write" };
pub(super) const BRAM: Person<'_> = Person { sub: "bram", ..ALICE };

impl World {
    pub(super) fn new(bank: Bank) -> Self {
        // The fake issuer knows tokens by the seed they were made from.
        let introspect = |OAuthForm(params): OAuthForm| async move {
            let token = params.get("token").unwrap_or_default().to_owned();
            let callers = [ALICE, BRAM, READER];
            let known = callers.into_iter().find(|caller| caller.token() == token);
            Json(known.map_or(json!({ "active": false }), |caller| caller.introspection()))
        };
        let issuer = Router::new().route("/introspect", post(introspect));
        let clock = Arc::new(ManualClock::at(at_seconds(NOW)));
        let assertions = Arc::new(|| Some("assertion".to_owned()));
        let config =
            GuardConfig::new(ISSUER, AUDIENCE, "bank", assertions, Caller::in_process(issuer), clock);
        Self(router(bank, Guard::new(config)))
    }

    pub(super) async fn send(&self, request: Request<Body>) -> (u16, Value) {
        let response = self.answer(request).await;
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), 1_000_000).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    pub(super) async fn answer(&self, request: Request<Body>) -> Response<Body> {
        self.0.clone().oneshot(request).await.unwrap()
    }
}

/// May only look.
pub(super) const READER: Person<'_> = Person { sub: "alice", scope: "accounts.read" };

impl Person<'_> {
    fn token(self) -> String {
        let seed = self.sub.len() * 1000 + self.scope.len();
        PlainToken::generate(TokenKind::Access, &SeededEntropy::new(seed as u64)).expose().to_owned()
    }

    fn introspection(self) -> Value {
        json!({
            "active": true, "scope": self.scope, "client_id": "northbank", "token_type": "Bearer",
            "exp": NOW + 300, "iat": NOW, "sub": self.sub, "aud": AUDIENCE, "iss": ISSUER,
            "acr": "urn:leasehold:acr:aal2", "auth_time": NOW, "granted_scope": self.scope,
            "scope_status": {}, "context_id": "c", "decision_exp": NOW + 60, "grant": "g", "rev": 1,
            "sid": "s"
        })
    }

    pub(super) fn get(self, path: &str) -> Request<Body> {
        self.request("GET", path).body(Body::empty()).unwrap()
    }

    pub(super) fn post(self, path: &str) -> Request<Body> {
        self.request("POST", path).body(Body::empty()).unwrap()
    }

    pub(super) fn pay(self, key: &str, payment: &Value) -> Request<Body> {
        self.request("POST", "/payments")
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .body(Body::from(payment.to_string()))
            .unwrap()
    }

    pub(super) fn request(self, method: &str, path: &str) -> http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.token()))
    }
}

pub(super) fn payment(amount: &str) -> Value {
    json!({
        "instructedAmount": { "currency": "EUR", "amount": amount },
        "creditorName": "Jonas Bakker",
        "creditorAccount": "NL91ABNA0417164300",
        "remittanceInformation": "Concert tickets"
    })
}
