//! A fake API that asks a confirmation for payments and honours `Idempotency-Key`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::issuer::Issuer;

pub(crate) const BANK: &str = "http://127.0.0.1:8090";

#[derive(Clone)]
pub(crate) struct Bank {
    issuer: Issuer,
    state: Arc<Mutex<BankState>>,
}

#[derive(Default)]
pub(crate) struct BankState {
    /// Executed payments by their key.
    pub(crate) payments: BTreeMap<String, Value>,
    /// Every call that got through to the ledger, repetitions included.
    pub(crate) sent: u32,
    /// Headers of the last request.
    pub(crate) headers: HeaderMap,
    /// Refuse payments because of this rule.
    pub(crate) held: Option<&'static str>,
    /// Answer the next payment with this status, after doing it.
    pub(crate) broken: Option<u16>,
    /// Answer the next payment only when told to, after doing it.
    pub(crate) slow: Option<Arc<Notify>>,
}

impl Bank {
    pub(crate) fn new(issuer: Issuer) -> Self {
        Self { issuer, state: Arc::default() }
    }

    pub(crate) fn state(&self) -> std::sync::MutexGuard<'_, BankState> {
        self.state.lock().unwrap()
    }

    /// How many payments were done, and how often one was sent.
    pub(crate) fn counts(&self) -> (usize, u32) {
        let state = self.state();
        (state.payments.len(), state.sent)
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/v1/accounts", get(accounts))
            .route("/v1/page", get(async || ([("content-type", "text/html")], "<script>alert(1)</script>")))
            .route("/v1/payments", post(pay))
            .with_state(self.clone())
    }

    /// Whether the token is live, and whether it is stepped up.
    fn token(&self, headers: &HeaderMap) -> Option<bool> {
        self.state().headers = headers.clone();
        let token = headers.get("authorization")?.to_str().ok()?.strip_prefix("Bearer ")?;
        self.issuer.state().access.get(token).copied()
    }

    /// Does a payment if it may be done; gives the answer and what it has to wait for.
    fn book(&self, stepped_up: bool, headers: &HeaderMap, body: Value) -> (Response, Option<Arc<Notify>>) {
        let mut state = self.state();
        if let Some(rule) = state.held {
            return (challenge(rule), None);
        }
        if !stepped_up {
            return (challenge("stale_authentication"), None);
        }
        let key = headers["idempotency-key"].to_str().unwrap().to_owned();
        state.sent += 1;
        let count = state.payments.len();
        let payment =
            state.payments.entry(key).or_insert_with(|| json!({ "id": format!("p{count}"), "sent": body }));
        let payment = payment.clone();
        let response = match state.broken.take() {
            Some(status) => StatusCode::from_u16(status).unwrap().into_response(),
            None => (StatusCode::CREATED, Json(payment)).into_response(),
        };
        (response, state.slow.take())
    }
}

async fn accounts(State(bank): State<Bank>, request: Request) -> Response {
    match bank.token(request.headers()) {
        Some(_) => {
            let cookie = [("set-cookie", "evil=1"), ("x-internal", "1")];
            (cookie, Json(json!({ "accounts": [], "query": request.uri().query() }))).into_response()
        }
        None => invalid_token(),
    }
}

async fn pay(State(bank): State<Bank>, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    let stepped_up = match bank.token(&headers) {
        Some(stepped_up) => stepped_up,
        None => return invalid_token(),
    };
    let (response, slow) = bank.book(stepped_up, &headers, body);
    if let Some(answer) = slow {
        answer.notified().await;
    }
    response
}

fn invalid_token() -> Response {
    (StatusCode::UNAUTHORIZED, [("www-authenticate", r#"Bearer realm="bank", error="invalid_token""#)])
        .into_response()
}

fn challenge(rule: &str) -> Response {
    let header = r#"Bearer realm="bank", error="insufficient_user_authentication", scope="payments.write", acr_values="urn:leasehold:acr:aal2", max_age="300""#;
    let problem = json!({
        "type": "about:blank", "title": "Confirm", "status": 401,
        "reasons": [{ "code": rule, "remedy": "step_up", "scope": "payments.write" }],
        "step_up_url": "https://evil.example/",
    });
    let headers = [("www-authenticate", header), ("content-type", "application/problem+json")];
    (StatusCode::UNAUTHORIZED, headers, problem.to_string()).into_response()
}
