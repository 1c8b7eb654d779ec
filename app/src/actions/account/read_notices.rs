use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::actions::{ActionForm, finish};
use crate::data::{ApiCall, CallOutcome, PageError};
use crate::sites::AppState;

/// `POST /actions/read-notices`: `notice` has been seen; with `until=1` all before it, too.
pub(crate) async fn act(State(state): State<AppState>, form: ActionForm) -> Response {
    let outcome = call(&state, &form).await;
    finish(form.visit, outcome, "/")
}

async fn call(state: &AppState, form: &ActionForm) -> Result<CallOutcome, PageError> {
    let what = if form.one("until").is_ok() { "read-all" } else { "read" };
    let path = format!("/account/v1/notices/{}/{what}", form.id("notice")?);
    state.backend.call(&form.visit.request, ApiCall::post(path, json!({}), "/")).await
}
