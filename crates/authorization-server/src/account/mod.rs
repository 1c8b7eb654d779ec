//! The account API: what a person sees and does about their own devices, sessions, apps and scopes.
//!
//! It stands behind a guard, put before it where everything is composed: one for `account.read`, one for
//! `account.manage`. Each handler takes an [`AccountCaller`], which fails closed without one.

mod access;
mod activity;
mod authority;
mod block_device;
mod caller;
mod confirm_activity;
mod device_link;
mod device_number;
mod devices;
mod events;
mod factors;
mod failure;
mod notices;
mod profile;
mod read_notice;
mod read_notices;
mod sign_out;
mod sign_out_others;
mod standing;
mod unusual_activity;
pub(crate) mod watch;

use axum::Router;
use axum::routing::{get, post};
use leasehold_http_kit::{headers, problem};

pub(crate) use caller::AccountCaller;
pub(crate) use failure::ApiFailure;

use crate::AuthorizationServer;

impl AuthorizationServer {
    /// `GET /account/v1/…`, to be put behind a guard that requires `account.read`.
    pub fn account_read_router(&self) -> Router {
        let router = Router::new()
            .route("/account/v1/access", get(access::get))
            .route("/account/v1/activity", get(activity::get))
            .route("/account/v1/device-number", get(device_number::get))
            .route("/account/v1/devices", get(devices::get))
            .route("/account/v1/events", get(events::get))
            .route("/account/v1/factors", get(factors::get))
            .route("/account/v1/notices", get(notices::get))
            .route("/account/v1/profile", get(profile::get))
            .route("/account/v1/unusual-activity", get(unusual_activity::get));
        data(router).with_state(self.clone())
    }

    /// `POST /account/v1/…`, to be put behind a guard that requires `account.manage`.
    pub fn account_manage_router(&self) -> Router {
        let router = Router::new()
            .route("/account/v1/device-link", post(device_link::post))
            .route("/account/v1/devices/{id}/block", post(block_device::post))
            .route("/account/v1/notices/{id}/read", post(read_notice::post))
            .route("/account/v1/notices/{id}/read-all", post(read_notices::post))
            .route("/account/v1/sessions/sign-out-others", post(sign_out_others::post))
            .route("/account/v1/sessions/{id}/sign-out", post(sign_out::post))
            .route("/account/v1/unusual-activity/{id}/confirm", post(confirm_activity::post));
        data(router).with_state(self.clone())
    }
}

/// People's data: never kept by anyone on the way (checklist H-4).
pub(crate) fn data(router: Router<AuthorizationServer>) -> Router<AuthorizationServer> {
    router
        .method_not_allowed_fallback(|| async { problem::method_not_allowed().await })
        .layer(axum::middleware::map_response(headers::data))
        .layer(axum::middleware::map_response(headers::no_store))
}
