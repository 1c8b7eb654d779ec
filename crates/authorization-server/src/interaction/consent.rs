//! `POST /interaction/{id}/consent`: what the app may do.

use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::{OAuthErrorCode, Scope, ScopeSet};

use crate::AuthorizationServer;
use crate::interaction::form::{InteractionForm, Stop};
use crate::interaction::live::{NotLive, see_other};
use crate::interaction::{go_on, refuse};

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    form: InteractionForm,
) -> Result<Response, Stop> {
    let server = &server;
    let mut tx = server.storage.write().await?;
    let (mut live, _) = form.signed_in(server, tx.as_mut()).await?;
    live.check_form(server, &form.browser, form.get("csrf"))?;
    match form.get("decision") {
        Some("allow") => {}
        Some("deny") => {
            drop(tx);
            return Ok(refuse(server, live, OAuthErrorCode::AccessDenied, Vec::new()).await?);
        }
        _ => return Ok(see_other(&live.page("consent"), [])),
    }
    live.pending.consented = Some(ticked(&live.authorization.request.scope, &form.fields));
    if !live.save(tx.as_mut()).await? {
        return Err(NotLive::Over.into());
    }
    tx.commit().await?;
    Ok(go_on(server, live, Vec::new()).await?)
}

/// The scopes whose boxes were ticked; `openid` has none and goes with any answer.
fn ticked(asked: &ScopeSet, form: &Params) -> ScopeSet {
    asked
        .iter()
        .filter(|scope| scope.as_str() == Scope::OPENID || form.get(&format!("scope.{scope}")).is_some())
        .cloned()
        .collect()
}
