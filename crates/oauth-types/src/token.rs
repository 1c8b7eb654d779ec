//! Responses of the token and pushed-authorization endpoints.

use serde::{Deserialize, Serialize};

use crate::{AuthorizationDetail, ScopeSet};

/// Successful token response (OAuth 2.1 "Token Response"). `Debug` is left out on purpose.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenResponse {
    /// Opaque to the client.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// Seconds.
    pub expires_in: u64,
    /// The scopes that are effective now; may be fewer than asked for.
    pub scope: ScopeSet,
    /// For the next one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub refresh_token: Option<String>,
    /// Present when `openid` was granted at the authorization endpoint.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id_token: Option<String>,
    /// What was granted in detail (RFC 9396 section 7).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub authorization_details: Vec<AuthorizationDetail>,
    /// Names the grant for a later `merge` (Grant Management).
    pub grant_id: String,
    /// Seconds until the last step-up in the grant is over, if one lasts: for the app to say so. Ours.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub elevation_expires_in: Option<u64>,
}

/// Successful pushed authorization response (RFC 9126 section 2.2).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PushedAuthorizationResponse {
    /// To be sent to the authorization endpoint, once.
    pub request_uri: String,
    /// Seconds.
    pub expires_in: u64,
}
