use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::actions::account::PROVED;
use crate::actions::{ActionForm, finish};
use crate::data::{ApiCall, CallOutcome, PageError};
use crate::sites::AppState;

/// `POST /actions/block-device`: `device` — "This wasn't me". Asks for a confirmation first, unless there was one a
/// moment ago.
pub(crate) async fn act(State(state): State<AppState>, form: ActionForm) -> Response {
    let outcome = call(&state, &form).await;
    finish(form.visit, outcome, "/devices?done=blocked")
}

async fn call(state: &AppState, form: &ActionForm) -> Result<CallOutcome, PageError> {
    let path = format!("/account/v1/devices/{}/block", form.id("device")?);
    state.backend.call(&form.visit.request, ApiCall::post(path, json!({}), PROVED)).await
}
