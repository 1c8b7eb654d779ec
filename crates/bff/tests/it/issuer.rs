//! A fake authorization server: as much of the public protocol as the relying party uses.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use leasehold_domain::Clock as _;
use leasehold_domain::clock::ManualClock;
use leasehold_http_kit::urlencoded;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::keys;

pub(crate) const ISSUER: &str = "http://localhost:8080";

pub(crate) type Params = BTreeMap<String, String>;

#[derive(Clone)]
pub(crate) struct Issuer {
    pub(crate) state: Arc<Mutex<IssuerState>>,
    pub(crate) clock: Arc<ManualClock>,
    /// Refreshes wait here; open by default.
    pub(crate) gate: Arc<Semaphore>,
}

#[derive(Default)]
pub(crate) struct IssuerState {
    next: u64,
    pushed: BTreeMap<String, Params>,
    codes: BTreeMap<String, (Params, String)>,
    /// Live access tokens, and whether they are stepped up.
    pub(crate) access: BTreeMap<String, bool>,
    /// The live refresh token of the one grant.
    pub(crate) refresh: Option<String>,
    pub(crate) revoked: Vec<String>,
    pub(crate) token_requests: u32,
    pub(crate) refreshes: u32,
    /// How often an app gave a step-up back.
    pub(crate) elevations_ended: u32,
    pub(crate) last_pushed: Params,
    /// Answers of the token endpoint that are played instead of the right one.
    pub(crate) broken_token: Option<(u16, Value)>,
    /// Claims that are put into the next ID token.
    pub(crate) claims: BTreeMap<&'static str, Value>,
    /// What the token response says was granted, instead of what was asked.
    pub(crate) granted: Option<Value>,
    /// Signs with a key that is not published.
    pub(crate) wrong_key: bool,
}

impl IssuerState {
    fn fresh(&mut self, what: &str) -> String {
        self.next += 1;
        format!("secret-{what}-{}", self.next)
    }
}

impl Issuer {
    pub(crate) fn new(clock: Arc<ManualClock>) -> Self {
        Self { state: Arc::default(), clock, gate: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)) }
    }

    pub(crate) fn state(&self) -> std::sync::MutexGuard<'_, IssuerState> {
        self.state.lock().unwrap()
    }

    /// The person says yes: takes the address of the authorization endpoint, gives the path and query of
    /// the callback.
    pub(crate) fn allow(&self, location: &str) -> String {
        self.answer(location, "usr_alice")
    }

    /// The same for another person.
    pub(crate) fn answer(&self, location: &str, person: &str) -> String {
        let query = location.strip_prefix(&format!("{ISSUER}/authorize?")).expect(location);
        let query: Params = urlencoded::pairs(query.as_bytes()).unwrap().into_iter().collect();
        let mut state = self.state();
        let params = state.pushed[&query["request_uri"]].clone();
        let code = state.fresh("code");
        let answer = [("code", code.as_str()), ("state", &params["state"]), ("iss", ISSUER)];
        let path = format!("/auth/callback?{}", urlencoded::encode(&answer));
        state.codes.insert(code, (params, person.to_owned()));
        path
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/par", post(par))
            .route("/token", post(token))
            .route("/revoke", post(revoke))
            .route("/elevation/end", post(end_elevation))
            .route("/userinfo", get(userinfo))
            .route("/account/v1/events", get(events))
            .with_state(self.clone())
    }

    fn id_token(&self, state: &mut IssuerState, params: &Params, person: &str) -> String {
        let now = self.clock.now().timestamp();
        let acr = params.get("acr_values").map_or("urn:leasehold:acr:aal1", String::as_str);
        let mut claims = json!({
            "iss": ISSUER, "sub": person, "aud": "northbank", "iat": now, "exp": now + 300,
            "auth_time": now, "acr": acr, "sid": "ses_1", "nonce": params["nonce"],
        });
        for (name, value) in std::mem::take(&mut state.claims) {
            claims[name] = value;
        }
        let pem = if state.wrong_key { &keys::OTHER_RSA } else { &keys::RSA };
        let key = EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap();
        let header = Header { kid: Some("k1".into()), ..Header::new(Algorithm::RS256) };
        jsonwebtoken::encode(&header, &claims, &key).unwrap()
    }

    fn tokens(&self, state: &mut IssuerState, stepped_up: bool) -> Value {
        let (access, refresh) = (state.fresh("access"), state.fresh("refresh"));
        state.access.insert(access.clone(), stepped_up);
        state.refresh = Some(refresh.clone());
        json!({
            "access_token": access, "token_type": "Bearer", "expires_in": 300, "refresh_token": refresh,
            "scope": "accounts.read openid payments.write profile", "grant_id": "grt_1",
        })
    }
}

