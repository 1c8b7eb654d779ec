use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::actions::{ActionForm, finish};
use crate::data::{ApiCall, CallOutcome, PageError};
use crate::sites::AppState;

/// Where a step-up leads back to: nothing was said with it yet.
const PROVED: &str = "/activity?done=proved";

/// `POST /actions/confirm-activity`: `signal` — "This was me". Asks for a confirmation first, unless there was one a
/// moment ago.
pub(crate) async fn act(State(state): State<AppState>, form: ActionForm) -> Response {
    let outcome = call(&state, &form).await;
    finish(form.visit, outcome, "/activity?done=was-me")
}

async fn call(state: &AppState, form: &ActionForm) -> Result<CallOutcome, PageError> {
    let path = format!("/account/v1/unusual-activity/{}/confirm", form.id("signal")?);
    state.backend.call(&form.visit.request, ApiCall::post(path, json!({}), PROVED)).await
}
