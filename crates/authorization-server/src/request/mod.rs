//! Authorization requests: what a client may ask, checked once for PAR and for the plain form.

mod authentication;
mod details;
mod redirect_uri;

use leasehold_domain::authorization::{AuthorizationRequest, Prompt};
use leasehold_domain::client::Client;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::{OAuthError, OAuthErrorCode, ScopeSet};

pub(crate) use self::details::narrowed;
pub(crate) use self::redirect_uri::redirect_uri;
use crate::AuthorizationServer;

/// What standard clients add to get a refresh token.
const OFFLINE_ACCESS: &str = "offline_access";

/// Checks everything that needs no person (checklist PAR-5).
pub(crate) fn validate(
    server: &AuthorizationServer,
    client: &Client,
    redirect_uri: String,
    params: &Params,
) -> Result<AuthorizationRequest, OAuthError> {
    use OAuthErrorCode as Code;
    for (name, code) in [
        ("request", Code::RequestNotSupported),
        ("request_uri", Code::RequestUriNotSupported),
        ("registration", Code::RegistrationNotSupported),
    ] {
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
    target(client, params)?;
    let details = details::details(client, params)?;
    let authentication = authentication::authentication(server, params)?;
    Ok(AuthorizationRequest {
        client: client.id.clone(),
        redirect_uri,
        scope,
        state: params.get("state").map(str::to_owned),
        nonce: params.get("nonce").map(str::to_owned),
        code_challenge: code_challenge(params)?,
        prompt: prompt(params)?,
        max_age: authentication.max_age,
        acr: authentication.acr,
        essential_acr: authentication.essential_acr,
        subject: authentication.subject,
        login_hint: params.get("login_hint").map(str::to_owned),
        ui_locales: params.get("ui_locales").map(str::to_owned),
        details,
        merge: merge(params)?,
    })
}

/// A client's tokens have one audience; asking for another resource, or for several, asks for more than one
/// token can be for (RFC 8707 section 2).
pub(crate) fn target(client: &Client, params: &Params) -> Result<(), OAuthError> {
    if params.resources().all(|resource| resource == client.audience) {
        return Ok(());
    }
    Err(OAuthError::new(OAuthErrorCode::InvalidTarget, "resource is not the audience of the client"))
}

fn scope(server: &AuthorizationServer, client: &Client, params: &Params) -> Result<ScopeSet, OAuthError> {
    let invalid = |text| OAuthError::new(OAuthErrorCode::InvalidScope, text);
    let scope: ScopeSet =
        params.get("scope").unwrap_or_default().parse().map_err(|_| invalid("scope is not well-formed"))?;
    // Nothing outlives the session, so that `offline_access` is ignored, as OpenID Connect Core section 11
    // wants of a server that does not offer it.
    let scope: ScopeSet = scope.iter().filter(|scope| scope.as_str() != OFFLINE_ACCESS).cloned().collect();
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
