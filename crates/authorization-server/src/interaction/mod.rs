//! Between the authorization request and the code: sign-in, consent, step-up.
//!
//! An [`Authorization`](leasehold_domain::authorization::Authorization) waits in the database, bound to one
//! browser by a cookie. [`next`] says which page comes next; the pages (drawn by `app`) get their data from
//! [`Interactions`] and post plain forms, each answered by a file of its own with 303 to the next page.
//!
//! Beside it stand the pages that belong to no request: [`setup`] makes accounts from one-time links,
//! [`sign_out`] asks before signing out. Those about factors are in [`factors`](crate::factors).

mod asking;
pub(crate) mod ceremony;
mod consent;
mod consent_view;
pub(crate) mod device;
pub(crate) mod drafts;
pub(crate) mod enrolment;
mod finish;
pub(crate) mod flash;
mod form;
mod live;
mod named;
mod new_password;
mod next;
pub(crate) mod passkey;
pub(crate) mod passwords;
mod pin;
pub(crate) mod prove;
mod setup;
mod sign_in;
mod sign_out;
mod step_up;
pub(crate) mod totp;
pub(crate) mod usable;
mod view;

use axum::Router;
use axum::routing::post;

pub(crate) use finish::{ReturnTo, refuse};
pub use live::ErrorPage;
pub(crate) use live::{Live, NotLive, Pending, begin, error_page, see_other};
pub(crate) use next::{Next, go_on};
pub use setup::SetupStep;
pub use view::{InteractionError, Interactions, Page};
pub(crate) use view::{country_name, lapse, loss, origin};

use crate::AuthorizationServer;

/// The forms of the pages.
pub(crate) fn router() -> Router<AuthorizationServer> {
    Router::new()
        .route("/interaction/{id}/sign-in", post(sign_in::post))
        .route("/interaction/{id}/consent", post(consent::post))
        .route("/interaction/{id}/step-up", post(step_up::post))
        .route("/interaction/{id}/passkey", post(passkey::start))
        .route("/interaction/{id}/pin", post(pin::step))
        .merge(setup::router())
        .layer(axum::middleware::map_response(leasehold_http_kit::headers::issuer_page))
}
