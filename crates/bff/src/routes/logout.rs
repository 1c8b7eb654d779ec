//! `POST /auth/logout`

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use leasehold_http_kit::{FormFields, FormRejection, ProblemResponse, cookies, urlencoded};

use crate::session::OpenSession;
use crate::{Bff, BffError};

/// Signs out here, revokes the tokens, and has the authorization server sign out too (checklist BF-12).
pub(super) async fn handle(
    State(bff): State<Bff>,
    headers: HeaderMap,
    fields: Result<FormFields, FormRejection>,
) -> Result<Response, Response> {
    bff.0.own.check(&headers).map_err(IntoResponse::into_response)?;
    let FormFields(fields) = fields.map_err(IntoResponse::into_response)?;
    let session = bff.open_session(&headers).await.map_err(IntoResponse::into_response)?;
    let next = match session {
        Some(session) => {
            let csrf = fields.get("csrf").unwrap_or_default();
            if !bff.verify_csrf(&bff.0.sessions.view(&session), csrf) {
                return Err(ProblemResponse::new(StatusCode::FORBIDDEN).into_response());
            }
            bff.sign_out(&session).await.map_err(IntoResponse::into_response)?
        }
        // This app's session is gone already; the one at the authorization server may not be, and without a
        // hint it asks.
        None => bff.end_session(None).await.map_err(IntoResponse::into_response)?,
    };
    Ok(([(SET_COOKIE, cookies::APP_SESSION.clear())], Redirect::to(&next)).into_response())
}

impl Bff {
    /// Ends the session; gives where to go next.
    async fn sign_out(&self, session: &OpenSession) -> Result<String, BffError> {
        self.0.sessions.end(session).await?;
        let tokens = &session.content.tokens;
        if let Some(refresh) = &tokens.refresh {
            self.0.oidc.revoke(refresh).await;
        }
        self.end_session(tokens.id_token.as_deref()).await
    }

    /// Where the authorization server signs out.
    async fn end_session(&self, id_token: Option<&str>) -> Result<String, BffError> {
        // Back to a page of ours would sign in again silently: better to say that it is not finished.
        let provider = self.0.oidc.provider().await.map_err(|_| BffError::Unavailable)?;
        let back = format!("{}{}", self.0.own.as_str(), self.0.post_logout_path);
        let mut query =
            vec![("client_id", self.0.oidc.client_id.as_str()), ("post_logout_redirect_uri", back.as_str())];
        query.extend(id_token.map(|token| ("id_token_hint", token)));
        Ok(format!("{}?{}", provider.metadata.end_session_endpoint, urlencoded::encode(&query)))
    }
}
