//! `GET /health`: whether this process can serve, for load balancers.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leasehold_http_kit::{headers, problem};
use leasehold_storage::Storage;

/// Answers `ok`, or 503 when the database cannot be read. Says nothing else to anyone.
pub(crate) fn router(storage: Arc<dyn Storage>) -> Router {
    Router::new()
        .route("/health", get(health))
        .layer(map_response(headers::no_store))
        .layer(map_response(headers::data))
        .with_state(storage)
}

async fn health(State(storage): State<Arc<dyn Storage>>) -> Response {
    let found = match storage.read().await {
        Ok(mut tx) => tx.meta(crate::database::RP_ID).await.map(drop),
        Err(error) => Err(error),
    };
    match found {
        Ok(()) => "ok".into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the database cannot be read");
            problem::unavailable(5)
        }
    }
}
