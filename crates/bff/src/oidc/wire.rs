//! Requests to the authorization server, over [`Caller`](leasehold_http_kit::Caller).

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request, Response, StatusCode};
use leasehold_http_kit::urlencoded;
use leasehold_oauth_types::OAuthError;
use serde::de::DeserializeOwned;

use super::{Oidc, OidcError};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// `client_assertion_type` of `private_key_jwt` (RFC 7523 section 2.2).
pub(super) const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

impl Oidc {
    /// Fetches a document.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        url: &str,
        token: Option<&str>,
    ) -> Result<T, OidcError> {
        let mut request = Request::builder().method(Method::GET).uri(url).header(ACCEPT, JSON);
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Bytes::new()).map_err(|_| OidcError::Unacceptable)?;
        let response = self.caller.send_collected(request).await.map_err(|_| OidcError::Unavailable)?;
        read(&response)
    }

    /// Posts a form with client authentication.
    pub(super) async fn post(
        &self,
        url: &str,
        params: &[(&str, &str)],
    ) -> Result<Response<Bytes>, OidcError> {
        let assertion = self.client_assertion()?;
        let own = [
            ("client_id", self.client_id.as_str()),
            ("client_assertion_type", ASSERTION_TYPE),
            ("client_assertion", assertion.as_str()),
        ];
        let body = urlencoded::encode(&[params, &own].concat());
        let request = Request::builder().method(Method::POST).uri(url);
        let request = request.header(ACCEPT, JSON).header(CONTENT_TYPE, FORM).body(Bytes::from(body));
        let request = request.map_err(|_| OidcError::Unacceptable)?;
        self.caller.send_collected(request).await.map_err(|_| OidcError::Unavailable)
    }
}

/// Reads a JSON answer or the OAuth error in its place.
pub(super) fn read<T: DeserializeOwned>(response: &Response<Bytes>) -> Result<T, OidcError> {
    if response.status().is_success() {
        return serde_json::from_slice(response.body()).map_err(|_| OidcError::Unacceptable);
    }
    Err(refusal(response.status(), response.body()))
}

/// What an error answer means.
pub(super) fn refusal(status: StatusCode, body: &[u8]) -> OidcError {
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        return OidcError::Unavailable;
    }
    match serde_json::from_slice::<OAuthError>(body) {
        Ok(error) => OidcError::Refused(error.error.to_string()),
        Err(_) => OidcError::Unacceptable,
    }
}
