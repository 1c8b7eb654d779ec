//! The key that a browser holds for the issuer's origin, and what becomes of a browser that does not show it
//! (design sections 6 and 7, "Device recognition").
//!
//! - [`challenge`]: `POST /device/challenge`, what a key signs;
//! - [`proof`]: the answer, in the hidden field `device_proof` of a form;
//! - [`arrive`]: which device somebody signs in on;
//! - [`stay`]: whether a session is still where its key is;
//! - [`bind`] writes down what a proof says;
//! - [`traits`]: whether the device looks as it did.

pub(crate) mod arrive;
mod bind;
pub(crate) mod challenge;
pub(crate) mod proof;
pub(crate) mod stay;
mod traits;

use axum::Router;
use axum::routing::post;

use crate::AuthorizationServer;

/// What scripts of the issuer's pages ask for.
pub(crate) fn router() -> Router<AuthorizationServer> {
    Router::new().route("/device/challenge", post(challenge::post))
}
