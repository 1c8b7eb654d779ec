//! Pages of the issuer. The authorization server answers the `POST` of the same addresses; its router is
//! merged with this one.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, middleware};
use http::StatusCode;

use super::SiteSettings;
use super::render::respond;
use crate::data::{IssuerPages, PageError};
use crate::pages::issuer;
use crate::visit::Visit;

/// State of the issuer's pages.
#[derive(Clone)]
pub struct IssuerState {
    /// The site; `Brand::Leasehold`.
    pub site: Arc<SiteSettings>,
    /// The authorization server.
    pub pages: Arc<dyn IssuerPages>,
}

/// All `GET` pages, with a fallback for unknown paths.
pub fn router(state: IssuerState) -> Router {
    Router::new()
        .route("/interaction/{id}/sign-in", get(issuer::sign_in::page))
        .route("/interaction/{id}/consent", get(issuer::consent::page))
        .route("/interaction/{id}/step-up", get(issuer::step_up::page))
        .route("/factors/confirm", get(issuer::factors::confirm::page))
        .route("/factors/passkey", get(issuer::factors::passkey::page))
        .route("/factors/pin", get(issuer::factors::pin::page))
        .route("/factors/recovery-codes", get(issuer::factors::recovery_codes::page))
        .route("/factors/totp", get(issuer::factors::totp::page))
        .route("/factors/removed", get(issuer::factors::passkey_removed::page))
        .route("/factors/{id}", get(issuer::factors::one::page))
        .route("/confirm-device/{link}", get(issuer::device_link::page))
        .route("/setup", get(issuer::setup::page))
        .route("/setup/{link}", get(issuer::setup::page_of_link))
        .route("/sign-out", get(issuer::sign_out::page))
        .route("/signed-out", get(issuer::signed_out::page))
        .route("/error", get(issuer::error::page))
        .route("/", get(issuer::home::page))
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(state.clone(), describe))
        .with_state(state)
}

/// The page of an error of the authorization endpoint that cannot be answered to a client (RFC 6749 section
/// 4.1.2.1). `code` chooses among texts; an unknown one gives the general text.
pub fn error_page(visit: Visit, code: &str, status: StatusCode) -> Response {
    let page = issuer::error::of_code(&visit, code).status(status);
    respond(visit, Ok(page))
}

async fn describe(State(state): State<IssuerState>, mut request: Request, next: Next) -> Response {
    let visit = Visit::new(&request, state.site, state.pages.now(), None);
    request.extensions_mut().insert(visit);
    next.run(request).await
}

async fn not_found(visit: Visit) -> Response {
    respond(visit, Err(PageError::NotFound))
}
