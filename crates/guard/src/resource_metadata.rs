//! Protected resource metadata (RFC 9728, checklist MD-6).

use axum::routing::get;
use axum::{Json, Router};
use leasehold_oauth_types::discovery::ResourceMetadata;

use crate::GuardConfig;

/// Serves the document.
pub(crate) fn router(config: &GuardConfig, scopes: &[&str]) -> Router {
    let document = ResourceMetadata {
        resource: config.audience.clone(),
        authorization_servers: vec![config.issuer.clone()],
        scopes_supported: scopes.iter().filter_map(|scope| scope.parse().ok()).collect(),
        bearer_methods_supported: vec!["header".to_owned()],
    };
    Router::new()
        .route("/.well-known/oauth-protected-resource", get(move || async move { Json(document.clone()) }))
}
