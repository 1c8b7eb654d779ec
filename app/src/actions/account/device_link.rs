use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::actions::{ActionForm, finish};
use crate::data::{ApiCall, CallOutcome, PageError};
use crate::sites::{AppState, respond};

/// `POST /actions/device-link`: mails a link that makes this device known.
pub(crate) async fn act(State(state): State<AppState>, form: ActionForm) -> Response {
    let call = ApiCall::post("/account/v1/device-link", json!({}), "/access");
    let instead = match state.backend.call(&form.visit.request, call).await {
        // Nothing to come back any more: the page says what is left.
        Ok(CallOutcome::Problem(problem)) if problem.status == 409 => "/access",
        Ok(CallOutcome::Problem(problem)) if problem.status == 429 => "/access?done=link-paused",
        outcome => return finish(form.visit, outcome, "/access?done=link-sent"),
    };
    respond(form.visit, Err(PageError::Redirect(instead.to_owned())))
}
