//! `GET` and `POST /end-session` (OpenID Connect RP-Initiated Logout 1.0).

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use leasehold_domain::session::{Session, SessionEndReason};
use leasehold_domain::{ClientId, PlainToken};
use leasehold_http_kit::cookies::ISSUER_SESSION;
use leasehold_http_kit::{FormFields, FormRejection, OAuthErrorResponse, OAuthQuery};
use leasehold_oauth_types::form::Params;

use crate::AuthorizationServer;
use crate::browser::{self, Browser, csrf, is_own_form};
use crate::failure::Failure;
use crate::id_token_hint::{self, IdTokenHint};
use crate::interaction::{error_page, see_other};
use crate::leases::end::end_session;

pub(crate) async fn get(
    State(server): State<AuthorizationServer>,
    browser: Browser,
    query: Result<OAuthQuery, OAuthErrorResponse>,
) -> Response {
    match query {
        Ok(OAuthQuery(params)) => respond(&server, browser, &params).await,
        Err(_) => error_page(StatusCode::BAD_REQUEST, "invalid_request"),
    }
}

pub(crate) async fn post(
    State(server): State<AuthorizationServer>,
    browser: Browser,
    form: Result<FormFields, FormRejection>,
) -> Response {
    match form {
        Ok(FormFields(params)) => respond(&server, browser, &params).await,
        Err(rejection) => error_page(rejection.status(), "invalid_request"),
    }
}

async fn respond(server: &AuthorizationServer, browser: Browser, params: &Params) -> Response {
    match sign_out(server, &browser, params).await {
        Ok(response) => response,
        Err(failure) => error_page(failure.error.status, failure.error.error.error.as_str()),
    }
}

/// A hint that is ours and names the browser's own session signs out at once; anything else asks first,
/// or a mere link could sign people out (section 6).
async fn sign_out(
    server: &AuthorizationServer,
    browser: &Browser,
    params: &Params,
) -> Result<Response, Failure> {
    let started = server.now();
    let hint = params.get("id_token_hint").and_then(|text| id_token_hint::verify(server, text));
    let back = return_to(server, params, hint.as_ref());
    // Client and hint have to belong together (section 2); a hint that does not speaks for nobody.
    let named = params.get("client_id");
    let hint = hint.filter(|hint| named.is_none_or(|client| client == hint.aud));
    let mut tx = server.storage.write().await?;
    let Some(session) = browser::session(server, tx.as_mut(), browser).await? else {
        // A form from another site brings no cookie and must not take one away either.
        let dead = browser.session.is_some().then(|| ISSUER_SESSION.clear());
        return Ok(see_other(&back, dead));
    };
    let hinted = hint.is_some_and(|hint| hint.sid == session.id.to_string());
    let asked = match browser.session.as_ref().map(PlainToken::hashed) {
        Some(cookie) => {
            let expected = csrf(server, cookie, &session.id.to_string());
            params.get("csrf").is_some()
                && is_own_form(server, &browser.headers, params.get("csrf"), &expected)
        }
        None => false,
    };
    match (asked, params.get("decision")) {
        (true, Some("stay")) => return Ok(see_other(&server.config.account_url, [])),
        (true, Some("sign_out")) => {}
        _ if hinted => {}
        _ => return Ok(see_other("/sign-out", [])),
    }
    let changes = end_session(server, tx.as_mut(), session, SessionEndReason::SignOut).await?;
    server.finish(tx, changes, started).await?;
    Ok(see_other(&back, [ISSUER_SESSION.clear()]))
}

/// Back to the client only if that is registered, byte for byte, and the client is named (section 3).
fn return_to(server: &AuthorizationServer, params: &Params, hint: Option<&IdTokenHint>) -> String {
    let own = || "/signed-out".to_owned();
    let named = params.get("client_id");
    if let (Some(named), Some(hint)) = (named, hint)
        && named != hint.aud
    {
        return own();
    }
    let id = named.or(hint.map(|hint| hint.aud.as_str()));
    let client = id.and_then(|id| server.config.registry.client(&ClientId::new(id)));
    let (Some(client), Some(uri)) = (client, params.get("post_logout_redirect_uri")) else { return own() };
    if !client.post_logout_redirect_uris.iter().any(|registered| registered == uri) {
        return own();
    }
    match params.get("state") {
        Some(state) => {
            let separator = if uri.contains('?') { '&' } else { '?' };
            let query = serde_urlencoded::to_string([("state", state)]).unwrap_or_default();
            format!("{uri}{separator}{query}")
        }
        None => uri.to_owned(),
    }
}

/// What the confirmation page of a session shows.
pub(crate) fn form_token(server: &AuthorizationServer, session: &Session) -> String {
    csrf(server, session.cookie, &session.id.to_string())
}
