//! Accounts from one-time links: the first administrator's, and those announced with `leasehold user add`.
//!
//! The link's page changes nothing, since mail scanners open links too (checklist ML-2). Its button swaps the
//! link for a [`SetupDraft`](draft::SetupDraft) bound to the browser's transaction cookie; from then on no
//! address says anything. Name and password go into the draft, sealed; the first right code of an
//! authenticator app makes the account, the trusted device and the session in one transaction.

mod account;
mod create;
mod draft;
mod factor;
mod open;
mod place;
mod view;

use axum::Router;
use axum::routing::post;

pub use view::SetupStep;

use crate::AuthorizationServer;

/// Where the pages go on once the link is swapped.
const PAGE: &str = "/setup";

/// The forms of the pages.
pub(super) fn router() -> Router<AuthorizationServer> {
    Router::new()
        .route("/setup/{link}", post(open::post))
        .route("/setup/account", post(account::post))
        .route("/setup/factor", post(factor::post))
}
