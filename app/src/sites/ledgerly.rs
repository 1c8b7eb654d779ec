//! The demo bookkeeping.

use axum::Router;
use axum::routing::{get, post};

use super::{AppState, app};
use crate::actions::ledgerly as actions;
use crate::pages::ledgerly;

/// Pages and form actions of the demo bookkeeping.
pub fn router(state: AppState) -> Router {
    let router = Router::new()
        .route("/", get(ledgerly::invoices::page))
        .route("/approvals/{id}", get(ledgerly::approval::page))
        .route("/actions/approve-invoice", post(actions::approve_invoice::act));
    app::finish(router, state)
}
