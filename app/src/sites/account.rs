//! The dashboard: what a person sees and does about their own access.

use axum::Router;
use axum::routing::{get, post};

use super::{AppState, app};
use crate::actions::account as actions;
use crate::pages::account;

/// Pages and form actions of the dashboard.
pub fn router(state: AppState) -> Router {
    let router = Router::new()
        .route("/", get(account::overview::page))
        .route("/devices", get(account::devices::page))
        .route("/devices/block", get(account::block::page))
        .route("/access", get(account::access::page))
        .route("/ways", get(account::ways::page))
        .route("/activity", get(account::activity::page))
        .route("/actions/read-notices", post(actions::read_notices::act))
        .route("/actions/restore", post(actions::restore::act))
        .route("/actions/confirm-activity", post(actions::confirm_activity::act))
        .route("/actions/confirm-device", post(actions::confirm_device::act))
        .route("/actions/device-link", post(actions::device_link::act))
        .route("/actions/block-device", post(actions::block_device::act))
        .route("/actions/sign-out-session", post(actions::sign_out_session::act))
        .route("/actions/sign-out-others", post(actions::sign_out_others::act));
    app::finish(router, state)
}
