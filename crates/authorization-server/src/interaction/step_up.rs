//! `POST /interaction/{id}/step-up`: proves a second factor for exactly what the page named.

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use leasehold_domain::HoldId;
use leasehold_domain::device::{DeviceTrust, TrustState};
use leasehold_domain::session::{Proof, Session};
use leasehold_http_kit::FormFields;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_oauth_types::{AuthorizationDetail, OAuthErrorCode};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::flash::Flash;
use crate::interaction::live::{Live, NotLive, see_other};
use crate::interaction::named::Named;
use crate::interaction::next::counts;
use crate::interaction::{Next, go_on, refuse, totp};
use crate::leases::apply::Changes;
use crate::leases::evaluate::{RequestContext, evaluate_in};
use crate::leases::remedy::{self, Evidence};

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
    let signed_in = crate::browser::session(server, tx.as_mut(), &browser).await?;
    let Some(session) =
        live.session.clone().filter(|own| signed_in.is_some_and(|session| session.id == own.id))
    else {
        return Ok(NotLive::OtherBrowser.response());
    };
    let page = Named::of(server, tx.as_mut(), &live, &session).await?;
    if !page.is_own_form(server, &live, &browser, form.get("csrf")) {
        // Something opened or closed since the page was drawn: nothing is done that it did not name.
        return Ok(see_other(&live.page("step-up"), []));
    }
    // A form that was sent again after the page was done: on to where it led.
    if super::next::next(server, tx.as_mut(), &live).await? != Next::StepUp {
        drop(tx);
        return go_on(server, live, Vec::new()).await;
    }
    if form.get("decision") == Some("cancel") {
        return cancel(server, tx, live, page.offers_holds()).await;
    }
    let factors = tx.factors(session.user).await?;
    let Some(factor) = factors.into_iter().find(|factor| counts(factor, server.now())) else {
        drop(tx);
        return refuse(server, live, OAuthErrorCode::UnmetAuthenticationRequirements, Vec::new()).await;
    };
    let code = form.get("code").unwrap_or_default();
    let proof = match totp::check(server, tx.as_mut(), &factor, code, &browser).await? {
        Ok(proof) => proof,
        Err(error) => return again(tx, &live, error).await,
    };
    let started = server.now();
    let session = prove(tx.as_mut(), &mut live, session, proof).await?;
    let with = Evidence { session: &session, factor: &factor, proof: &proof };
    let changes = remedies(server, tx.as_mut(), &live, &page.holds, with, form, &browser).await?;
    let changes = match changes {
        Ok(changes) => changes,
        Err(error) => return again(tx, &live, error).await,
    };
    renew_trust(server, tx.as_mut(), &session).await?;
    live.pending.confirmed = true;
    live.pending.elevates = page.elevates;
    live.session = Some(session);
    if !live.save(tx.as_mut()).await? {
        return Ok(NotLive::Over.response());
    }
    tx.set_flash(live.authorization.id, None).await?;
    server.finish(tx, changes, started).await?;
    go_on(server, live, Vec::new()).await
}

/// Nothing is done. What the server offered by itself can be left for later; everything else ends the
/// request.
async fn cancel(
    server: &AuthorizationServer,
    mut tx: Box<dyn Transaction>,
    mut live: Live,
    has_holds: bool,
) -> Result<Response, Failure> {
    let only_offered = has_holds && live.authorization.request.details.is_empty();
    if only_offered {
        live.pending.confirmed = true;
        if !live.save(tx.as_mut()).await? {
            return Ok(NotLive::Over.response());
        }
        tx.commit().await?;
        let mut tx = server.storage.read().await?;
        // Something else on this page is still wanted, and was declined with it.
        if super::next::next(server, tx.as_mut(), &live).await? != Next::StepUp {
            drop(tx);
            return go_on(server, live, Vec::new()).await;
        }
        drop(tx);
        return refuse(server, live, OAuthErrorCode::AccessDenied, Vec::new()).await;
    }
    drop(tx);
    refuse(server, live, OAuthErrorCode::AccessDenied, Vec::new()).await
}

/// Back to the page, with what went wrong; what was counted stays counted.
async fn again(mut tx: Box<dyn Transaction>, live: &Live, error: StepUpError) -> Result<Response, Failure> {
    let flash = Flash { step_up: Some(error), ..Flash::default() };
    tx.set_flash(live.authorization.id, Some(&flash.write())).await?;
    tx.commit().await?;
    Ok(see_other(&live.page("step-up"), []))
}

/// Notes the proof in the session and in this very request.
async fn prove(
    tx: &mut dyn Transaction,
    live: &mut Live,
    session: Session,
    proof: Proof,
) -> Result<Session, Failure> {
    let session = session.touched(proof.at);
    let mut proofs = session.proofs.clone();
    proofs.retain(|old| old.factor != proof.factor);
    proofs.push(proof);
    let session = Session { proofs, ..session };
    tx.update_session(&session).await?;
    live.pending.proofs.push(proof);
    Ok(session)
}

/// Does what the page named, and weighs the session's grants anew where the browser is now: a new cause
/// opens a new hold in the same transaction.
async fn remedies(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    named: &[HoldId],
    with: Evidence<'_>,
    form: &Params,
    browser: &Browser,
) -> Result<Result<Changes, StepUpError>, Failure> {
    let mut changes = match live.authorization.request.details.first() {
        Some(AuthorizationDetail::DeviceConfirmation(confirmation)) => {
            match super::device::confirm(server, tx, confirmation, with, form).await? {
                Ok(changes) => changes,
                Err(error) => return Ok(Err(error)),
            }
        }
        _ => remedy::step_up(server, tx, named, with).await?,
    };
    let wants_back =
        matches!(live.authorization.request.details.first(), Some(AuthorizationDetail::LeaseRestore(_)));
    if wants_back && changes.is_empty() && any_open(tx, named).await? {
        return Ok(Err(StepUpError::NotEligible));
    }
    let context = RequestContext { place: Some(browser.place(server)), token: None };
    for grant in tx.session_grants(with.session.id).await? {
        if let Some((_, more)) = evaluate_in(server, tx, grant.id, &context).await? {
            changes.extend(more);
        }
    }
    Ok(Ok(changes))
}

/// Whoever proves a second factor on a trusted device goes on trusting it; its beginning stays.
async fn renew_trust(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: &Session,
) -> Result<(), Failure> {
    let now = server.now();
    if let Some(trust) = tx.trust(session.user, session.device).await?
        && let TrustState::Trusted { since, until } = trust.state
        && now < until
    {
        let state = TrustState::Trusted { since, until: now + server.config.device_trust };
        tx.put_trust(&DeviceTrust { state, ..trust }).await?;
    }
    Ok(())
}

async fn any_open(tx: &mut dyn Transaction, named: &[HoldId]) -> Result<bool, Failure> {
    for id in named {
        if tx.hold(*id).await?.is_some_and(|hold| hold.is_open()) {
            return Ok(true);
        }
    }
    Ok(false)
}
