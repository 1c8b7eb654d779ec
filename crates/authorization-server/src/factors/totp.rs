//! `/factors/totp`: adds an authenticator app.

use axum::extract::State;
use axum::response::Response;
use leasehold_domain::Time;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_factors::TotpSecret;
use leasehold_oauth_types::interaction::{StepUpError, TotpEnrolmentView};
use leasehold_storage::Transaction;
use serde::{Deserialize, Serialize};

use super::change::{self, Act};
use super::form::FactorForm;
use super::manager::Manager;
use super::permit::{Granted, Permit};
use super::view::{hours, list};
use crate::AuthorizationServer;
use crate::interaction::drafts::DraftKey;
use crate::interaction::{enrolment, see_other};
use crate::leases::apply::Changes;
use crate::stop::Stop;
use crate::tries::{self, Tried};

pub(super) const PAGE: &str = "/factors/totp";

/// What is kept between the page and its form.
#[derive(Serialize, Deserialize)]
struct TotpDraft {
    secret: Vec<u8>,
    error: Option<StepUpError>,
}

fn draft(server: &AuthorizationServer, manager: &Manager) -> DraftKey {
    DraftKey::of_session(server, "draft-enrol-totp", manager.session.id)
}

/// The authenticator apps that a new one replaces. With a recovery code that is none that counts: the new one waits
/// beside it ([`change::retire`]).
fn replaced(manager: &Manager, granted: Granted, now: Time) -> impl Iterator<Item = &Factor> {
    let apps = manager.factors.iter().filter(|factor| factor.kind == FactorKind::Totp);
    apps.filter(move |app| granted.strong || !app.counts(now))
}

/// What the page shows; `None` when the person has to prove themselves first. The secret stays the same until
/// it is enrolled or ten minutes old.
pub(super) async fn view(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
) -> leasehold_storage::Result<Option<TotpEnrolmentView>> {
    let Permit::Granted(Granted { wait, .. }) = manager.permit_for(server, PAGE) else { return Ok(None) };
    let key = draft(server, manager);
    let draft = match key.read::<TotpDraft>(server, tx).await? {
        Some(draft) => {
            if draft.error.is_some() {
                // Said once.
                key.write(server, tx, &TotpDraft { secret: draft.secret.clone(), error: None }).await?;
            }
            draft
        }
        None => {
            let secret = TotpSecret::generate(server.entropy.as_ref()).expose().to_vec();
            let draft = TotpDraft { secret, error: None };
            key.write(server, tx, &draft).await?;
            draft
        }
    };
    let secret = enrolment::secret(&draft.secret)?;
    let form = enrolment::form(server, PAGE, manager.csrf(server, PAGE));
    let view = enrolment::view(form, &secret, &manager.user.username)?;
    Ok(Some(TotpEnrolmentView { error: draft.error, wait_hours: Some(hours(wait)), ..view }))
}

/// Checks the first code and adds the factor, in one transaction with all that allows it. An older
/// authenticator app of this person stops working as soon as this one counts: there is one at a time.
pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    form: FactorForm,
) -> Result<Response, Stop> {
    let server = &server;
    let opened = form.load(server).await?;
    let ((mut tx, manager), granted) = form.permitted(server, PAGE, opened).await?;
    let key = draft(server, &manager);
    // Older than its page: a new secret is shown.
    let Some(draft) = key.read::<TotpDraft>(server, tx.as_mut()).await? else {
        return Ok(see_other(PAGE, []));
    };
    let secret = enrolment::secret(&draft.secret)?;
    let code = form.field("code");
    // Of this page alone: a right code of one's own new secret takes no failure back that counts elsewhere.
    let account = key.bucket();
    let step =
        match enrolment::first_code(server, tx.as_mut(), &secret, code, &account, &form.browser).await? {
            Ok(step) => step,
            Err(error) => {
                key.write(server, tx.as_mut(), &TotpDraft { error: Some(error), ..draft }).await?;
                tx.commit().await?;
                return Ok(see_other(PAGE, []));
            }
        };
    if !key.take(server, tx.as_mut()).await? {
        return Ok(see_other(&list(server), []));
    }
    let mut changes = Changes::default();
    for old in replaced(&manager, granted, server.now()) {
        changes.extend(change::remove(server, tx.as_mut(), Some(&manager.session), old).await?);
    }
    let enrolment = manager.enrolment(server, granted.wait);
    let id = server.add_totp(tx.as_mut(), manager.user.id, &secret, enrolment, Some(step)).await?;
    if let Some(totp) = tx.factors(manager.user.id).await?.into_iter().find(|factor| factor.id == id) {
        changes
            .extend(change::note(server, tx.as_mut(), Some(&manager.session), &totp, Act::Enrolled).await?);
    }
    tries::forget_strangers(tx.as_mut(), Tried::Code, manager.user.id).await?;
    server.finish(tx, changes, server.now()).await?;
    Ok(see_other(&list(server), []))
}
