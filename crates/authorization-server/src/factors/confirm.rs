//! `/factors/confirm`: a fresh proof before factors are changed.
//!
//! It proves something in the session and elevates no lease. A recovery code is taken here and nowhere else: it
//! opens the way to a new factor, never to a payment (checklist RC-2).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{PlainToken, TokenKind};
use leasehold_http_kit::JsonBody;
use leasehold_http_kit::cookies::ISSUER_SESSION;
use leasehold_oauth_types::factors::ConfirmView;
use leasehold_oauth_types::interaction::{PasskeyStart, SignInError, StepUpError, StepUpFactor};
use leasehold_storage::Transaction;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::form::{FactorForm, FactorScript};
use super::manager::Manager;
use super::permit::{Need, Permit};
use super::view::own_page;
use super::{passkey, recovery_codes};
use crate::AuthorizationServer;
use crate::failure::Failure;
use crate::interaction::ceremony::Ceremony;
use crate::interaction::drafts::DraftKey;
use crate::interaction::prove::Question;
use crate::interaction::usable::{usable, without_locked};
use crate::interaction::{enrolment, passwords, prove, see_other};
use crate::leases::apply::Changes;
use crate::limits::Standing;
use crate::pins::{self, LoginStep};
use crate::stop::Stop;
use crate::tries::{Tried, Tries};

pub(super) const PAGE: &str = "/factors/confirm";
const PASSKEY: &str = "passkey-confirm";

/// What went wrong, until the next form.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Trouble {
    error: Option<StepUpError>,
    refused: Option<SignInError>,
}

fn trouble(server: &AuthorizationServer, manager: &Manager) -> DraftKey {
    DraftKey::of_session(server, "draft-confirm", manager.session.id)
}

/// What the page shows; `None` when nothing has to be proved.
pub(super) async fn view(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
    to: &str,
) -> leasehold_storage::Result<Option<ConfirmView>> {
    let to = own_page(to);
    let need = manager.need(server, to);
    let (ways, elsewhere) = match manager.permit(server, need) {
        Permit::Granted(_) => return Ok(None),
        Permit::Prove(ways) => (ways, false),
        Permit::Elsewhere => (Vec::new(), true),
    };
    let trouble = trouble(server, manager).say::<Trouble>(server, tx).await?.unwrap_or_default();
    let good: Vec<&Factor> = usable(&manager.factors, &manager.session, server.now()).collect();
    let pin_locked = pins::is_locked(server, &good, manager.session.device);
    // Nothing but the PIN of this device works here, and it may be what was forgotten.
    let only_pin = ways == [StepUpFactor::Pin];
    let recovery = manager.may_recover(need) && recovery_codes::left(tx, &manager.factors).await? > 0;
    Ok(Some(ConfirmView {
        form: enrolment::form(server, PAGE, manager.csrf(server, PAGE)),
        username: manager.user.username.clone(),
        to: to.to_owned(),
        ways: without_locked(ways, pin_locked),
        elsewhere,
        recovery,
        stronger: need == Need::Strong && matches!(manager.permit(server, Need::Any), Permit::Granted(_)),
        add: (need == Need::Strong && (elsewhere || only_pin)).then(|| passkey::PAGE.to_owned()),
        error: trouble.error.or(pin_locked.then_some(StepUpError::PinLocked)),
        refused: trouble.refused,
    }))
}

pub(super) async fn start_passkey(
    State(server): State<AuthorizationServer>,
    script: FactorScript,
) -> Result<Response, Stop> {
    let server = &server;
    let (mut tx, manager) = script.open(server, PAGE).await?;
    let good = usable(&manager.factors, &manager.session, server.now());
    let (options, state) = server.passkeys.start_step_up(good)?;
    let ceremony = Ceremony { purpose: PASSKEY, bound_to: &manager.binding() };
    let token = ceremony.begin(server, tx.as_mut(), &state).await?;
    tx.commit().await?;
    Ok(Json(PasskeyStart { ceremony: token.expose().to_owned(), options }).into_response())
}

/// The steps of a PIN proof.
pub(super) async fn pin(
    State(server): State<AuthorizationServer>,
    script: FactorScript,
    JsonBody(step): JsonBody<LoginStep>,
) -> Result<Response, Stop> {
    let server = &server;
    let (tx, manager) = script.open(server, PAGE).await?;
    let good: Vec<&Factor> = usable(&manager.factors, &manager.session, server.now()).collect();
    Ok(pins::step(server, tx, &good, &question(&manager), step).await?)
}

