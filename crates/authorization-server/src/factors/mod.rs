//! "Ways to prove it's you": the issuer's pages on which a person adds, renames and removes factors.
//!
//! They work on the issuer's own session, without any client. Whoever changes something proves themselves
//! first ([`permit`]); whatever changes is logged and told ([`change`]). The list of all factors is a page of the
//! dashboard, from `GET /account/v1/factors`.

pub(crate) mod change;
mod confirm;
mod form;
mod manager;
mod one;
mod passkey;
mod permit;
mod pin;
pub(crate) mod recovery_codes;
mod recovery_codes_text;
mod totp;
pub(crate) mod view;

use axum::Router;
use axum::routing::{get, post};

use crate::AuthorizationServer;

pub use view::FactorPage;

/// The forms of the pages, and the one file.
pub(crate) fn router() -> Router<AuthorizationServer> {
    Router::new()
        .route("/factors/confirm", post(confirm::post))
        .route("/factors/confirm/passkey", post(confirm::start_passkey))
        .route("/factors/passkey", post(passkey::post))
        .route("/factors/passkey/start", post(passkey::start))
        .route("/factors/confirm/pin", post(confirm::pin))
        .route("/factors/pin", post(pin::post))
        .route("/factors/pin/start", post(pin::start))
        .route("/factors/recovery-codes", post(recovery_codes::post))
        .route("/factors/recovery-codes.txt", get(recovery_codes_text::get))
        .route("/factors/totp", post(totp::post))
        .route("/factors/{id}", post(one::post))
        .layer(axum::middleware::map_response(leasehold_http_kit::headers::issuer_page))
}
