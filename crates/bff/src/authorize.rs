//! Beginning a sign-in or step-up: remember the attempt, push the request, send the browser off.

use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use http::header::SET_COOKIE;
use leasehold_http_kit::cookies;
use leasehold_oauth_types::{AuthorizationDetail, ScopeSet};

use crate::login::Purpose;
use crate::oidc::{AuthorizationParams, OidcError};
use crate::{Bff, BffError};

/// What the request asks for beyond its purpose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask {
    pub(crate) scope: ScopeSet,
    pub(crate) details: Vec<AuthorizationDetail>,
    pub(crate) merge: Option<String>,
}

/// Why no attempt was begun.
pub(crate) enum NotBegun {
    /// The grant to merge into is over, and the session with it.
    GrantEnded,
    /// Anything else.
    Failed(BffError),
}

impl From<BffError> for NotBegun {
    fn from(error: BffError) -> Self {
        Self::Failed(error)
    }
}

impl From<OidcError> for NotBegun {
    fn from(error: OidcError) -> Self {
        match error {
            OidcError::Refused(code) if code == "invalid_grant_id" => Self::GrantEnded,
            other => Self::Failed(other.into()),
        }
    }
}

impl Bff {
    /// Answers with the way to the authorization server, and the cookie that binds the attempt to this
    /// browser.
    pub(crate) async fn begin(
        &self,
        headers: &HeaderMap,
        purpose: Purpose,
        ask: Ask,
    ) -> Result<Response, NotBegun> {
        let browser = self.0.attempts.browser(cookies::APP_LOGIN.read(headers));
        let params = self.0.attempts.begin(&browser, purpose).await?;
        let openid = "openid".parse().into_iter().collect();
        let params = AuthorizationParams {
            scope: ask.scope.union(&openid),
            details: ask.details,
            merge: ask.merge,
            ..params
        };
        let address = self.0.oidc.push(&params).await?;
        let cookie = cookies::APP_LOGIN.set(browser.expose());
        Ok(([(SET_COOKIE, cookie)], Redirect::to(&address)).into_response())
    }
}
