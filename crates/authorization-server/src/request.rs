//! Authorization requests: what a client may ask, checked once for PAR and for the plain form.

use leasehold_domain::authorization::{AuthorizationRequest, Prompt};
use leasehold_domain::client::Client;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::{Acr, AuthorizationDetail, OAuthError, OAuthErrorCode, ScopeSet};

use crate::AuthorizationServer;

/// Where errors of this request may be sent: only to a registered address, compared byte for byte
/// (checklist AZ-2, AZ-3), the port of a loopback address excepted (AZ-4, RFC 8252 section 7.3).
pub(crate) fn redirect_uri(client: &Client, params: &Params) -> Result<String, OAuthError> {
    let wrong = || OAuthError::new(OAuthErrorCode::InvalidRequest, "redirect_uri is not registered");
    match (params.get("redirect_uri"), client.redirect_uris.as_slice()) {
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(OAuthError::new(OAuthErrorCode::InvalidRequest, "redirect_uri is missing")),
        (Some(given), registered) => registered
            .iter()
            .any(|uri| uri == given || loopback(uri).is_some_and(|uri| Some(uri) == loopback(given)))
            .then(|| given.to_owned())
            .ok_or_else(wrong),
    }
}

/// Host and path of a loopback IP redirect URI without its port.
fn loopback(uri: &str) -> Option<(&str, &str)> {
    let rest = uri.strip_prefix("http://")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    ["127.0.0.1", "[::1]"].into_iter().find_map(|host| {
        let port = authority.strip_prefix(host)?;
        let digits = port.strip_prefix(':').unwrap_or("");
        let valid =
            port.is_empty() || (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        valid.then_some((host, path))
    })
}

/// Checks everything that needs no person (checklist PAR-5).
pub(crate) fn validate(
    server: &AuthorizationServer,
    client: &Client,
    redirect_uri: String,
    params: &Params,
) -> Result<AuthorizationRequest, OAuthError> {
    use OAuthErrorCode as Code;
    for (name, code) in
        [("request", Code::RequestNotSupported), ("registration", Code::RegistrationNotSupported)]
    {
        if params.get(name).is_some() {
            return Err(OAuthError::new(code, format!("{name} is not supported")));
        }
    }
    match params.require("response_type")? {
        "code" => {}
        _ => return Err(OAuthError::new(Code::UnsupportedResponseType, "response_type must be code")),
    }
    if params.get("response_mode").is_some_and(|mode| mode != "query") {
        return Err(OAuthError::new(Code::InvalidRequest, "response_mode must be query"));
    }
    let scope = scope(server, client, params)?;
    let details = details(client, params)?;
    let acr = match params.get("acr_values") {
        // Necessary, not voluntary (RFC 9470 section 5); unknown values alone cannot be met.
        Some(values) => Some(Acr::weakest_of(values).ok_or_else(|| {
            OAuthError::new(Code::UnmetAuthenticationRequirements, "no known value in acr_values")
        })?),
        None => None,
    };
    let max_age = params
        .get("max_age")
        .map(|text| {
            text.parse().map_err(|_| OAuthError::new(Code::InvalidRequest, "max_age is a number of seconds"))
        })
        .transpose()?;
    Ok(AuthorizationRequest {
        client: client.id.clone(),
        redirect_uri,
        scope,
        state: params.get("state").map(str::to_owned),
        nonce: params.get("nonce").map(str::to_owned),
        code_challenge: code_challenge(params)?,
        prompt: prompt(params)?,
        max_age,
        acr,
        login_hint: params.get("login_hint").map(str::to_owned),
        ui_locales: params.get("ui_locales").map(str::to_owned),
        details,
        merge: merge(params)?,
    })
}

fn scope(server: &AuthorizationServer, client: &Client, params: &Params) -> Result<ScopeSet, OAuthError> {
    let invalid = |text| OAuthError::new(OAuthErrorCode::InvalidScope, text);
    let scope: ScopeSet =
        params.get("scope").unwrap_or_default().parse().map_err(|_| invalid("scope is not well-formed"))?;
    if scope.is_empty() {
        return Err(invalid("scope is missing"));
    }
    let known = scope.iter().all(|scope| server.config.catalogue.get(scope).is_some());
    if !known || !scope.is_subset(&client.scopes) {
        return Err(invalid("scope asks for more than the client may have"));
    }
    Ok(scope)
}

/// S256 only, and said so: an absent method would mean `plain` (checklist AZ-7 to AZ-9).
fn code_challenge(params: &Params) -> Result<String, OAuthError> {
    let challenge = params.require("code_challenge")?;
    if params.require("code_challenge_method")? != "S256" {
        return Err(OAuthError::new(OAuthErrorCode::InvalidRequest, "code_challenge_method must be S256"));
    }
    let base64url = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if challenge.len() != 43 || !challenge.bytes().all(base64url) {
        return Err(OAuthError::new(
            OAuthErrorCode::InvalidRequest,
            "code_challenge is not a SHA-256 digest",
        ));
    }
    Ok(challenge.to_owned())
}

fn prompt(params: &Params) -> Result<Vec<Prompt>, OAuthError> {
    let invalid = || OAuthError::new(OAuthErrorCode::InvalidRequest, "prompt is not valid");
    let prompts = params
        .get("prompt")
        .unwrap_or_default()
        .split(' ')
        .filter(|value| !value.is_empty())
        .map(|value| match value {
            "none" => Ok(Prompt::None),
            "login" => Ok(Prompt::Login),
            "consent" => Ok(Prompt::Consent),
            "select_account" => Ok(Prompt::SelectAccount),
            _ => Err(invalid()),
        })
        .collect::<Result<Vec<_>, _>>()?;
    // OpenID Connect Core section 3.1.2.1: `none` with anything else is an error.
    if prompts.contains(&Prompt::None) && prompts.len() > 1 { Err(invalid()) } else { Ok(prompts) }
}

fn details(client: &Client, params: &Params) -> Result<Vec<AuthorizationDetail>, OAuthError> {
    let invalid = |text: &str| OAuthError::new(OAuthErrorCode::InvalidAuthorizationDetails, text);
    let Some(json) = params.get("authorization_details") else { return Ok(Vec::new()) };
    let details: Vec<AuthorizationDetail> =
        serde_json::from_str(json).map_err(|_| invalid("unknown type, or a member is unknown or missing"))?;
    if details.len() > 1 {
        return Err(invalid("one detail at a time"));
    }
    for detail in &details {
        detail.validate().map_err(|error| invalid(error.0))?;
        let special = matches!(
            detail,
            AuthorizationDetail::LeaseRestore(_) | AuthorizationDetail::DeviceConfirmation(_)
        );
        if special && !client.may.restore {
            return Err(invalid("the client may not use this type"));
        }
    }
    Ok(details)
}

/// Grant Management: `merge` with a `grant_id`, or nothing. Whether the grant is there and belongs to both
/// client and person is checked where it is used.
fn merge(params: &Params) -> Result<Option<leasehold_domain::GrantId>, OAuthError> {
    let invalid = |text| OAuthError::new(OAuthErrorCode::InvalidRequest, text);
    match (params.get("grant_management_action"), params.get("grant_id")) {
        (None | Some("create"), None) => Ok(None),
        (Some("merge"), Some(id)) => id
            .parse()
            .map(Some)
            .map_err(|_| OAuthError::new(OAuthErrorCode::InvalidGrantId, "grant_id is not known")),
        (Some("merge"), None) => Err(invalid("merge needs a grant_id")),
        (Some("create") | None, Some(_)) => Err(invalid("grant_id goes with merge only")),
        (Some(_), _) => Err(invalid("grant_management_action is not supported")),
    }
}
