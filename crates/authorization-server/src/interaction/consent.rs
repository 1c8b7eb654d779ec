//! `POST /interaction/{id}/consent`: what the app may do.

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use leasehold_http_kit::FormFields;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::{OAuthErrorCode, Scope, ScopeSet};

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::live::{Live, NotLive, see_other};
use crate::interaction::{go_on, refuse};

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    Path(id): Path<String>,
    browser: Browser,
    FormFields(form): FormFields,
) -> Response {
    match answer(&server, &id, browser, &form).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn answer(
    server: &AuthorizationServer,
    id: &str,
    browser: Browser,
    form: &Params,
) -> Result<Response, Failure> {
    let mut tx = server.storage.write().await?;
    let mut live = match Live::load(server, tx.as_mut(), id, &browser).await? {
        Ok(live) => live,
        Err(not_live) => return Ok(not_live.response()),
    };
    if let Some(refusal) = live.check_form(server, &browser, form.get("csrf")) {
        return Ok(refusal);
    }
    // Only whoever is signed in in this very browser answers for the session.
    let signed_in = crate::browser::session(server, tx.as_mut(), &browser).await?.map(|session| session.id);
    if live.session.as_ref().map(|session| session.id) != signed_in || signed_in.is_none() {
        return Ok(NotLive::OtherBrowser.response());
    }
    match form.get("decision") {
        Some("allow") => {}
        Some("deny") => {
            drop(tx);
            return refuse(server, live, OAuthErrorCode::AccessDenied, Vec::new()).await;
        }
        _ => return Ok(see_other(&live.page("consent"), [])),
    }
    live.pending.consented = Some(ticked(&live.authorization.request.scope, form));
    if !live.save(tx.as_mut()).await? {
        return Ok(NotLive::Over.response());
    }
    tx.commit().await?;
    go_on(server, live, Vec::new()).await
}

/// The scopes whose boxes were ticked; `openid` has none and goes with any answer.
fn ticked(asked: &ScopeSet, form: &Params) -> ScopeSet {
    asked
        .iter()
        .filter(|scope| scope.as_str() == Scope::OPENID || form.get(&format!("scope.{scope}")).is_some())
        .cloned()
        .collect()
}
