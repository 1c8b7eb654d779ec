//! Protected resource metadata of our own APIs (RFC 9728). Both are resources with a path on the issuer's host,
//! so that the well-known part stands before it (section 3.1).

use axum::middleware::map_response;
use axum::routing::get;
use axum::{Json, Router};
use leasehold_http_kit::headers;

use super::guards::Guards;

/// The documents that the challenges of both guards point to.
pub(super) fn router(guards: &Guards) -> Router {
    let account = Json(guards.account.metadata(&["account.read", "account.manage"]));
    let admin = Json(guards.admin.metadata(&["admin.log"]));
    Router::new()
        .route("/.well-known/oauth-protected-resource/account", get(async || account))
        .route("/.well-known/oauth-protected-resource/admin", get(async || admin))
        .layer(map_response(headers::data))
}
