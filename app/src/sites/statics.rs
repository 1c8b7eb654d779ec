use std::path::Path;

use axum::Router;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Serves `/pkg/…` (styles, scripts, WebAssembly) and `/favicon.svg` from `dir`, which holds `pkg/` and the
/// files of `public/`. Compressed variants (`.br`, `.gz`) beside a file are preferred.
pub fn static_files(dir: &Path) -> Router {
    // By a route, not nested: the log names the route of a request.
    let files = ServeDir::new(dir).precompressed_br().precompressed_gzip();
    let icon = tower_http::services::ServeFile::new(dir.join("favicon.svg"));
    Router::new()
        .route_service("/pkg/{*file}", files)
        .route_service("/favicon.svg", icon)
        .layer(SetResponseHeaderLayer::if_not_present(
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=0, must-revalidate"),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
}
