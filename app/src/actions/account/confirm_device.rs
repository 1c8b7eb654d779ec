use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::AuthorizationDetail;
use leasehold_oauth_types::authorization_details::DeviceConfirmation;

use crate::actions::ActionForm;
use crate::data::PageError;
use crate::sites::{AppState, respond};

/// `POST /actions/confirm-device`: `device`. The issuer asks for a factor and for the number that the new
/// device shows.
pub(crate) async fn act(State(state): State<AppState>, form: ActionForm) -> Response {
    let target = begin(&state, &form).await;
    respond(form.visit, target.and_then(|target| Err(PageError::Redirect(target))))
}

async fn begin(state: &AppState, form: &ActionForm) -> Result<String, PageError> {
    let device = form.id("device")?.to_owned();
    let detail = AuthorizationDetail::DeviceConfirmation(DeviceConfirmation { device });
    state.backend.confirm(&form.visit.request, vec![detail], "/devices?done=confirmed").await
}
