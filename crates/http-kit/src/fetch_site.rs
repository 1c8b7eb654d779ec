//! Who started a request: our own pages, or somebody else's (checklist BF-7, BF-8).
//!
//! `SameSite` cookies do not stop sibling hosts; `Sec-Fetch-Site` and `Origin` do, and no script can set
//! either.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::ORIGIN;
use http::{HeaderMap, StatusCode};

use crate::ProblemResponse;

/// Header that our own scripts send with every fetch: a foreign origin would need a preflight for it, which
/// we never grant.
pub const FETCH_HEADER: &str = "x-leasehold";

const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// The request was not started by a page of this origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the request was not started by this site")]
pub struct CrossSite;

impl IntoResponse for CrossSite {
    fn into_response(self) -> Response {
        ProblemResponse::with_detail(StatusCode::FORBIDDEN, self.to_string()).into_response()
    }
}

/// One origin of ours, such as `http://app.localhost:8080`, and the checks against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnOrigin(Arc<str>);

impl OwnOrigin {
    /// Takes the origin as browsers write it: scheme, host, and port unless it is the scheme's own.
    #[must_use]
    pub fn new(origin: impl Into<Arc<str>>) -> Self {
        Self(origin.into())
    }

    /// The origin.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For `GET` of data and event streams, and the part that forms and fetches share.
    ///
    /// A form on a page with `Referrer-Policy: no-referrer` sends `Origin: null`; that is accepted only
    /// beside `Sec-Fetch-Site: same-origin`.
    ///
    /// # Errors
    ///
    /// [`CrossSite`] unless `Sec-Fetch-Site` is `same-origin`, or is absent and `Origin` is ours.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), CrossSite> {
        let site = single(headers, SEC_FETCH_SITE)?;
        let origin = single(headers, ORIGIN.as_str())?;
        match (site, origin) {
            (Some("same-origin"), None | Some("null")) => Ok(()),
            (Some("same-origin") | None, Some(origin)) if origin == &*self.0 => Ok(()),
            _ => Err(CrossSite),
        }
    }

    /// For fetches: the same, and the header [`FETCH_HEADER`] must be `1`.
    ///
    /// # Errors
    ///
    /// [`CrossSite`].
    pub fn check_fetch(&self, headers: &HeaderMap) -> Result<(), CrossSite> {
        match single(headers, FETCH_HEADER)? {
            Some("1") => self.check(headers),
            _ => Err(CrossSite),
        }
    }
}

/// Middleware (`from_fn_with_state`) around data, event streams and form targets.
pub async fn require_own_origin(
    State(own): State<OwnOrigin>,
    request: Request,
    next: Next,
) -> Result<Response, CrossSite> {
    own.check(request.headers())?;
    Ok(next.run(request).await)
}

/// Middleware (`from_fn_with_state`) around addresses that only our scripts fetch.
pub async fn require_own_fetch(
    State(own): State<OwnOrigin>,
    request: Request,
    next: Next,
) -> Result<Response, CrossSite> {
    own.check_fetch(request.headers())?;
    Ok(next.run(request).await)
}

fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, CrossSite> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (value, None) => value.map(|value| value.to_str().map_err(|_| CrossSite)).transpose(),
        _ => Err(CrossSite),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "http://app.localhost:8080";

    fn check(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|&(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        OwnOrigin::new(OWN).check(&headers.collect()).is_ok()
    }

    #[test]
    fn only_our_own_pages_pass() {
        assert!(check(&[("sec-fetch-site", "same-origin")]));
        assert!(check(&[("sec-fetch-site", "same-origin"), ("origin", OWN)]));
        assert!(check(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(check(&[("origin", OWN)]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!check(&[("sec-fetch-site", site)]), "{site}");
            assert!(!check(&[("sec-fetch-site", site), ("origin", OWN)]), "{site}");
        }
        assert!(!check(&[]));
        assert!(!check(&[("origin", "null")]));
        assert!(!check(&[("origin", "http://northbank.localhost:8080")]));
        assert!(!check(&[("sec-fetch-site", "same-origin"), ("origin", "http://localhost:8080")]));
    }

    #[test]
    fn doubled_headers_are_refused() {
        let mut headers = HeaderMap::new();
        headers.append(SEC_FETCH_SITE, "same-origin".parse().unwrap());
        headers.append(SEC_FETCH_SITE, "cross-site".parse().unwrap());
        assert_eq!(OwnOrigin::new(OWN).check(&headers), Err(CrossSite));
    }

    #[test]
    fn a_fetch_also_needs_the_header() {
        let own = OwnOrigin::new(OWN);
        let mut headers = HeaderMap::new();
        headers.insert(SEC_FETCH_SITE, "same-origin".parse().unwrap());
        assert_eq!(own.check_fetch(&headers), Err(CrossSite));
        headers.insert(FETCH_HEADER, "1".parse().unwrap());
        assert_eq!(own.check_fetch(&headers), Ok(()));
    }
}
