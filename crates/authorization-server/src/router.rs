//! The routes of the authorization server.

use axum::Router;
use axum::middleware::map_response;
use axum::response::Response;
use leasehold_http_kit::problem;

use crate::{AuthorizationServer, device_key, device_link, endpoints, factors, interaction};

impl AuthorizationServer {
    /// The protocol and the forms of the issuer's pages. The pages themselves, and the account and admin
    /// APIs behind their guards, are put beside it where everything is composed.
    pub fn router(&self) -> Router {
        Router::new()
            .merge(endpoints::data_router())
            .merge(endpoints::browser_router())
            .merge(device_key::router().layer(map_response(leasehold_http_kit::headers::data)))
            .merge(device_link::router())
            .merge(factors::router())
            .merge(interaction::router())
            .method_not_allowed_fallback(|| async { problem::method_not_allowed().await })
            .layer(map_response(no_store))
            .with_state(self.clone())
    }
}

/// Tokens, codes and people's data are in most answers, and none is worth caching (checklist H-4).
async fn no_store(response: Response) -> Response {
    leasehold_http_kit::headers::no_store(response).await
}
