//! The demo bank.

use axum::Router;
use axum::routing::{get, post};

use super::{AppState, app};
use crate::actions::northbank as actions;
use crate::pages::northbank;

/// Pages and form actions of the demo bank.
pub fn router(state: AppState) -> Router {
    let router = Router::new()
        .route("/", get(northbank::home::page))
        .route("/payments/new", get(northbank::new_payment::page))
        .route("/payments/{id}", get(northbank::payment::page))
        .route("/actions/send-payment", post(actions::send_payment::act));
    app::finish(router, state)
}
