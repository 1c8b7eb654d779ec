//! `GET /bff/events`: what the app's pages show live, for apps that have a stream at the issuer.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::StreamExt as _;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName};
use http::{HeaderValue, Request as Outgoing, StatusCode};
use leasehold_http_kit::ProblemResponse;

use crate::session::OpenSession;
use crate::upstream::proof_required;
use crate::{Bff, BffError, BrowserContext, DeviceStanding};

const EVENT_STREAM: HeaderValue = HeaderValue::from_static("text/event-stream");
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Streams what the API says, until the session ends or either side hangs up. A stream begins only with a fresh
/// proof of the session's key; the pages prove it again while they are looked at, and begin anew.
pub(super) async fn handle(State(bff): State<Bff>, request: Request) -> Response {
    let Some(address) = &bff.0.events else {
        return ProblemResponse::new(StatusCode::NOT_FOUND).into_response();
    };
    if let Err(cross_site) = bff.0.own.check(request.headers()) {
        return cross_site.into_response();
    }
    let client = BrowserContext::new(request.headers(), request.extensions());
    let last = request.headers().get(LAST_EVENT_ID).cloned();
    let headers = request.into_parts().0.headers;
    let opened = match bff.open_session(&headers).await {
        Ok(Some(session)) if bff.standing(&session, &headers) == DeviceStanding::Stale => {
            return ProblemResponse(proof_required()).into_response();
        }
        Ok(Some(session)) => bff.event_stream(address, session, &client, last).await,
        Ok(None) => Ok(None),
        Err(error) => Err(error),
    };
    match opened {
        Ok(Some(body)) => ([(CONTENT_TYPE, EVENT_STREAM)], body).into_response(),
        Ok(None) => ProblemResponse::new(StatusCode::UNAUTHORIZED).into_response(),
        Err(error) => error.into_response(),
    }
}

impl Bff {
    async fn event_stream(
        &self,
        address: &str,
        session: OpenSession,
        client: &BrowserContext,
        last: Option<HeaderValue>,
    ) -> Result<Option<Body>, BffError> {
        let live = self.0.sessions.live.of(&session.content.family);
        let Some(access) = self.access_token(session.id(), None).await? else { return Ok(None) };
        let mut outgoing = Outgoing::get(address).body(Bytes::new()).map_err(|_| BffError::NotAllowed)?;
        *outgoing.headers_mut() = self.headers(&access, client, None)?;
        outgoing.headers_mut().insert(ACCEPT, EVENT_STREAM);
        outgoing.headers_mut().extend(last.map(|id| (LAST_EVENT_ID, id)));
        let answer = self.0.oidc.caller.send(outgoing).await.map_err(|_| BffError::Unavailable)?;
        match answer.status() {
            StatusCode::OK => {
                let events = answer.into_body().into_data_stream();
                Ok(Some(Body::from_stream(events.take_until(Box::pin(live.ended())))))
            }
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Ok(None),
            _ => Err(BffError::Unavailable),
        }
    }
}
