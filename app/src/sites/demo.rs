//! The demo's context panel, on the issuer's host; only mounted in demo mode.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, middleware};

use super::SiteSettings;
use crate::data::DemoPages;
use crate::pages::demo;
use crate::visit::Visit;

/// State of the demo's pages.
#[derive(Clone)]
pub struct DemoState {
    /// The issuer's site.
    pub site: Arc<SiteSettings>,
    /// What the demo knows.
    pub pages: Arc<dyn DemoPages>,
    /// The real clock, Unix seconds.
    pub now: Arc<dyn Fn() -> i64 + Send + Sync>,
}

/// `/demo/context`, `/demo/people` and `/demo/outbox`. Has no fallback, so that it can be merged with the issuer's router.
pub fn router(state: DemoState) -> Router {
    Router::new()
        .route("/demo/context", get(demo::context::page))
        .route("/demo/outbox", get(demo::outbox::page))
        .route("/demo/people", get(demo::people::page))
        .layer(middleware::from_fn_with_state(state.clone(), describe))
        .with_state(state)
}

async fn describe(State(state): State<DemoState>, mut request: Request, next: Next) -> Response {
    let now = (state.now)();
    let visit = Visit::new(&request, state.site, now, None);
    request.extensions_mut().insert(visit);
    next.run(request).await
}
