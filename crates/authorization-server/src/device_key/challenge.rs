//! `POST /device/challenge`: gives a script of a page of ours something to sign with the key of the browser.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::StatusCode;
use leasehold_domain::{PlainToken, Time};
use leasehold_factors::device_key::{Challenge, Purpose};
use leasehold_http_kit::ProblemResponse;
use leasehold_http_kit::fetch_site::OwnOrigin;
use serde::{Deserialize, Serialize};

use crate::AuthorizationServer;
use crate::browser::{self, Browser};
use crate::failure::Failure;
use crate::flood::DeviceChallenge;
use crate::interaction::ceremony::Ceremony;
use crate::interaction::passkey::csrf_header;
use crate::recognition::known_device;

/// What is kept until the answer.
#[derive(Serialize, Deserialize)]
pub(super) struct Asked {
    pub(super) challenge: String,
    pub(super) at: Time,
    pub(super) purpose: String,
    pub(super) salt: [u8; 32],
}

/// What the script gets; it builds what it signs from this and its own origin.
#[derive(Serialize)]
struct Given {
    ceremony: String,
    challenge: String,
    challenged_at: i64,
    purpose: &'static str,
    bound_to: String,
    salt: String,
}

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    _limited: DeviceChallenge,
    browser: Browser,
) -> Response {
    match challenge(&server, &browser).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn challenge(server: &AuthorizationServer, browser: &Browser) -> Result<Response, Failure> {
    // No form of ours stands behind it whose token could be compared: a challenge gives nothing away and
    // changes nothing. That the header is there keeps other sites from asking at all.
    let own = OwnOrigin::new(server.config.issuer.as_str()).check(&browser.headers).is_ok();
    if !own || csrf_header(browser).is_none() {
        let detail = "the request was not sent from a page of its own";
        return Ok(ProblemResponse::with_detail(StatusCode::FORBIDDEN, detail).into_response());
    }
    let Some(bound) = binding(server, browser) else {
        let detail = "nothing is in progress in this browser";
        return Ok(ProblemResponse::with_detail(StatusCode::CONFLICT, detail).into_response());
    };
    let mut tx = server.storage.write().await?;
    let signed_in = browser::session(server, tx.as_mut(), browser).await?.is_some();
    let purpose = if signed_in { Purpose::StepUp } else { Purpose::SignIn };
    let traits = known_device(server, tx.as_mut(), browser).await?.and_then(|device| device.traits);
    // The salt of a device stays: hashes with another one could not be compared.
    let salt = traits.map_or_else(|| server.entropy.bytes(), |traits| traits.salt);
    let challenge = Challenge::issue(server.entropy.as_ref());
    let at = leasehold_domain::clock::at_millis(server.now().timestamp_millis());
    let asked = Asked { challenge: challenge.to_string(), at, purpose: purpose.as_str().into(), salt };
    let ceremony = Ceremony { purpose: CEREMONY, bound_to: bound.as_bytes() };
    let token = ceremony.begin(server, tx.as_mut(), &asked).await?;
    tx.commit().await?;
    let given = Given {
        ceremony: token.expose().to_owned(),
        challenge: asked.challenge,
        challenged_at: at.timestamp_millis(),
        purpose: purpose.as_str(),
        bound_to: bound,
        salt: BASE64_URL_SAFE_NO_PAD.encode(salt),
    };
    Ok(Json(given).into_response())
}

pub(super) const CEREMONY: &str = "device-proof";

/// What ties a challenge to one browser: the authorization request it has open, or else its session.
pub(super) fn binding(server: &AuthorizationServer, browser: &Browser) -> Option<String> {
    let cookie = browser.transaction.as_ref().or(browser.session.as_ref()).map(PlainToken::hashed)?;
    let bound = server.master_key.keyed_hash("device-proof", cookie.as_bytes());
    Some(BASE64_URL_SAFE_NO_PAD.encode(bound))
}
