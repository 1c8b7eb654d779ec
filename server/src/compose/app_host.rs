use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, map_response};
use leasehold_app::sites::{AppState, SiteSettings};
use leasehold_bff::Bff;
use leasehold_domain::Entropy;
use leasehold_http_kit::headers;
use tower_http::compression::CompressionLayer;

use super::AppPlan;
use super::app_backend::{Backend, Clocks};

/// Everything on the host of an app: its backend-for-frontend, its pages, its form actions.
///
/// Pages are compressed: the session cookie is `SameSite=Strict`, so nobody else's page can make a browser
/// fetch one with secrets in it and watch its size (BREACH). The issuer's pages are not, their cookies are Lax.
pub(super) fn router(
    plan: &AppPlan,
    bff: &Bff,
    site: Arc<SiteSettings>,
    clocks: Clocks,
    entropy: &Arc<dyn Entropy>,
) -> Router {
    let backend = Backend::new(bff.clone(), &plan.upstream.prefix, clocks, Arc::clone(entropy));
    let pages = (plan.pages)(AppState { site, backend: Arc::new(backend) });
    let pages = pages.layer(CompressionLayer::new()).layer(from_fn(leasehold_bff::arrive));
    bff.router().merge(pages).layer(map_response(headers::app_page))
}
