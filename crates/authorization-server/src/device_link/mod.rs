//! A link from the person's mailbox that makes a new device known (design section 7, `confirm_device`).
//!
//! It gives back what one factor is enough for, on that device only, and nothing else: the device is not trusted,
//! confirms nobody and closes no other hold (checklist ML-7).
//!
//! - [`reach`]: what a link gives back;
//! - [`ask`]: makes the link and its mail, for the account API;
//! - [`opened`]: the link in the browser that asked for it;
//! - [`view`]: its page, which changes nothing;
//! - [`swap`]: `POST /confirm-device/{link}`;
//! - [`known`]: what the swap does.

pub(crate) mod ask;
mod known;
mod opened;
pub(crate) mod reach;
mod swap;
mod view;

use axum::Router;
use axum::routing::post;

pub use view::DeviceLinkPage;

use crate::AuthorizationServer;

/// Where links lead; the token follows.
pub const LINKS: &str = "/confirm-device/";

/// The form of the page.
pub(crate) fn router() -> Router<AuthorizationServer> {
    Router::new()
        .route("/confirm-device/{link}", post(swap::post))
        .layer(axum::middleware::map_response(leasehold_http_kit::headers::issuer_page))
}
