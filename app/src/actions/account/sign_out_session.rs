use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::actions::account::PROVED;
use crate::actions::{ActionForm, finish};
use crate::data::{ApiCall, CallOutcome, PageError};
use crate::sites::AppState;

/// `POST /actions/sign-out-session`: `session`.
pub(crate) async fn act(State(state): State<AppState>, form: ActionForm) -> Response {
    let outcome = call(&state, &form).await;
    finish(form.visit, outcome, "/devices?done=signed-out")
}

async fn call(state: &AppState, form: &ActionForm) -> Result<CallOutcome, PageError> {
    let path = format!("/account/v1/sessions/{}/sign-out", form.id("session")?);
    state.backend.call(&form.visit.request, ApiCall::post(path, json!({}), PROVED)).await
}
