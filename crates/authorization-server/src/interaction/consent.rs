//! `POST /interaction/{id}/consent`: what the app may do.

use axum::extract::State;
use axum::response::Response;
use leasehold_domain::HoldId;
use leasehold_domain::session::Session;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::{OAuthErrorCode, Scope, ScopeSet};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::device_key::stay;
use crate::failure::Failure;
use crate::interaction::asking::Asking;
use crate::interaction::form::InteractionForm;
use crate::interaction::live::{Live, NotLive, see_other};
use crate::interaction::next::{Next, next};
use crate::interaction::{go_on, refuse};
use crate::leases::apply::Changes;
use crate::leases::consent::{By, remember, renew_session};
use crate::leases::evaluate::{RequestContext, evaluate_in};
use crate::leases::reconsent::reconsent;
use crate::stop::Stop;

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    form: InteractionForm,
) -> Result<Response, Stop> {
    let server = &server;
    let started = server.now();
    let mut tx = server.storage.write().await?;
    let (mut live, session) = form.signed_in(server, tx.as_mut()).await?;
    let asking = Asking::of(server, tx.as_mut(), &live, &session).await?;
    let own = asking.filter(|asking| asking.is_own_form(server, &live, &form.browser, form.get("csrf")));
    let Some(asking) = own else {
        // Something opened, closed or ran out since the page was drawn: nothing is done that it did not name.
        return Ok(see_other(&live.page("consent"), []));
    };
    // A form that was sent again after the page was done: on to where it led.
    if next(server, tx.as_mut(), &live).await? != Next::Consent {
        drop(tx);
        return Ok(go_on(server, live, Vec::new()).await?);
    }
    match form.get("decision") {
        Some("allow") => {}
        Some("deny") => {
            drop(tx);
            return Ok(refuse(server, live, OAuthErrorCode::AccessDenied, Vec::new()).await?);
        }
        _ => return Ok(see_other(&live.page("consent"), [])),
    }
    if !stay::stays(server, tx.as_mut(), &form.browser, &session, &form.fields).await? {
        return Ok(stay::sign_in_here(tx, live).await?);
    }
    let allowed = ticked(&asking.scopes, &form.fields);
    live.pending.consented = Some(allowed.clone());
    if !live.save(tx.as_mut()).await? {
        return Err(NotLive::Over.into());
    }
    let changes = allow(server, tx.as_mut(), &live, &session, (&asking, &allowed), &form.browser).await?;
    server.finish(tx, changes, started).await?;
    Ok(go_on(server, live, Vec::new()).await?)
}

/// Consent counts from here on, whatever becomes of the request: it is remembered, begins lifetimes anew and
/// closes what the page named. Then the session's grants are weighed where the browser is now: a new cause
/// opens a new hold in the same transaction.
async fn allow(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
    (asking, allowed): (&Asking, &ScopeSet),
    browser: &Browser,
) -> Result<Changes, Failure> {
    let client = &asking.client;
    let consent = remember(server, tx, session, client, allowed, By::Page).await?;
    let mut changes = renew_session(server, tx, session, &consent, allowed).await?;
    let named: Vec<HoldId> = asking.holds.iter().map(|hold| hold.id).collect();
    let proofs = &live.pending.proofs;
    changes.extend(reconsent(server, tx, &named, (client, allowed), session, proofs).await?);
    let context = RequestContext { place: Some(browser.place(server)), ..Default::default() };
    for grant in tx.session_grants(session.id).await? {
        if let Some((_, more)) = evaluate_in(server, tx, grant.id, &context).await? {
            changes.extend(more);
        }
    }
    Ok(changes)
}

/// The scopes whose boxes were ticked; `openid` has none and goes with any answer.
fn ticked(asked: &ScopeSet, form: &Params) -> ScopeSet {
    asked
        .iter()
        .filter(|scope| scope.as_str() == Scope::OPENID || form.get(&format!("scope.{scope}")).is_some())
        .cloned()
        .collect()
}
