use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::any;
use leasehold_app::sites::SiteSettings;
use leasehold_app::sites::issuer::{self, IssuerState};
use leasehold_authorization_server::AuthorizationServer;
use leasehold_domain::Clock;
use leasehold_http_kit::{headers, problem};

use super::error_pages;
use super::guards::Guards;
use super::issuer_pages::Pages;
use super::resource_metadata;

/// Everything on the issuer's host: protocol and forms, the pages to them, the guarded APIs.
pub(super) fn router(
    server: &AuthorizationServer,
    site: Arc<SiteSettings>,
    clock: &Arc<dyn Clock>,
    guards: &Guards,
    more: Option<Router>,
) -> Router {
    let pages = Pages { server: server.clone(), clock: Arc::clone(clock) };
    let pages = issuer::router(IssuerState { site, pages: Arc::new(pages) });
    let pages = pages.merge(more.unwrap_or_default()).layer(map_response(headers::issuer_page));
    let reads = server.account_read_router().layer(guards.account.require("account.read"));
    let acts = server.account_manage_router().layer(guards.account.require("account.manage"));
    let admin = server.admin_router().layer(guards.admin.require("admin.log"));
    // What calls an API reads no pages. The routes above are more specific.
    let nothing = Router::new().fallback(problem::not_found);
    let unknown = Router::new()
        .nest("/account", nothing.clone())
        .nest("/admin", nothing)
        // What is nested does not answer at the slash behind it.
        .route("/account/", any(problem::not_found))
        .route("/admin/", any(problem::not_found))
        .layer(map_response(headers::data))
        .layer(map_response(headers::no_store));
    let protocol = server.router().layer(from_fn_with_state(pages.clone(), error_pages::draw));
    let apis = reads.merge(acts).merge(admin).merge(resource_metadata::router(guards)).merge(unknown);
    protocol.merge(apis).merge(pages)
}
