//! `ANY /api/{prefix}/…`: the relay for scripts (checklist BF-10, BF-13).
//!
//! What goes through is listed, in both directions: method, path, a handful of headers, JSON. Cookies,
//! tokens and identity headers are not on the list.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{
    ACCEPT, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, REFERER, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, StatusCode};
use leasehold_http_kit::ProblemResponse;
use leasehold_http_kit::problem::DATA_CSP;

use crate::return_to::ReturnTo;
use crate::upstream::{
    Executed, IDEMPOTENCY_KEY, Outgoing, Refusal, StepUp, idempotency_key, proof_required, refusal,
};
use crate::{Bff, BffError, BrowserContext, DeviceStanding};

/// Most bytes of a relayed request.
const LIMIT: usize = 64 * 1024;

const JSON: &str = "application/json";

/// Relays a fetch of our own scripts. Never answers with a redirect.
pub(super) async fn handle(State(bff): State<Bff>, request: Request) -> Response {
    if let Err(cross_site) = bff.0.own.check_fetch(request.headers()) {
        return cross_site.into_response();
    }
    bff.relay(request).await.unwrap_or_else(IntoResponse::into_response)
}

impl Bff {
    async fn relay(&self, request: Request) -> Result<Response, BffError> {
        let (parts, body) = request.into_parts();
        let Some(session) = self.session(&parts.headers).await? else {
            return Ok(ProblemResponse::new(StatusCode::UNAUTHORIZED).into_response());
        };
        if session.device() == DeviceStanding::Stale {
            return Ok(ProblemResponse(proof_required()).into_response());
        }
        // The path as it was sent: what the router decoded could hide a slash.
        let target = parts.uri.path_and_query().map(http::uri::PathAndQuery::as_str).unwrap_or_default();
        let target = target.strip_prefix("/api/").ok_or(BffError::NotAllowed)?;
        let (prefix, target) = target.split_at(target.find('/').ok_or(BffError::NotAllowed)?);
        let url = self.upstream(prefix).ok_or(BffError::NotAllowed)?.allowed(&parts.method, target)?;
        let body = match read(&parts.headers, body).await {
            Ok(body) => body,
            Err(status) => return Ok(ProblemResponse::new(status).into_response()),
        };
        let key = parts.headers.get(IDEMPOTENCY_KEY).map(|value| value.to_str().unwrap_or_default());
        let outgoing = Outgoing {
            method: parts.method.clone(),
            url,
            accept: parts.headers.get(ACCEPT).cloned().unwrap_or(HeaderValue::from_static(JSON)),
            content_type: (!body.is_empty()).then(|| HeaderValue::from_static(JSON)),
            body,
            idempotency_key: key.map(idempotency_key).transpose()?,
        };
        let answer = match self.execute(&session, &outgoing, &BrowserContext::of(&parts)).await? {
            Executed::Answer(answer) => answer,
            Executed::SignedOut => return Ok(ProblemResponse::new(StatusCode::UNAUTHORIZED).into_response()),
        };
        if answer.status().is_success() {
            return Ok(success(answer));
        }
        let Refusal { mut problem, step_up } = refusal(&answer);
        self.note_refusal(&session, &problem).await;
        problem.step_up_url = step_up.map(|step_up| self.step_up_url(&step_up, &parts.headers));
        let mut response = ProblemResponse(problem).into_response();
        if let Some(seconds) = answer.headers().get(RETRY_AFTER) {
            response.headers_mut().insert(RETRY_AFTER, seconds.clone());
        }
        Ok(response)
    }

    /// Where the script sends the person; afterwards they are back on the page that fetched.
    fn step_up_url(&self, step_up: &StepUp, headers: &HeaderMap) -> String {
        let page = headers.get(REFERER).and_then(|value| value.to_str().ok());
        let path = page.and_then(|page| page.strip_prefix(self.0.own.as_str()));
        step_up.path(Some(&ReturnTo::or_home(path)))
    }
}

/// Reads a body, which must be JSON if there is one.
async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, StatusCode> {
    let body = axum::body::to_bytes(body, LIMIT).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    if body.is_empty() || is_json(headers) { Ok(body) } else { Err(StatusCode::UNSUPPORTED_MEDIA_TYPE) }
}

/// An answer of any other type would be a page on our origin, written by somebody else.
fn success(answer: http::Response<Bytes>) -> Response {
    if !answer.body().is_empty() && !is_json(answer.headers()) {
        return ProblemResponse::new(StatusCode::BAD_GATEWAY).into_response();
    }
    let (parts, body) = answer.into_parts();
    let mut headers = HeaderMap::new();
    for name in [CONTENT_TYPE, CONTENT_LANGUAGE] {
        headers.extend(parts.headers.get(&name).cloned().map(|value| (name, value)));
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(DATA_CSP));
    let mut response = (parts.status, body).into_response();
    response.headers_mut().remove(CONTENT_TYPE);
    response.headers_mut().extend(headers);
    response
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case(JSON)
}
