//! `POST /auth/end-elevation`: "End now".

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use leasehold_http_kit::{FormFields, FormRejection, ProblemResponse};

use super::LOGIN_PATH;
use crate::return_to::ReturnTo;
use crate::{Bff, BffError};

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

impl Bff {
    /// First at the authorization server: what it still honours is not to be shown as over.
    async fn end_elevation(&self, id: tower_sessions::session::Id) -> Result<(), BffError> {
        let Some(token) = self.access_token(id, None).await? else { return Ok(()) };
        self.0.oidc.end_elevation(&token).await?;
        // Whoever saved in between may have been told of another step-up: theirs stays.
        if let Some(mut session) = self.0.sessions.open(id).await?
            && session.content.tokens.elevated_until.take().is_some()
        {
            self.0.sessions.save(&mut session).await?;
        }
        Ok(())
    }
}