fn question(manager: &Manager) -> Question {
    let session = &manager.session;
    Question {
        purpose: PASSKEY,
        bound_to: manager.binding(),
        transaction: pins::hash(&json!({"confirm": session.id.to_string()})),
        user: session.user,
        device: session.device,
    }
}

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    form: FactorForm,
) -> Result<Response, Stop> {
    let server = &server;
    let to = own_page(form.field("to"));
    let opened = form.open(server, PAGE).await?;
    let manager = &opened.1;
    let need = manager.need(server, to);
    let ways = match manager.permit(server, need) {
        Permit::Granted(_) => return Ok(see_other(to, [])),
        Permit::Prove(ways) => Some(ways),
        Permit::Elsewhere => None,
    };
    let (mut tx, manager) = form.stays(server, opened).await?;
    let mut changes = Changes::default();
    // Where a code does not do, none is used up.
    let code = form.fields.get("recovery_code").filter(|_| manager.may_recover(need));
    let proved = if let Some(code) = code {
        recovery_codes::spend(server, tx.as_mut(), &manager, code, &form.browser)
            .await?
            .map(|(proof, more)| {
                changes = more;
                proof
            })
            .map_err(|refused| Trouble { refused: Some(refused), error: None })
    } else if ways.is_none() {
        Err(Trouble { error: Some(StepUpError::NotEligible), refused: None })
    } else if ways.is_some_and(|ways| ways.is_empty()) {
        // Hashing takes a while, in which nobody else should have to wait for the one writer.
        tx.commit().await?;
        let proved = password(server, &manager, &form).await?;
        tx = server.storage.write().await?;
        proved.map_err(|refused| Trouble { refused: Some(refused), error: None })
    } else {
        let factors: Vec<&Factor> = usable(&manager.factors, &manager.session, server.now()).collect();
        prove::second_factor(server, tx.as_mut(), &factors, &question(&manager), &form.fields, &form.browser)
            .await?
            .map(|(_, proof)| proof)
            .map_err(|error| Trouble { error: Some(error), refused: None })
    };
    let draft = trouble(server, &manager);
    match proved {
        Ok(proof) => {
            let Some(session) = tx.session(manager.session.id).await?.filter(|it| it.is_live(proof.at))
            else {
                return Ok(see_other(&server.config.account_url, []));
            };
            // Under a new cookie, like after every proof: whoever copied the old one is not lifted with it.
            let cookie = PlainToken::generate(TokenKind::Session, server.entropy.as_ref());
            let session = Session { cookie: cookie.hashed(), ..session.proving(proof) };
            tx.update_session(&session).await?;
            draft.take(server, tx.as_mut()).await?;
            server.finish(tx, changes, server.now()).await?;
            Ok(see_other(to, [ISSUER_SESSION.set(cookie.expose())]))
        }
        Err(trouble) => {
            draft.write(server, tx.as_mut(), &trouble).await?;
            tx.commit().await?;
            Ok(see_other(&format!("{PAGE}?to={to}"), []))
        }
    }
}

/// Compares the password, limited like a sign-in.
async fn password(
    server: &AuthorizationServer,
    manager: &Manager,
    form: &FactorForm,
) -> Result<Result<Proof, SignInError>, Failure> {
    let now = server.now();
    let password = form.field("password");
    let enrolled = manager.factors.iter().find(|factor| factor.kind == FactorKind::Password);
    let Some(factor) = enrolled.filter(|_| !password.is_empty() && password.len() <= passwords::LONGEST)
    else {
        return Ok(Err(SignInError::Invalid));
    };
    let mut tx = server.storage.write().await?;
    let person = (manager.user.id, manager.session.device);
    let tries = Tries::of(tx.as_mut(), Tried::Password, person, &form.browser).await?;
    if let Standing::Paused(_) = tries.standing(tx.as_mut(), now).await? {
        return Ok(Err(SignInError::TooMany));
    }
    // Counted first, as at sign-in: parallel attempts cannot slip under the limit.
    tries.fail(tx.as_mut(), now).await?;
    tx.commit().await?;
    if !passwords::verify(password.to_owned(), Some(factor.secret.clone())).await {
        let mut tx = server.storage.write().await?;
        tries.fail_from_here(tx.as_mut(), now).await?;
        tx.commit().await?;
        return Ok(Err(SignInError::Wrong));
    }
    let mut tx = server.storage.write().await?;
    tries.succeed(tx.as_mut()).await?;
    tx.touch_factor(factor.id, now).await?;
    tx.commit().await?;
    Ok(Ok(Proof::new(factor.id, FactorKind::Password, now)))
}
