//! Ending a step-up at the authorization server.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Method, Request};

use super::wire::refusal;
use super::{Oidc, OidcError};

impl Oidc {
    /// Gives back what a step-up raised in the grant of this access token.
    pub(crate) async fn end_elevation(&self, access_token: &str) -> Result<(), OidcError> {
        let provider = self.provider().await?;
        let endpoint = provider.metadata.elevation_end_endpoint.as_deref().ok_or(OidcError::Unacceptable)?;
        let request = Request::builder().method(Method::POST).uri(endpoint);
        let request = request.header(AUTHORIZATION, format!("Bearer {access_token}")).body(Bytes::new());
        let request = request.map_err(|_| OidcError::Unacceptable)?;
        let response = self.caller.send_collected(request).await.map_err(|_| OidcError::Unavailable)?;
        if response.status().is_success() { Ok(()) } else { Err(refusal(response.status(), response.body())) }
    }
}
