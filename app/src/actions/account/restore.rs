use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::AuthorizationDetail;
use leasehold_oauth_types::authorization_details::LeaseRestore;

use crate::actions::ActionForm;
use crate::data::PageError;
use crate::sites::{AppState, respond};

/// `POST /actions/restore`: any number of `hold`, and `grant` where something has to be allowed again. The
/// pages of the issuer name what comes back; the way back ends on the access page.
pub(crate) async fn act(State(state): State<AppState>, form: ActionForm) -> Response {
    let target = begin(&state, &form).await;
    respond(form.visit, target.and_then(|target| Err(PageError::Redirect(target))))
}

async fn begin(state: &AppState, form: &ActionForm) -> Result<String, PageError> {
    let holds = form.all("hold").into_iter().map(str::to_owned).collect();
    let grant = form.all("grant").first().map(|&grant| grant.to_owned());
    let detail = AuthorizationDetail::LeaseRestore(LeaseRestore { holds, grant });
    detail.validate().map_err(|_| PageError::Invalid)?;
    state.backend.confirm(&form.visit.request, vec![detail], "/access?done=restored").await
}