async fn discovery() -> Json<Value> {
    let at = |path: &str| format!("{ISSUER}{path}");
    Json(json!({
        "issuer": ISSUER,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"),
        "userinfo_endpoint": at("/userinfo"),
        "end_session_endpoint": at("/end-session"),
        "revocation_endpoint": at("/revoke"),
        "elevation_end_endpoint": at("/elevation/end"),
        "pushed_authorization_request_endpoint": at("/par"),
        "unknown_member": [],
    }))
}

async fn jwks() -> Json<Value> {
    let key = EncodingKey::from_rsa_pem(keys::RSA.as_bytes()).unwrap();
    let mut jwk = Jwk::from_encoding_key(&key, Algorithm::RS256).unwrap();
    jwk.common.key_id = Some("k1".into());
    Json(json!({ "keys": [jwk] }))
}

/// `private_key_jwt`, as the real server checks it.
fn authenticate(params: &Params) {
    let key = EncodingKey::from_ec_pem(keys::CLIENT.as_bytes()).unwrap();
    let jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_audience(&[ISSUER]);
    validation.set_issuer(&["northbank"]);
    validation.validate_exp = false;
    let key = DecodingKey::from_jwk(&jwk).unwrap();
    jsonwebtoken::decode::<Value>(&params["client_assertion"], &key, &validation).unwrap();
}

async fn par(State(issuer): State<Issuer>, Form(params): Form<Params>) -> (StatusCode, Json<Value>) {
    authenticate(&params);
    let mut state = issuer.state();
    let uri = format!("urn:ietf:params:oauth:request_uri:{}", state.fresh("par"));
    state.last_pushed = params.clone();
    state.pushed.insert(uri.clone(), params);
    (StatusCode::CREATED, Json(json!({ "request_uri": uri, "expires_in": 90 })))
}

async fn token(State(issuer): State<Issuer>, Form(params): Form<Params>) -> Response {
    authenticate(&params);
    issuer.state().token_requests += 1;
    if params["grant_type"] == "refresh_token" {
        issuer.state().refreshes += 1;
        let _permit = issuer.gate.acquire().await.unwrap();
        return refresh(&issuer, &params);
    }
    let mut state = issuer.state();
    if let Some((status, body)) = state.broken_token.take() {
        return (StatusCode::from_u16(status).unwrap(), Json(body)).into_response();
    }
    let Some((pushed, person)) = state.codes.remove(&params["code"]) else { return invalid_grant() };
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&params["code_verifier"]));
    assert_eq!(challenge, pushed["code_challenge"]);
    assert_eq!(params["redirect_uri"], pushed["redirect_uri"]);
    if pushed.contains_key("grant_id") {
        state.access.clear();
    }
    let mut tokens = issuer.tokens(&mut state, pushed.contains_key("acr_values"));
    if pushed.contains_key("acr_values") {
        tokens["elevation_expires_in"] = 300.into();
    }
    tokens["id_token"] = issuer.id_token(&mut state, &pushed, &person).into();
    let asked = pushed.get("authorization_details").map(|text| serde_json::from_str(text).unwrap());
    if let Some(details) = state.granted.take().or(asked) {
        tokens["authorization_details"] = details;
    }
    Json(tokens).into_response()
}

fn refresh(issuer: &Issuer, params: &Params) -> Response {
    let mut state = issuer.state();
    if let Some((status, body)) = state.broken_token.take() {
        return (StatusCode::from_u16(status).unwrap(), Json(body)).into_response();
    }
    if state.refresh.as_ref() != Some(&params["refresh_token"]) {
        return invalid_grant();
    }
    Json(issuer.tokens(&mut state, false)).into_response()
}

fn invalid_grant() -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response()
}

async fn revoke(State(issuer): State<Issuer>, Form(params): Form<Params>) {
    authenticate(&params);
    issuer.state().revoked.push(params["token"].clone());
}

async fn end_elevation(State(issuer): State<Issuer>) -> StatusCode {
    issuer.state().elevations_ended += 1;
    StatusCode::NO_CONTENT
}

async fn userinfo(State(issuer): State<Issuer>, headers: HeaderMap) -> Response {
    let token = headers["authorization"].to_str().unwrap().strip_prefix("Bearer ").unwrap().to_owned();
    if !issuer.state().access.contains_key(&token) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let names =
        json!({ "sub": "usr_alice", "name": "Alice Visser", "preferred_username": "alice", "locale": "nl" });
    Json(names).into_response()
}

async fn events(State(issuer): State<Issuer>, headers: HeaderMap) -> Response {
    let token = headers["authorization"].to_str().unwrap().strip_prefix("Bearer ").unwrap().to_owned();
    if !issuer.state().access.contains_key(&token) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let first = futures::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from("data: hello\n\n"))]);
    let endless = futures::StreamExt::chain(first, futures::stream::pending());
    ([("content-type", "text/event-stream")], axum::body::Body::from_stream(endless)).into_response()
}
