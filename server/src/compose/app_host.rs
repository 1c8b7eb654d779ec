use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use leasehold_app::sites::{AppState, SiteSettings};
use leasehold_bff::Bff;
use leasehold_domain::Entropy;
use leasehold_http_kit::headers;

use super::AppPlan;
use super::app_backend::{Backend, Clocks};
use super::compression::compressed;
use super::error_pages;

/// Everything on the host of an app: its backend-for-frontend, its pages, its form actions.
pub(super) fn router(
    plan: &AppPlan,
    bff: &Bff,
    site: Arc<SiteSettings>,
    clocks: Clocks,
    entropy: &Arc<dyn Entropy>,
) -> Router {
    let backend = Backend::new(bff.clone(), &plan.upstream.prefix, clocks, Arc::clone(entropy));
    let pages = (plan.pages)(AppState { site, backend: Arc::new(backend) });
    let pages = compressed(pages).layer(from_fn(leasehold_bff::arrive));
    let bff = bff.router().layer(from_fn_with_state(pages.clone(), error_pages::draw));
    bff.merge(pages).layer(map_response(headers::app_page))
}
