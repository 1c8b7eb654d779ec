use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::actions::account::PROVED;
use crate::actions::{ActionForm, finish};
use crate::data::ApiCall;
use crate::sites::AppState;

/// `POST /actions/sign-out-others`: every session but this one.
pub(crate) async fn act(State(state): State<AppState>, form: ActionForm) -> Response {
    let done = "/devices?done=signed-out-others";
    let call = ApiCall::post("/account/v1/sessions/sign-out-others", json!({}), PROVED);
    let outcome = state.backend.call(&form.visit.request, call).await;
    finish(form.visit, outcome, done)
}
