use std::sync::Arc;

use axum::Router;
use axum::middleware::map_response;
use axum::routing::post;
use leasehold_app::sites::demo::DemoState;
use leasehold_http_kit::headers;

use super::state::Demo;
use super::{context_form, people_form};

/// The panel's address.
pub(super) const PANEL: &str = "/demo/context";

/// What the demo adds to the issuer's host.
pub(super) fn router(demo: Demo, site: Arc<leasehold_app::sites::SiteSettings>) -> Router {
    let clock = Arc::clone(&demo.clock);
    let pages = leasehold_app::sites::demo::router(DemoState {
        site,
        pages: Arc::new(demo.clone()),
        now: Arc::new(move || clock.now().timestamp()),
    });
    Router::new()
        .route(PANEL, post(context_form::post))
        .route("/demo/people", post(people_form::post))
        .layer(map_response(headers::data))
        .with_state(demo)
        .merge(pages)
}
