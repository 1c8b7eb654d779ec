//! A person arriving from another site.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, Method, StatusCode};
use leasehold_http_kit::cookies::APP_SESSION;

use super::hop::hop;
use crate::return_to::ReturnTo;

/// Middleware around pages. A link on another site brings no `Strict` cookie, so the person would seem to be
/// signed out, and signing in again would begin a second session beside the one they have. The page asks for
/// itself once more, as a same-site request, before anything is decided.
pub async fn arrive(request: Request, next: Next) -> Response {
    let foreign = request.method() == Method::GET && is_foreign_visit(request.headers());
    let path = request.uri().path_and_query().and_then(|path| ReturnTo::parse(path.as_str()));
    // `//elsewhere` is a path to us and an address to the browser: such a one is answered as it stands.
    if let Some(path) = path.filter(|_| foreign && APP_SESSION.read(request.headers()).is_none()) {
        return hop(StatusCode::OK, path.as_str());
    }
    next.run(request).await
}

/// Whether another site led a tab here. Browsers say so in headers that no page can forge; one that says
/// nothing is shown the page at once.
fn is_foreign_visit(headers: &HeaderMap) -> bool {
    let is = |name, values: &[&str]| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| values.contains(&value))
    };
    is("sec-fetch-site", &["cross-site", "same-site"]) && is("sec-fetch-mode", &["navigate"])
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    async fn visit(site: &str, mode: &str, cookie: Option<&str>) -> bool {
        let app = Router::new()
            .route("/access", get(|| async { "the page" }))
            .layer(axum::middleware::from_fn(arrive));
        let mut request =
            Request::get("/access?x=%22&y=1").header("sec-fetch-site", site).header("sec-fetch-mode", mode);
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        let response = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        if body == "the page" {
            return false;
        }
        assert!(body.contains("0;url=/access?x=%22&amp;y=1"), "{body}");
        true
    }

    #[tokio::test]
    async fn it_leads_nowhere_else() {
        let app = Router::new().fallback(|| async { "the page" }).layer(axum::middleware::from_fn(arrive));
        for path in ["//evil.example/x", "/\\evil.example", "/%2f/evil.example", "/..//evil.example"] {
            let Ok(uri) = path.parse::<http::Uri>() else { continue };
            let request =
                Request::get(uri).header("sec-fetch-site", "cross-site").header("sec-fetch-mode", "navigate");
            let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
            assert_eq!(&body[..], b"the page", "{path}");
        }
    }

    #[tokio::test]
    async fn only_a_foreign_visit_without_a_session_hops() {
        assert!(visit("cross-site", "navigate", None).await);
        assert!(visit("same-site", "navigate", None).await);
        assert!(!visit("same-origin", "navigate", None).await, "the hop itself");
        assert!(!visit("none", "navigate", None).await, "typed, or from a bookmark");
        assert!(!visit("cross-site", "cors", None).await);
        assert!(!visit("cross-site", "navigate", Some("__Host-Http-lh_bff=x")).await);
    }
}
