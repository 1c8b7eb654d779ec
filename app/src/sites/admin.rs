//! The admin pages.

use axum::Router;
use axum::routing::get;

use super::{AppState, app};
use crate::pages::admin;

/// Pages of the administrator.
pub fn router(state: AppState) -> Router {
    app::finish(Router::new().route("/", get(admin::log::page)), state)
}
