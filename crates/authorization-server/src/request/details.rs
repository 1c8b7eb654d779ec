//! `authorization_details` (RFC 9396).

use leasehold_domain::client::Client;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::{AuthorizationDetail, OAuthError, OAuthErrorCode};

/// What is to be confirmed in detail: at most one object, of a type that the client is registered for
/// (RFC 9396 section 10).
pub(super) fn details(client: &Client, params: &Params) -> Result<Vec<AuthorizationDetail>, OAuthError> {
    let Some(json) = params.get("authorization_details") else { return Ok(Vec::new()) };
    let details = AuthorizationDetail::parse_list(json).map_err(|error| invalid(error.0))?;
    if details.len() > 1 {
        return Err(invalid("one detail at a time"));
    }
    if details.iter().any(|detail| !client.authorization_details_types.contains(detail.kind())) {
        return Err(invalid("the client may not use this type"));
    }
    Ok(details)
}

/// What a token request asks of what was granted: all of it, or fewer of the same objects, never more
/// (RFC 9396 section 6.1).
pub(crate) fn narrowed(
    params: &Params,
    granted: &[AuthorizationDetail],
) -> Result<Vec<AuthorizationDetail>, OAuthError> {
    let Some(json) = params.get("authorization_details") else { return Ok(granted.to_vec()) };
    let asked = AuthorizationDetail::parse_list(json).map_err(|error| invalid(error.0))?;
    if asked.iter().any(|detail| !granted.contains(detail)) {
        return Err(invalid("more than was granted"));
    }
    Ok(asked)
}

fn invalid(text: &str) -> OAuthError {
    OAuthError::new(OAuthErrorCode::InvalidAuthorizationDetails, text)
}
