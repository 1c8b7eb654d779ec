//! Who has to answer, how strongly and how freshly authenticated: `acr_values`, `max_age`, `claims` and
//! `id_token_hint` together.

use leasehold_oauth_types::claims::ClaimsRequest;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::{Acr, OAuthError, OAuthErrorCode};

use crate::AuthorizationServer;
use crate::id_token_hint;

/// What the parameters ask, the stricter of two where both speak.
#[derive(Debug)]
pub(super) struct Authentication {
    pub(super) acr: Option<Acr>,
    pub(super) essential_acr: Vec<Acr>,
    pub(super) max_age: Option<u64>,
    pub(super) subject: Option<String>,
}

pub(super) fn authentication(
    server: &AuthorizationServer,
    params: &Params,
) -> Result<Authentication, OAuthError> {
    let claims = params.get("claims").map(ClaimsRequest::parse).transpose()?.unwrap_or_default();
    let unmet = |text| OAuthError::new(OAuthErrorCode::UnmetAuthenticationRequirements, text);
    // Necessary, not voluntary (RFC 9470 section 5); unknown values alone cannot be met.
    let asked = params
        .get("acr_values")
        .map(|values| Acr::weakest_of(values).ok_or_else(|| unmet("no known value in acr_values")))
        .transpose()?;
    let essential_acr = match claims.essential_acr() {
        Some(values) => {
            let known: Vec<Acr> = values.iter().filter_map(|value| value.parse().ok()).collect();
            if known.is_empty() {
                return Err(unmet("no known value for the essential acr"));
            }
            known
        }
        None => Vec::new(),
    };
    Ok(Authentication {
        acr: asked.max(essential_acr.iter().copied().min()),
        essential_acr,
        max_age: [max_age(params)?, claims.max_age()].into_iter().flatten().min(),
        subject: subject(server, params, &claims)?,
    })
}

fn max_age(params: &Params) -> Result<Option<u64>, OAuthError> {
    let Some(text) = params.get("max_age") else { return Ok(None) };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = text.parse().ok().filter(|_| digits);
    seconds.map(Some).ok_or_else(|| invalid("max_age is a number of seconds"))
}

/// The one person whom both `id_token_hint` and `claims` allow.
fn subject(
    server: &AuthorizationServer,
    params: &Params,
    claims: &ClaimsRequest,
) -> Result<Option<String>, OAuthError> {
    let claimed = claims.subject().map(str::to_owned);
    let Some(hint) = params.get("id_token_hint") else { return Ok(claimed) };
    let hinted =
        id_token_hint::verify(server, hint).ok_or_else(|| invalid("id_token_hint is no ID token of ours"))?;
    if claimed.is_some_and(|claimed| claimed != hinted.sub) {
        return Err(invalid("id_token_hint and claims name different people"));
    }
    Ok(Some(hinted.sub))
}

fn invalid(text: &str) -> OAuthError {
    OAuthError::new(OAuthErrorCode::InvalidRequest, text)
}
