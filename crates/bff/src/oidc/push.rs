//! Pushed authorization requests (RFC 9126), which `openidconnect` does not know.

use http::StatusCode;
use leasehold_http_kit::urlencoded;
use leasehold_oauth_types::token::PushedAuthorizationResponse;
use leasehold_oauth_types::{AuthorizationDetail, ScopeSet};

use super::{Oidc, OidcError, wire};

/// What one authorization request asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct AuthorizationParams {
    pub(crate) scope: ScopeSet,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) code_challenge: String,
    pub(crate) acr_values: Option<String>,
    pub(crate) max_age: Option<u64>,
    pub(crate) details: Vec<AuthorizationDetail>,
    /// The grant to merge into (Grant Management section 5.2).
    pub(crate) merge: Option<String>,
}

impl Oidc {
    /// Pushes a request; gives the address to send the browser to.
    pub(crate) async fn push(&self, params: &AuthorizationParams) -> Result<String, OidcError> {
        let provider = self.provider().await?;
        let scope = params.scope.to_string();
        let max_age = params.max_age.map(|seconds| seconds.to_string());
        let details = AuthorizationDetail::canonical(&params.details);
        let mut form = vec![
            ("response_type", "code"),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("scope", scope.as_str()),
            ("state", params.state.as_str()),
            ("nonce", params.nonce.as_str()),
            ("code_challenge", params.code_challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        form.extend(params.acr_values.as_deref().map(|values| ("acr_values", values)));
        form.extend(max_age.as_deref().map(|seconds| ("max_age", seconds)));
        if !params.details.is_empty() {
            form.push(("authorization_details", details.as_str()));
        }
        if let Some(grant) = &params.merge {
            form.extend([("grant_management_action", "merge"), ("grant_id", grant.as_str())]);
        }
        let endpoint = &provider.metadata.pushed_authorization_request_endpoint;
        let response = self.post(endpoint, &form).await?;
        if response.status().is_success() && response.status() != StatusCode::CREATED {
            return Err(OidcError::Unacceptable);
        }
        let pushed: PushedAuthorizationResponse = wire::read(&response)?;
        let query = [("client_id", self.client_id.as_str()), ("request_uri", pushed.request_uri.as_str())];
        Ok(format!("{}?{}", provider.metadata.authorization_endpoint, urlencoded::encode(&query)))
    }
}
