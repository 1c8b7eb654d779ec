//! Security headers (checklist HD-1, HD-4, HD-5), as functions for `axum::middleware::map_response`.
//!
//! Each sets only what the handler has not set: a page knows its own nonce and its own form targets.

use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::client_hints;
use crate::problem::DATA_CSP;

/// Policy of a page that did not set its own: no script at all, so nothing opens by omission.
pub const PAGE_CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), \
     publickey-credentials-create=(), publickey-credentials-get=(), usb=()";

/// Passkeys are the issuer's (checklist WA-14).
const ISSUER_PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), \
     publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()";

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Headers of responses that are data.
pub async fn data(mut response: Response) -> Response {
    let headers = response.headers_mut();
    common(headers);
    default(headers, CONTENT_SECURITY_POLICY, DATA_CSP);
    default(headers, REFERRER_POLICY, "no-referrer");
    response
}

/// Headers of the issuer's pages. Their addresses name an interaction, so none is ever sent as referrer.
pub async fn issuer_page(mut response: Response) -> Response {
    let headers = response.headers_mut();
    client_hints::ask(headers);
    default(headers, PERMISSIONS_POLICY, ISSUER_PERMISSIONS);
    common(headers);
    default(headers, CONTENT_SECURITY_POLICY, PAGE_CSP);
    default(headers, REFERRER_POLICY, "no-referrer");
    response
}

/// Headers of an app's pages.
pub async fn app_page(mut response: Response) -> Response {
    let headers = response.headers_mut();
    client_hints::ask(headers);
    common(headers);
    default(headers, CONTENT_SECURITY_POLICY, PAGE_CSP);
    default(headers, REFERRER_POLICY, "same-origin");
    response
}

/// Forbids keeping the response anywhere (checklist H-4).
pub async fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// For origins served over TLS only (RFC 6797 section 7.2).
pub async fn strict_transport(mut response: Response) -> Response {
    default(response.headers_mut(), STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    response
}

fn common(headers: &mut HeaderMap) {
    default(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Beside `frame-ancestors 'none'`, for what does not know it (checklist AZ-14).
    default(headers, X_FRAME_OPTIONS, "DENY");
    default(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    default(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    default(headers, PERMISSIONS_POLICY, PERMISSIONS);
}

fn default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse as _;

    use super::*;

    #[tokio::test]
    async fn a_page_keeps_its_own_policy_and_a_silent_one_gets_no_script() {
        let own = ([(CONTENT_SECURITY_POLICY, "script-src 'nonce-x'")], "page").into_response();
        assert_eq!(issuer_page(own).await.headers()[CONTENT_SECURITY_POLICY], "script-src 'nonce-x'");
        let silent = app_page("page".into_response()).await;
        let policy = silent.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{policy}");
        assert_eq!(silent.headers()[REFERRER_POLICY], "same-origin");
    }

    #[tokio::test]
    async fn passkeys_are_for_the_issuer_alone() {
        let permissions = |response: Response| {
            let value = response.headers()[PERMISSIONS_POLICY].to_str().unwrap().to_owned();
            value.split(", ").map(str::to_owned).collect::<Vec<_>>()
        };
        let issuer = permissions(issuer_page("page".into_response()).await);
        let app = permissions(app_page("page".into_response()).await);
        for feature in ["publickey-credentials-create", "publickey-credentials-get"] {
            assert!(issuer.contains(&format!("{feature}=(self)")), "{issuer:?}");
            assert!(app.contains(&format!("{feature}=()")), "{app:?}");
        }
        assert!(issuer.contains(&"camera=()".to_owned()) && app.contains(&"camera=()".to_owned()));
    }

    #[tokio::test]
    async fn no_store_overrides() {
        let response = no_store(([(CACHE_CONTROL, "max-age=60")], "x").into_response()).await;
        assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
    }
}
