//! `GET` and `POST /authorize` (OAuth 2.1 "Authorization Endpoint", OpenID Connect Core section 3.1.2).

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use leasehold_domain::authorization::{Authorization, Stage};
use leasehold_domain::client::Client;
use leasehold_domain::{AuthorizationId, ClientId, PlainToken, TokenKind};
use leasehold_http_kit::{FormFields, FormRejection, OAuthQuery};
use leasehold_oauth_types::OAuthError;
use leasehold_oauth_types::form::Params;

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::config::limits;
use crate::endpoints::par::URN;
use crate::endpoints::paths;
use crate::failure::Failure;
use crate::flood::Visit;
use crate::interaction::{ReturnTo, begin, error_page, go_on, see_other};
use crate::request;

pub(crate) async fn get(
    State(server): State<AuthorizationServer>,
    _within_limit: Visit,
    browser: Browser,
    query: Result<OAuthQuery, leasehold_http_kit::OAuthErrorResponse>,
) -> Response {
    match query {
        Ok(OAuthQuery(params)) => respond(&server, browser, &params).await,
        Err(_) => error_page(StatusCode::BAD_REQUEST, "invalid_request"),
    }
}

pub(crate) async fn post(
    State(server): State<AuthorizationServer>,
    _within_limit: Visit,
    form: Result<FormFields, FormRejection>,
) -> Response {
    match form {
        Ok(FormFields(params)) => store(&server, &params).await,
        Err(rejection) => error_page(rejection.status(), "invalid_request"),
    }
}

/// A form from another site comes without our Lax cookies: the request is stored and the browser sent to
/// fetch it, which brings them (design section 7, "Cookies").
async fn store(server: &AuthorizationServer, params: &Params) -> Response {
    let to = |client: &str, uri: &str| {
        let query = serde_urlencoded::to_string([("client_id", client), ("request_uri", uri)]);
        see_other(&format!("{}?{}", paths::AUTHORIZE, query.unwrap_or_default()), [])
    };
    if let Some(uri) = pushed_uri(params) {
        return to(params.get("client_id").unwrap_or_default(), uri);
    }
    let mut authorization = match plain(server, params) {
        Ok(authorization) => authorization,
        Err(wrong) => return explain(server, wrong),
    };
    let token = PlainToken::generate(TokenKind::RequestUri, server.entropy.as_ref());
    authorization.request_uri = Some(token.hashed());
    authorization.expires_at = server.now() + limits::PUSHED;
    let stored = async {
        let mut tx = server.storage.write().await?;
        tx.add_authorization(&authorization).await?;
        tx.commit().await
    };
    match stored.await {
        Ok(()) => to(authorization.request.client.as_str(), &format!("{URN}{}", token.expose())),
        Err(error) => failed(&error.into()),
    }
}

/// What is wrong with a request, and where that may be said.
enum Wrong {
    /// Nowhere but here: client or redirect URI cannot be trusted (checklist AZ-2).
    Page(&'static str),
    /// At the client.
    Redirect(ReturnTo, OAuthError),
    Failure(Failure),
}

impl From<leasehold_storage::StorageError> for Wrong {
    fn from(error: leasehold_storage::StorageError) -> Self {
        Self::Failure(error.into())
    }
}

async fn respond(server: &AuthorizationServer, browser: Browser, params: &Params) -> Response {
    let opened = match pushed_uri(params) {
        Some(uri) => pushed(server, &browser, params, uri).await.map(|authorization| (authorization, false)),
        None => plain(server, params).map(|authorization| (authorization, true)),
    };
    let (authorization, new) = match opened {
        Ok(opened) => opened,
        Err(wrong) => return explain(server, wrong),
    };
    let result = match begin(server, &browser, authorization, new).await {
        Ok((live, cookie)) => go_on(server, live, cookie.into_iter().collect()).await,
        Err(failure) => Err(failure),
    };
    result.unwrap_or_else(|failure| failed(&failure))
}

/// A `request_uri` that could be ours; one elsewhere is not fetched, and refused like any other parameter
/// that is not supported (RFC 9101 section 10.5).
fn pushed_uri(params: &Params) -> Option<&str> {
    params.get("request_uri").filter(|uri| uri.starts_with(URN))
}

fn explain(server: &AuthorizationServer, wrong: Wrong) -> Response {
    match wrong {
        Wrong::Page(code) => error_page(StatusCode::BAD_REQUEST, code),
        Wrong::Redirect(to, error) => {
            let description = error.error_description.unwrap_or_default();
            let members = [("error", error.error.as_str()), ("error_description", description.as_str())];
            see_other(&to.answer(server, &members), [])
        }
        Wrong::Failure(failure) => failed(&failure),
    }
}

fn failed(failure: &Failure) -> Response {
    error_page(failure.error.status, failure.error.error.error.as_str())
}

/// A pushed request: only `client_id` and `request_uri` count, whatever else stands in the address
/// (RFC 9126 section 4). A reload in the same browser goes on; after the answer it is over.
async fn pushed(
    server: &AuthorizationServer,
    browser: &Browser,
    params: &Params,
    uri: &str,
) -> Result<Authorization, Wrong> {
    let invalid = Wrong::Page("invalid_request_uri");
    let Some(token) =
        uri.strip_prefix(URN).and_then(|text| PlainToken::parse(TokenKind::RequestUri, text).ok())
    else {
        return Err(invalid);
    };
    let mut tx = server.storage.read().await?;
    let Some(authorization) = tx.authorization_by_uri(token.hashed()).await? else { return Err(invalid) };
    let client = params.get("client_id") == Some(authorization.request.client.as_str());
    let here = browser.transaction.as_ref().map(PlainToken::hashed);
    let bound_here = authorization.browser.is_none() || authorization.browser == here;
    if client && bound_here && authorization.is_pending(server.now()) {
        Ok(authorization)
    } else {
        Err(invalid)
    }
}

/// A request in the address itself.
fn plain(server: &AuthorizationServer, params: &Params) -> Result<Authorization, Wrong> {
    let client = params
        .get("client_id")
        .and_then(|id| server.config.registry.client(&ClientId::new(id)))
        .ok_or(Wrong::Page("invalid_client"))?;
    let redirect_uri =
        request::redirect_uri(client, params).map_err(|_| Wrong::Page("invalid_redirect_uri"))?;
    let checked = if must_push(client, params) {
        let text = "this request has to be pushed";
        Err(OAuthError::new(leasehold_oauth_types::OAuthErrorCode::InvalidRequest, text))
    } else {
        request::validate(server, client, redirect_uri.clone(), params)
    };
    let state = params.get("state").map(str::to_owned);
    let request = checked.map_err(|error| Wrong::Redirect(ReturnTo { redirect_uri, state }, error))?;
    let now = server.now();
    Ok(Authorization {
        id: AuthorizationId::generate(now, server.entropy.as_ref()),
        request,
        request_uri: None,
        browser: None,
        created_at: now,
        expires_at: now + limits::INTERACTION,
        begun_at: None,
        stage: Stage::start(),
    })
}

/// Details, claims and merges are pushed, where nobody can edit them (checklist PAR-9), and everything of a
/// client that is registered so (RFC 9126 section 6).
fn must_push(client: &Client, params: &Params) -> bool {
    let names = ["authorization_details", "grant_management_action", "grant_id", "claims"];
    client.require_pushed_authorization_requests || names.iter().any(|name| params.get(name).is_some())
}
