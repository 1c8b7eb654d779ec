//! `POST /demo/context`: moves this browser, or policy time.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::header::{LOCATION, SET_COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode};
use leasehold_context::device_name;
use leasehold_domain::device::Device;
use leasehold_domain::{DeviceId, PlainToken, TokenKind};
use leasehold_http_kit::{FormFields, ProblemResponse, cookies};
use leasehold_storage::{Result, StorageError};

use super::places::Place;
use super::state::Demo;
use super::{clock, routes};

/// Fields: `csrf`, and one of `place`, `clock`, `device=forget`.
pub(super) async fn post(
    State(demo): State<Demo>,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Response {
    let expected = csrf(&demo, &headers);
    if demo.issuer.check(&headers).is_err() || fields.get("csrf") != Some(&expected) {
        return ProblemResponse::new(StatusCode::FORBIDDEN).into_response();
    }
    let done = match (fields.get("place"), fields.get("clock"), fields.get("device")) {
        (Some(code), None, None) => match Place::parse(code) {
            Some(place) => put(&demo, &headers, place).await,
            None => return ProblemResponse::new(StatusCode::BAD_REQUEST).into_response(),
        },
        (None, Some(word), None) => {
            let offset = clock::offset(word, demo.policy_clock_now(), demo.clock.now());
            let Some(offset) = offset else {
                return ProblemResponse::new(StatusCode::BAD_REQUEST).into_response();
            };
            demo.set_offset(offset).await.map(|()| Vec::new())
        }
        (None, None, Some("forget")) => Ok(vec![cookies::DEVICE.clear(), cookies::ISSUER_SESSION.clear()]),
        _ => return ProblemResponse::new(StatusCode::BAD_REQUEST).into_response(),
    };
    match done {
        Ok(set) => {
            let back = HeaderValue::from_static(routes::PANEL);
            let mut response = (StatusCode::SEE_OTHER, [(LOCATION, back)]).into_response();
            response.headers_mut().extend(set.into_iter().map(|cookie| (SET_COOKIE, cookie)));
            response
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the panel could not be kept");
            leasehold_http_kit::problem::unavailable(1)
        }
    }
}

/// Hidden field of the panel's forms, bound to the browser.
pub(super) fn csrf(demo: &Demo, headers: &HeaderMap) -> String {
    let browser = cookies::DEVICE.read(headers).unwrap_or_default();
    BASE64_URL_SAFE_NO_PAD.encode(demo.master_key.keyed_hash("demo-csrf", browser.as_bytes()))
}

/// A browser that nobody signed in with has no device yet: it gets one now, which the sign-in then finds.
async fn put(demo: &Demo, headers: &HeaderMap, place: Place) -> Result<Vec<HeaderValue>> {
    if let Some(device) = demo.device(headers).await? {
        demo.set_place(device, place).await?;
        return Ok(Vec::new());
    }
    let (now, entropy) = (demo.clock.now(), demo.entropy.as_ref());
    let cookie = PlainToken::generate(TokenKind::Device, entropy);
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = device_name(agent);
    let device = Device {
        id: DeviceId::generate(now, entropy),
        cookie: cookie.hashed(),
        previous_cookie: None,
        rotated_at: now,
        name: name.name,
        mobile: name.mobile,
        first_seen: now,
        cookie_reused_at: None,
        key: None,
        traits: None,
    };
    let mut tx = demo.storage.write().await?;
    tx.add_device(&device).await?;
    tx.commit().await?;
    demo.set_place(device.id, place).await?;
    Ok::<_, StorageError>(vec![cookies::DEVICE.set(cookie.expose())])
}
