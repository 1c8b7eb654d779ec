//! Compression of an app's pages, for requests that the app itself or the person began.

use axum::Router;
use axum::extract::Request;
use axum::middleware::map_request;
use http::HeaderMap;
use http::header::ACCEPT_ENCODING;
use tower_http::compression::CompressionLayer;

/// Whoever can make a browser fetch a page with secrets in it, with text of his own in its address, and watch
/// its size, learns the secrets (BREACH). `SameSite=Strict` keeps other sites from that, but not a sibling
/// host, which is the same site; `Sec-Fetch-Site` tells the two apart.
pub(super) fn compressed(pages: Router) -> Router {
    pages.layer(CompressionLayer::new()).layer(map_request(plain_for_others))
}

async fn plain_for_others(mut request: Request) -> Request {
    if !is_own(request.headers()) {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    request
}

/// Whether the app itself or the person, by the address bar say, began the request.
fn is_own(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin" || site == "none")
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    async fn is_compressed(site: Option<&str>) -> bool {
        let pages = Router::new().route("/", get(async || "a page ".repeat(100)));
        let mut request = Request::get("/").header(ACCEPT_ENCODING, "gzip, br");
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let response = compressed(pages).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        response.headers().contains_key("content-encoding")
    }

    #[tokio::test]
    async fn a_sibling_host_cannot_measure_a_compressed_page() {
        for site in [Some("same-origin"), Some("none")] {
            assert!(is_compressed(site).await, "{site:?}");
        }
        for site in [Some("same-site"), Some("cross-site"), Some("Same-Origin"), None] {
            assert!(!is_compressed(site).await, "{site:?}");
        }
    }
}
