//! `POST /interaction/{id}/step-up`: proves a second factor for exactly what the page named.

use axum::extract::State;
use axum::response::Response;
use leasehold_domain::hold::Hold;
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::{HoldId, PlainToken, TokenKind, evidence};
use leasehold_http_kit::cookies::ISSUER_SESSION;
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_oauth_types::{AuthorizationDetail, OAuthErrorCode, Remedy};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::device_key::stay;
use crate::failure::Failure;
use crate::interaction::flash::Flash;
use crate::interaction::form::InteractionForm;
use crate::interaction::live::{Live, NotLive, see_other};
use crate::interaction::named::Named;
use crate::interaction::prove::Question;
use crate::interaction::usable::reaching;
use crate::interaction::{Next, go_on, prove, refuse};
use crate::leases::apply::Changes;
use crate::leases::evaluate::{RequestContext, evaluate_in};
use crate::leases::remedy::{self, Evidence};
use crate::stop::Stop;

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    form: InteractionForm,
) -> Result<Response, Stop> {
    let server = &server;
    let mut tx = server.storage.write().await?;
    let (mut live, session) = form.signed_in(server, tx.as_mut()).await?;
    let page = Named::of(server, tx.as_mut(), &live, &session).await?;
    if !page.is_own_form(server, &live, &form.browser, form.get("csrf")) {
        // Something opened or closed since the page was drawn: nothing is done that it did not name.
        return Ok(see_other(&live.page("step-up"), []));
    }
    // A form that was sent again after the page was done: on to where it led.
    if super::next::next(server, tx.as_mut(), &live).await? != Next::StepUp {
        drop(tx);
        return Ok(go_on(server, live, Vec::new()).await?);
    }
    if form.get("decision") == Some("cancel") {
        return Ok(cancel(server, tx, live, page.offers_holds()).await?);
    }
    let factors = tx.factors(session.user).await?;
    let factors = reaching(&factors, &session, live.authorization.request.acr, server.now());
    if factors.is_empty() {
        drop(tx);
        let code = OAuthErrorCode::UnmetAuthenticationRequirements;
        return Ok(refuse(server, live, code, Vec::new()).await?);
    }
    if !stay::stays(server, tx.as_mut(), &form.browser, &session, &form.fields).await? {
        if live.authorization.request.merge.is_some() {
            // It belongs to this session and grant: whoever signs in anew could not finish it (invariant 12).
            tx.commit().await?;
            return Ok(refuse(server, live, OAuthErrorCode::DeviceKeyRequired, Vec::new()).await?);
        }
        return Ok(stay::sign_in_here(tx, live).await?);
    }
    // Before the second factor: a code that was right must not be used up by a number that was not.
    if let Some(AuthorizationDetail::DeviceConfirmation(confirmation)) =
        live.authorization.request.details.first()
        && let Err(error) =
            super::device::check_number(server, tx.as_mut(), confirmation, &session, &form.fields).await?
    {
        return Ok(again(tx, &live, error, None).await?);
    }
    let question = Question::of_step_up(&live, &session, &page);
    let proved =
        prove::second_factor(server, tx.as_mut(), &factors, &question, &form.fields, &form.browser).await?;
    let (factor, proof) = match proved {
        Ok(proved) => proved,
        Err(error) => return Ok(again(tx, &live, error, None).await?),
    };
    let started = server.now();
    let cookie = PlainToken::generate(TokenKind::Session, server.entropy.as_ref());
    let session = note(tx.as_mut(), &mut live, session, proof, &cookie).await?;
    let with = Evidence { session: &session, factor: &factor, proof: &proof };
    let changes = remedies(server, tx.as_mut(), &live, &page.holds, with, &form).await?;
    let changes = match changes {
        Ok(changes) => changes,
        // The code was right, so that the session has its new cookie all the same.
        Err(error) => return Ok(again(tx, &live, error, Some(cookie)).await?),
    };
    super::device::renew_trust(server, tx.as_mut(), &session).await?;
    live.pending.confirmed = true;
    live.pending.elevates = page.elevates;
    live.session = Some(session);
    if !live.save(tx.as_mut()).await? {
        return Err(NotLive::Over.into());
    }
    tx.set_flash(live.authorization.id, None).await?;
    server.finish(tx, changes, started).await?;
    Ok(go_on(server, live, vec![ISSUER_SESSION.set(cookie.expose())]).await?)
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
async fn again(
    mut tx: Box<dyn Transaction>,
    live: &Live,
    error: StepUpError,
    cookie: Option<PlainToken>,
) -> Result<Response, Failure> {
    let flash = Flash { step_up: Some(error), ..Flash::default() };
    tx.set_flash(live.authorization.id, Some(&flash.write())).await?;
    tx.commit().await?;
    Ok(see_other(&live.page("step-up"), cookie.map(|cookie| ISSUER_SESSION.set(cookie.expose()))))
}

/// Notes the proof in the session and in this very request. The session goes on under a new cookie: whoever
/// copied the old one is not lifted with it (checklist section 28, 13).
async fn note(
    tx: &mut dyn Transaction,
    live: &mut Live,
    session: Session,
    proof: Proof,
    cookie: &PlainToken,
) -> Result<Session, Failure> {
    let session = Session { cookie: cookie.hashed(), ..session.proving(proof) };
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
    form: &InteractionForm,
) -> Result<Result<Changes, StepUpError>, Failure> {
    let mut changes = match live.authorization.request.details.first() {
        Some(AuthorizationDetail::DeviceConfirmation(confirmation)) => {
            match super::device::confirm(server, tx, confirmation, with).await? {
                Ok(changes) => changes,
                Err(error) => return Ok(Err(error)),
            }
        }
        _ => remedy::step_up(server, tx, named, with).await?,
    };
    if let Some(AuthorizationDetail::LeaseRestore(restore)) = live.authorization.request.details.first()
        && changes.is_empty()
        && any_open(tx, named, with, restore.grant.is_some()).await?
    {
        return Ok(Err(StepUpError::NotEligible));
    }
    let context = RequestContext { place: Some(form.browser.place(server)), ..Default::default() };
    for grant in tx.session_grants(with.session.id).await? {
        if let Some((_, more)) = evaluate_in(server, tx, grant.id, &context).await? {
            changes.extend(more);
        }
    }
    Ok(Ok(changes))
}

/// Whether something is left that neither this proof nor the consent page after it gives back.
async fn any_open(
    tx: &mut dyn Transaction,
    named: &[HoldId],
    with: Evidence<'_>,
    consent_follows: bool,
) -> Result<bool, Failure> {
    let comes = |hold: &Hold| {
        consent_follows
            && hold.remedy == Remedy::Reconsent
            && evidence::is_eligible(hold, with.factor, with.proof)
    };
    for id in named {
        if tx.hold(*id).await?.is_some_and(|hold| hold.is_open() && !comes(&hold)) {
            return Ok(true);
        }
    }
    Ok(false)
}
