//! An issuer whose answers the test decides.

use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use leasehold_domain::clock::{ManualClock, at_seconds};
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::{PlainToken, TokenKind};
use leasehold_http_kit::{Caller, ClientAddress, OAuthForm};
use leasehold_oauth_types::event::GrantEvent;
use leasehold_oauth_types::form::Params;
use serde_json::{Value, json};
use tokio::sync::{Semaphore, broadcast};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::BroadcastStream;
use tower::ServiceExt as _;

use crate::{Authorized, CONTEXT_HEADER, Guard, GuardConfig};

pub(super) const NOW: i64 = 1_767_000_000;
pub(super) const ISSUER: &str = "http://localhost:8080";
pub(super) const AUDIENCE: &str = "https://bank.example";

/// The state behind the fake endpoints.
pub(super) struct Issuer {
    pub(super) answer: Mutex<Value>,
    pub(super) asked: AtomicUsize,
    pub(super) last: Mutex<Option<Params>>,
    pub(super) down: AtomicBool,
    /// The last report of used scopes.
    pub(super) uses: Mutex<Option<String>>,
    pub(super) events: Mutex<broadcast::Sender<GrantEvent>>,
    /// Answers are decided first and then wait here, so that an event can overtake them.
    pub(super) gate: Semaphore,
}

/// Everything a test needs.
pub(super) struct World {
    pub(super) issuer: Arc<Issuer>,
    pub(super) clock: Arc<ManualClock>,
    pub(super) guard: Guard,
    pub(super) api: Router,
    pub(super) token: String,
}

/// An active answer with these scopes active out of those two, and this status for `payments.write`.
pub(super) fn answer(scope: &str, payments: &Value) -> Value {
    json!({
        "active": true, "scope": scope, "client_id": "northbank", "token_type": "Bearer",
        "exp": NOW + 300, "iat": NOW, "sub": "alice", "aud": AUDIENCE, "iss": ISSUER,
        "acr": "urn:leasehold:acr:aal2", "auth_time": NOW - 10, "amr": ["pwd", "otp"],
        "granted_scope": "accounts.read payments.write",
        "scope_status": { "accounts.read": { "status": "active" }, "payments.write": payments },
        "context_id": "c", "decision_exp": NOW + 60, "grant": "g1", "rev": 7, "sid": "s1"
    })
}

pub(super) fn all_active() -> Value {
    answer("accounts.read payments.write", &json!({ "status": "active" }))
}

impl World {
    pub(super) fn new() -> Self {
        let issuer = Arc::new(Issuer {
            answer: Mutex::new(all_active()),
            asked: AtomicUsize::new(0),
            last: Mutex::default(),
            down: AtomicBool::new(false),
            uses: Mutex::default(),
            events: Mutex::new(broadcast::channel(16).0),
            gate: Semaphore::new(1000),
        });
        let router = Router::new()
            .route("/introspect", post(introspect))
            .route("/events", get(events))
            .route("/usage", post(usage))
            .with_state(Arc::clone(&issuer));
        let clock = Arc::new(ManualClock::at(at_seconds(NOW)));
        let mut config = GuardConfig::new(
            ISSUER,
            AUDIENCE,
            "bank",
            Arc::new(|| Some("assertion".to_owned())),
            Caller::in_process(router),
            Arc::<ManualClock>::clone(&clock),
        );
        config.resource_metadata = Some(format!("{AUDIENCE}/.well-known/oauth-protected-resource"));
        let guard = Guard::new(config);
        let api = api(&guard);
        let token = PlainToken::generate(TokenKind::Access, &SeededEntropy::new(1)).expose().to_owned();
        Self { issuer, clock, guard, api, token }
    }

    pub(super) fn say(&self, answer: Value) {
        *self.issuer.answer.lock().unwrap() = answer;
    }

    pub(super) fn asked(&self) -> usize {
        self.issuer.asked.load(Ordering::SeqCst)
    }

    pub(super) fn request(&self, path: &str) -> http::request::Builder {
        Request::builder()
            .uri(path)
            .header("authorization", format!("Bearer {}", self.token))
            .header(CONTEXT_HEADER, "signed.context.one")
            .extension(ClientAddress("145.97.20.1".parse().unwrap()))
    }

    pub(super) async fn send(&self, request: http::request::Builder) -> Response {
        self.api.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    pub(super) async fn status(&self, path: &str) -> u16 {
        self.send(self.request(path)).await.status().as_u16()
    }

    pub(super) fn publish(&self, event: GrantEvent) {
        self.issuer.events.lock().unwrap().send(event).unwrap();
    }

    /// Ends every connection to the event stream.
    pub(super) fn cut_the_stream(&self) {
        *self.issuer.events.lock().unwrap() = broadcast::channel(16).0;
    }

    /// Starts following and waits until connected.
    pub(super) async fn follow(&self) -> tokio::task::JoinHandle<()> {
        let task = tokio::spawn(self.guard.clone().follow_events());
        self.generation(1).await;
        task
    }

    pub(super) async fn generation(&self, wanted: u64) {
        until(|| self.guard.cache().generation() >= wanted).await;
    }
}

/// Lets other tasks run until it holds.
pub(super) async fn until(condition: impl Fn() -> bool) {
    for _ in 0..100_000 {
        if condition() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("it never happened");
}

pub(super) fn api(guard: &Guard) -> Router {
    let echo = |who: Authorized, request: Request| async move {
        let leaked =
            request.headers().contains_key("authorization") || request.headers().contains_key(CONTEXT_HEADER);
        format!("{} {} {leaked}", who.sub(), who.scope())
    };
    let twice =
        Router::new().route("/twice", get(echo).layer(guard.require("accounts.read"))).layer(guard.layer());
    Router::new()
        .route("/payments", get(echo).layer(guard.require("payments.write")))
        .route("/accounts", get(echo).layer(guard.require("accounts.read")))
        .route("/me", get(echo).layer(guard.layer()))
        .route("/unguarded", get(echo))
        .merge(twice)
        .merge(guard.metadata_router(&["accounts.read", "payments.write"]))
}

async fn usage(State(issuer): State<Arc<Issuer>>, OAuthForm(params): OAuthForm) -> StatusCode {
    if issuer.down.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    *issuer.uses.lock().unwrap() = params.get("uses").map(str::to_owned);
    StatusCode::NO_CONTENT
}

async fn introspect(State(issuer): State<Arc<Issuer>>, OAuthForm(params): OAuthForm) -> Response {
    issuer.asked.fetch_add(1, Ordering::SeqCst);
    if issuer.down.load(Ordering::SeqCst) {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    *issuer.last.lock().unwrap() = Some(params);
    let answer = issuer.answer.lock().unwrap().clone();
    issuer.gate.acquire().await.unwrap().forget();
    Json(answer).into_response()
}

async fn events(State(issuer): State<Arc<Issuer>>, request: Request) -> Response {
    assert_eq!(request.headers()["authorization"], "Bearer assertion");
    let stream = BroadcastStream::new(issuer.events.lock().unwrap().subscribe());
    let stream = stream.map(|event| {
        let data = serde_json::to_string(&event.unwrap()).unwrap();
        Ok::<_, Infallible>(Event::default().data(data))
    });
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}
