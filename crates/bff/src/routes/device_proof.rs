//! `GET` and `POST /auth/device-proof`: scripts prove the key that the session is bound to.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use leasehold_domain::PlainToken;
use leasehold_factors::device_key::{DeviceProof, DevicePublicKey, Jwk, Purpose};
use leasehold_http_kit::{ProblemResponse, cookies};
use serde::{Deserialize, Serialize};

use crate::device_proof::{Kept, Shown};
use crate::{Bff, BffError};

pub(crate) const DEVICE_PROOF_PATH: &str = "/auth/device-proof";

/// What a challenge is for; one for another purpose is none.
const PURPOSE: &str = "device-proof";
/// Longest answer, in bytes.
const LONGEST: usize = 4096;
/// Header of the scripts' requests, as on the issuer's pages: other sites would need a preflight for it.
const CSRF_HEADER: &str = "x-leasehold-csrf";

#[derive(Serialize)]
struct Given {
    /// Comes back with the answer.
    ceremony: String,
    challenge: String,
    challenged_at: i64,
    purpose: &'static str,
    bound_to: String,
}

#[derive(Deserialize)]
struct Answer {
    ceremony: String,
    key: Jwk,
    signature: String,
}

/// What came of an answer.
enum Outcome {
    Proved(PlainToken),
    /// The signature is not over a challenge of this session: nothing is known.
    Invalid,
    /// It is another browser, which is shown the door; the session goes on where its key is.
    OtherKey,
    SignedOut,
}

/// Gives a challenge.
pub(super) async fn get(State(bff): State<Bff>, headers: HeaderMap) -> Response {
    if let Err(cross_site) = bff.0.own.check(&headers) {
        return cross_site.into_response();
    }
    match bff.give_challenge(&headers).await {
        Ok(Some(given)) => Json(given).into_response(),
        Ok(None) => ProblemResponse::new(StatusCode::UNAUTHORIZED).into_response(),
        Err(error) => error.into_response(),
    }
}

/// Takes the answer.
pub(super) async fn post(State(bff): State<Bff>, headers: HeaderMap, body: Bytes) -> Response {
    if let Err(cross_site) = bff.0.own.check(&headers) {
        return cross_site.into_response();
    }
    if !headers.contains_key(CSRF_HEADER) {
        return ProblemResponse::new(StatusCode::FORBIDDEN).into_response();
    }
    let answer = Some(&body[..]).filter(|body| body.len() <= LONGEST);
    let Some(answer) = answer.and_then(|body| serde_json::from_slice::<Answer>(body).ok()) else {
        return ProblemResponse::new(StatusCode::BAD_REQUEST).into_response();
    };
    // In a task of its own: a browser that hangs up must not stop half way.
    let task = tokio::spawn(async move { bff.prove(&headers, &answer).await });
    match task.await.unwrap_or(Err(BffError::Unavailable)) {
        Ok(Outcome::Proved(cookie)) => {
            (StatusCode::NO_CONTENT, [(SET_COOKIE, cookies::APP_PROOF.set(cookie.expose()))]).into_response()
        }
        Ok(Outcome::Invalid) => {
            ProblemResponse::with_detail(StatusCode::BAD_REQUEST, "the proof is not valid").into_response()
        }
        Ok(Outcome::OtherKey) => {
            let cleared = [(SET_COOKIE, cookies::APP_SESSION.clear())];
            (cleared, ProblemResponse::new(StatusCode::UNAUTHORIZED)).into_response()
        }
        Ok(Outcome::SignedOut) => ProblemResponse::new(StatusCode::UNAUTHORIZED).into_response(),
        Err(error) => error.into_response(),
    }
}

impl Bff {
    async fn give_challenge(&self, headers: &HeaderMap) -> Result<Option<Given>, BffError> {
        let Some(session) = self.open_session(headers).await? else { return Ok(None) };
        let family = &session.content.family;
        let issued = self.0.challenges.issue(family, PURPOSE).await?;
        Ok(Some(Given {
            ceremony: issued.challenge.to_string(),
            challenge: issued.challenge.to_string(),
            challenged_at: issued.at.timestamp_millis(),
            purpose: Purpose::Session.as_str(),
            bound_to: self.0.challenges.bound_to(family, PURPOSE).to_base64url(),
        }))
    }

    async fn prove(&self, headers: &HeaderMap, answer: &Answer) -> Result<Outcome, BffError> {
        let Some(session) = self.open_session(headers).await? else { return Ok(Outcome::SignedOut) };
        let family = session.content.family.clone();
        let Some(key) = self.verified(&family, answer).await? else { return Ok(Outcome::Invalid) };
        let bound = session.content.bound.as_ref().and_then(|bound| bound.key.as_ref());
        if bound.is_some_and(|bound| *bound != key) {
            // A failed proof of possession revokes nothing (design section 5): a copied cookie must not end the
            // session of its owner.
            tracing::warn!(
                sid = session.content.identity.sid,
                "a session was shown with another key than its own"
            );
            return Ok(Outcome::OtherKey);
        }
        let proof_cookie = cookies::APP_PROOF.read(headers);
        Ok(match self.keep_proof(session.id(), &family, proof_cookie, Shown::Key(key)).await? {
            Kept::Proved(cookie) => Outcome::Proved(cookie),
            Kept::Refused => Outcome::Invalid,
            Kept::SignedOut => Outcome::SignedOut,
        })
    }

    /// The key of a valid answer.
    async fn verified(&self, family: &str, answer: &Answer) -> Result<Option<String>, BffError> {
        let Some(issued) = self.0.challenges.take(&answer.ceremony, family, PURPOSE).await? else {
            return Ok(None);
        };
        let bound_to = self.0.challenges.bound_to(family, PURPOSE).to_base64url();
        let statement = DeviceProof {
            challenge: &issued.challenge,
            challenged_at: issued.at,
            origin: self.0.own.as_str(),
            purpose: Purpose::Session,
            bound_to: &bound_to,
        }
        .statement();
        let key = DevicePublicKey::from_jwk(&answer.key).ok();
        let signature = BASE64_URL_SAFE_NO_PAD.decode(&answer.signature).unwrap_or_default();
        let valid = key.filter(|key| key.verify(&statement, &signature).is_ok());
        Ok(valid.map(|key| BASE64_URL_SAFE_NO_PAD.encode(key.as_point())))
    }
}
