//! `POST /auth/end-elevation`: "End now".

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use leasehold_http_kit::{FormFields, FormRejection, ProblemResponse};

use super::LOGIN_PATH;
use crate::Bff;
use crate::return_to::ReturnTo;

/// Ends what a step-up raised for this app, and goes back to where the person was (`return_to`). The next
/// sensitive call asks again.
pub(super) async fn handle(
    State(bff): State<Bff>,
    headers: HeaderMap,
    fields: Result<FormFields, FormRejection>,
) -> Result<Response, Response> {
    bff.0.own.check(&headers).map_err(IntoResponse::into_response)?;
    let FormFields(fields) = fields.map_err(IntoResponse::into_response)?;
    let session = bff.open_session(&headers).await.map_err(IntoResponse::into_response)?;
    let Some(session) = session else { return Ok(Redirect::to(LOGIN_PATH).into_response()) };
    let csrf = fields.get("csrf").unwrap_or_default();
    if !bff.verify_csrf(&bff.0.sessions.view(&session), csrf) {
        return Err(ProblemResponse::new(StatusCode::FORBIDDEN).into_response());
    }
    bff.end_elevation(session.id()).await.map_err(IntoResponse::into_response)?;
    Ok(Redirect::to(ReturnTo::or_home(fields.get("return_to")).as_str()).into_response())
}
