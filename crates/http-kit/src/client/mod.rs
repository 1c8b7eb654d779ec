//! The one way in which our parts call each other, so that one process and several behave alike
//! (design section 2): a router called in process, or HTTP.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::header::{CONNECTION, HOST, TE, TRANSFER_ENCODING, UPGRADE};
use http::uri::{Authority, PathAndQuery};
use http::{HeaderValue, Request, Response, Uri};
use tower::ServiceExt as _;

/// How long a call may take until its headers (or, for [`Caller::send_collected`], its whole body) are here.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// Most bytes of a collected answer.
pub const ANSWER_LIMIT: usize = 1024 * 1024;

/// Why a call gave no answer. The texts name no address and no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The request has no absolute address.
    #[error("the request has no absolute address")]
    NoAddress,
    /// Nobody answered, or the connection broke.
    #[error("the other side cannot be reached")]
    Unreachable,
    /// The answer took longer than [`TIMEOUT`].
    #[error("the other side took too long")]
    Timeout,
    /// The answer is larger than [`ANSWER_LIMIT`].
    #[error("the answer is too large")]
    TooLarge,
}

/// Calls another part. Cheap to clone.
///
/// Requests carry absolute addresses. In process the extensions travel along, so an
/// [`crate::ClientAddress`] set by the caller is what the other side sees. Redirects are never followed.
#[derive(Clone)]
pub struct Caller {
    routes: Arc<BTreeMap<String, Router>>,
    otherwise: Otherwise,
}

#[derive(Clone)]
enum Otherwise {
    Router(Router),
    Http(reqwest::Client),
    Nobody,
}

impl Caller {
    /// Calls this router, whatever the address says.
    #[must_use]
    pub fn in_process(router: Router) -> Self {
        Self { routes: Arc::default(), otherwise: Otherwise::Router(router) }
    }

    /// Calls over HTTP.
    ///
    /// # Errors
    ///
    /// [`CallError::Unreachable`] when the TLS library cannot start.
    pub fn http() -> Result<Self, CallError> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(TIMEOUT)
            .no_proxy()
            .build()
            .map_err(|_| CallError::Unreachable)?;
        Ok(Self { routes: Arc::default(), otherwise: Otherwise::Http(client) })
    }

    /// Calls the router of the address's authority (`localhost:8080`), and for all others what `fallback`
    /// calls; without a fallback they cannot be reached.
    #[must_use]
    pub fn routed(routes: BTreeMap<String, Router>, fallback: Option<Self>) -> Self {
        let otherwise = fallback.map_or(Otherwise::Nobody, |caller| caller.otherwise);
        Self { routes: Arc::new(routes), otherwise }
    }

    /// Sends a request and gives the answer as soon as its headers are here; the body streams.
    ///
    /// # Errors
    ///
    /// [`CallError`]; an answer with an error status is an answer.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, CallError> {
        tokio::time::timeout(TIMEOUT, self.dispatch(request)).await.map_err(|_| CallError::Timeout)?
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    ///
    /// [`CallError`].
    pub async fn send_collected(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CallError> {
        let call = async {
            let (parts, body) = self.dispatch(request).await?.into_parts();
            let limited = http_body_util::Limited::new(body, ANSWER_LIMIT);
            let body = http_body_util::BodyExt::collect(limited).await.map_err(|error| {
                if error.is::<http_body_util::LengthLimitError>() {
                    CallError::TooLarge
                } else {
                    CallError::Unreachable
                }
            })?;
            Ok(Response::from_parts(parts, body.to_bytes()))
        };
        tokio::time::timeout(TIMEOUT, call).await.map_err(|_| CallError::Timeout)?
    }

    async fn dispatch(&self, request: Request<Bytes>) -> Result<Response<Body>, CallError> {
        let authority = request.uri().authority().ok_or(CallError::NoAddress)?.clone();
        match (self.routes.get(authority.as_str()), &self.otherwise) {
            (Some(router), _) | (None, Otherwise::Router(router)) => {
                in_process(router.clone(), &authority, request).await
            }
            (None, Otherwise::Http(client)) => over_http(client, request).await,
            (None, Otherwise::Nobody) => Err(CallError::Unreachable),
        }
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("routes", &self.routes.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The router sees what a server would: an address without authority, and the authority as `Host`.
async fn in_process(
    router: Router,
    authority: &Authority,
    request: Request<Bytes>,
) -> Result<Response<Body>, CallError> {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
    parts.uri = Uri::from(path);
    if !parts.headers.contains_key(HOST) {
        let host = HeaderValue::from_str(authority.as_str()).map_err(|_| CallError::NoAddress)?;
        parts.headers.insert(HOST, host);
    }
    let request = Request::from_parts(parts, Body::from(body));
    router.oneshot(request).await.map_err(|never| match never {})
}

async fn over_http(client: &reqwest::Client, request: Request<Bytes>) -> Result<Response<Body>, CallError> {
    let request = reqwest::Request::try_from(request).map_err(|_| CallError::NoAddress)?;
    let answer = client
        .execute(request)
        .await
        .map_err(|error| if error.is_timeout() { CallError::Timeout } else { CallError::Unreachable })?;
    let mut response = Response::new(());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    // Hop-by-hop headers belong to the connection that ends here (RFC 9110 section 7.6.1).
    for name in [CONNECTION, TE, TRANSFER_ENCODING, UPGRADE] {
        response.headers_mut().remove(name);
    }
    Ok(response.map(|()| Body::from_stream(answer.bytes_stream())))
}

#[cfg(test)]
mod tests;
