//! Device Bound Session Credentials: a browser that knows them proves a key of its own, without any script.
//!
//! A sign-in offers it in a header; browsers without support ignore that. Whether another site started a request
//! is not asked here: only the holder of the key can sign the session's challenge.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use leasehold_domain::PlainToken;
use leasehold_http_kit::{ProblemResponse, cookies};
use serde_json::{Value, json};

use crate::device_proof::{Dbsc, Kept, Shown, dbsc};
use crate::session::OpenSession;
use crate::{Bff, BffError};

pub(crate) const START_PATH: &str = "/auth/dbsc/start";
pub(crate) const REFRESH_PATH: &str = "/auth/dbsc/refresh";

const REGISTRATION: HeaderName = HeaderName::from_static("secure-session-registration");
const RESPONSE: HeaderName = HeaderName::from_static("secure-session-response");
const CHALLENGE: HeaderName = HeaderName::from_static("secure-session-challenge");
const SESSION_ID: HeaderName = HeaderName::from_static("sec-secure-session-id");

/// What a challenge is for; one for another purpose is none.
const PURPOSE: &str = "dbsc";

/// `POST /auth/dbsc/start`: registers the key.
pub(super) async fn start(State(bff): State<Bff>, headers: HeaderMap) -> Response {
    bff.register(&headers).await.unwrap_or_else(IntoResponse::into_response)
}

/// `POST /auth/dbsc/refresh`: a challenge, or with the answer to it a new cookie.
pub(super) async fn refresh(State(bff): State<Bff>, headers: HeaderMap) -> Response {
    bff.refresh_bound(&headers).await.unwrap_or_else(IntoResponse::into_response)
}

impl Bff {
    /// The header that offers it to a browser that has just signed in (checklist DB-1). Nothing depends on it.
    pub(super) async fn offer(&self, cookie: &PlainToken) -> Option<(HeaderName, HeaderValue)> {
        let session = self.0.sessions.of_cookie(cookie.expose()).await.ok()??;
        if session.content.bound.is_some() {
            return None;
        }
        let issued = self.0.challenges.issue(&session.content.family, PURPOSE).await.ok()?;
        let text = format!("(ES256 RS256);path=\"{START_PATH}\";challenge=\"{}\"", issued.challenge);
        Some((REGISTRATION, HeaderValue::from_str(&text).ok()?))
    }

    async fn register(&self, headers: &HeaderMap) -> Result<Response, BffError> {
        let Some(session) = self.open_session(headers).await? else { return Ok(no_session()) };
        let Some(jws) = text(headers, &RESPONSE) else { return Ok(refused()) };
        let Some(key) = dbsc::registered_key(jws) else { return Ok(refused()) };
        if !self.answers(&session, jws, &key).await? {
            return Ok(refused());
        }
        let id: [u8; 16] = self.0.entropy.bytes();
        let id = BASE64_URL_SAFE_NO_PAD.encode(id);
        let shown = Shown::Registration(Box::new(Dbsc { id: id.clone(), key }));
        self.bind(headers, &session, shown, &id).await
    }

    async fn refresh_bound(&self, headers: &HeaderMap) -> Result<Response, BffError> {
        let Some(session) = self.open_session(headers).await? else { return Ok(no_session()) };
        let bound = session.content.bound.as_ref().and_then(|bound| bound.dbsc.clone());
        let named = text(headers, &SESSION_ID);
        let Some(Dbsc { id, key }) = bound.filter(|bound| named == Some(&bound.id)) else {
            return Ok(no_session());
        };
        if let Some(jws) = text(headers, &RESPONSE)
            && self.answers(&session, jws, &key).await?
        {
            return self.bind(headers, &session, Shown::Dbsc, &id).await;
        }
        // 403 asks for a proof; any other 4xx would end the browser's session (checklist DB-4).
        let issued = self.0.challenges.issue(&session.content.family, PURPOSE).await?;
        let challenge = format!("\"{}\";id=\"{id}\"", issued.challenge);
        let challenge = HeaderValue::from_str(&challenge).map_err(|_| BffError::Unreadable)?;
        Ok(([(CHALLENGE, challenge)], ProblemResponse::new(StatusCode::FORBIDDEN)).into_response())
    }

    /// Whether the key signed a challenge of this session. The challenge is used up.
    async fn answers(
        &self,
        session: &OpenSession,
        jws: &str,
        key: &jsonwebtoken::jwk::Jwk,
    ) -> Result<bool, BffError> {
        let Some(challenge) = dbsc::challenge(jws, key) else { return Ok(false) };
        Ok(self.0.challenges.take(&challenge, &session.content.family, PURPOSE).await?.is_some())
    }

    async fn bind(
        &self,
        headers: &HeaderMap,
        session: &OpenSession,
        shown: Shown,
        id: &str,
    ) -> Result<Response, BffError> {
        let proof_cookie = cookies::APP_PROOF.read(headers);
        Ok(match self.keep_proof(session.id(), &session.content.family, proof_cookie, shown).await? {
            Kept::Proved(cookie) => {
                let cookie = [(SET_COOKIE, cookies::APP_PROOF.set(cookie.expose()))];
                (cookie, Json(self.instructions(id))).into_response()
            }
            Kept::Refused => refused(),
            Kept::SignedOut => no_session(),
        })
    }

    /// What the browser has to keep fresh (checklist DB-3, DB-5).
    fn instructions(&self, id: &str) -> Value {
        let origin = self.0.own.as_str();
        let host = url::Url::parse(origin).ok().and_then(|url| url.host_str().map(str::to_owned));
        json!({
            "session_identifier": id,
            "refresh_url": REFRESH_PATH,
            "continue": true,
            "scope": {
                "origin": origin,
                "include_site": false,
                // Signing in and out must never wait for a refresh.
                "scope_specification": [{ "type": "exclude", "domain": host, "path": "/auth" }],
            },
            "credentials": [{
                "type": "cookie",
                "name": cookies::APP_PROOF.name,
                "attributes": "Path=/; Secure; HttpOnly; SameSite=Strict",
            }],
            "allowed_refresh_initiators": [],
        })
    }
}

fn refused() -> Response {
    ProblemResponse::with_detail(StatusCode::FORBIDDEN, "the proof is not valid").into_response()
}

fn no_session() -> Response {
    ProblemResponse::new(StatusCode::UNAUTHORIZED).into_response()
}

/// A structured string (RFC 9651 section 3.3.3) whose content needs no escapes.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    value.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains(['"', '\\']))
}
