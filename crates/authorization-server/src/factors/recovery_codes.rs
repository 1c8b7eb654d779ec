//! Recovery codes: `/factors/recovery-codes` makes a set, [`spend`] uses one up.

use axum::extract::State;
use axum::response::Response;
use leasehold_domain::proof::Proof;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{FactorId, HashedToken, UserId};
use leasehold_factors::recovery_codes::{self, RecoveryCode};
use leasehold_oauth_types::factors::RecoveryCodesView;
use leasehold_oauth_types::interaction::SignInError;
use leasehold_storage::Transaction;
use serde::{Deserialize, Serialize};

use super::change::{self, Act};
use super::form::FactorForm;
use super::manager::Manager;
use super::permit::Permit;
use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::drafts::DraftKey;
use crate::interaction::{enrolment, see_other};
use crate::leases::apply::Changes;
use crate::limits::Standing;
use crate::signals::detect;
use crate::stop::Stop;
use crate::tries::{Tried, Tries};

pub(super) const PAGE: &str = "/factors/recovery-codes";

/// The new codes in clear, sealed, for the one page that shows them.
#[derive(Serialize, Deserialize)]
struct Shown {
    set: FactorId,
    codes: Vec<String>,
}

fn shown(server: &AuthorizationServer, manager: &Manager) -> DraftKey {
    DraftKey::of_session(server, "draft-recovery-codes", manager.session.id)
}

/// The new codes, for as long as their page shows them: to whoever may change factors, and while they work.
pub(super) async fn shown_now(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
) -> leasehold_storage::Result<Option<Vec<String>>> {
    let draft = shown(server, manager);
    let Some(shown) = draft.read::<Shown>(server, tx).await? else { return Ok(None) };
    if !manager.factors.iter().any(|factor| factor.id == shown.set) {
        draft.take(server, tx).await?;
        return Ok(None);
    }
    let granted = matches!(manager.permit_for(server, PAGE), Permit::Granted(_));
    Ok(Some(shown.codes).filter(|_| granted))
}

/// What the page shows; `None` when the person has to prove themselves first.
pub(super) async fn view(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
) -> leasehold_storage::Result<Option<RecoveryCodesView>> {
    if !matches!(manager.permit_for(server, PAGE), Permit::Granted(_)) {
        return Ok(None);
    }
    let codes = shown_now(server, tx, manager).await?;
    Ok(Some(RecoveryCodesView {
        form: enrolment::form(server, PAGE, manager.csrf(server, PAGE)),
        codes: codes.unwrap_or_default(),
        replaces: left(tx, &manager.factors).await?,
    }))
}

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    form: FactorForm,
) -> Result<Response, Stop> {
    let server = &server;
    let (mut tx, manager) = form.open(server, PAGE).await?;
    let draft = shown(server, &manager);
    if form.field("decision") == "done" {
        draft.take(server, tx.as_mut()).await?;
        tx.commit().await?;
        return Ok(see_other(&super::view::list(server), []));
    }
    // Sent twice: the codes that are shown stay the ones that work.
    if shown_now(server, tx.as_mut(), &manager).await?.is_some() {
        return Ok(see_other(PAGE, []));
    }
    let ((mut tx, manager), _) = form.permitted(server, PAGE, (tx, manager)).await?;
    let mut changes = Changes::default();
    for old in sets(&manager.factors) {
        changes.extend(change::remove(server, tx.as_mut(), Some(&manager.session), old).await?);
    }
    let (set, codes, made) = make(server, tx.as_mut(), &manager).await?;
    changes.extend(made);
    draft.write(server, tx.as_mut(), &Shown { set, codes }).await?;
    server.finish(tx, changes, server.now()).await?;
    Ok(see_other(PAGE, []))
}

/// A new set: only hashes are stored (checklist RC-1).
async fn make(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
) -> Result<(FactorId, Vec<String>, Changes), Failure> {
    let codes = recovery_codes::generate(server.entropy.as_ref());
    let enrolment = manager.enrolment(server, chrono::Duration::zero());
    let set = server.add_recovery_codes(tx, manager.user.id, &codes, enrolment).await?;
    let changes = change::note(server, tx, Some(&manager.session), &set, Act::Enrolled).await?;
    Ok((set.id, codes.iter().map(|code| code.display().to_string()).collect(), changes))
}

/// Uses up a code. The way it leads to is a new factor: other apps lose their refresh tokens, because
/// whoever lost all factors may have lost more (checklist RC-2). The caller commits in any case.
pub(super) async fn spend(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    manager: &Manager,
    text: &str,
    browser: &Browser,
) -> Result<Result<(Proof, Changes), SignInError>, Failure> {
    let now = server.now();
    let (user, device) = (manager.user.id, manager.session.device);
    let tries = Tries::of(tx, Tried::RecoveryCode, (user, device), browser).await?;
    if let Standing::Paused(_) = tries.standing(tx, now).await? {
        return Ok(Err(SignInError::TooMany));
    }
    if let Ok(code) = RecoveryCode::parse(text) {
        for set in sets(&manager.factors) {
            if tx.use_recovery_code(set.id, hash(server, manager.user.id, &code), now).await? {
                tries.succeed(tx).await?;
                tx.touch_factor(set.id, now).await?;
                for grant in tx.live_grants(manager.user.id).await? {
                    tx.void_refresh_tokens(grant.id).await?;
                }
                let left = tx.recovery_codes_left(set.id).await?;
                let changes =
                    change::note(server, tx, Some(&manager.session), set, Act::CodeUsed(left)).await?;
                return Ok(Ok((Proof::new(set.id, FactorKind::RecoveryCodes, now), changes)));
            }
        }
    }
    detect::wrong_factor(server, tx, user, device).await?;
    tries.fail_from_here(tx, now).await?;
    tries.fail(tx, now).await?;
    Ok(Err(SignInError::Wrong))
}

/// How many codes a person has not used yet.
pub(crate) async fn left(tx: &mut dyn Transaction, factors: &[Factor]) -> leasehold_storage::Result<u32> {
    let mut left = 0;
    for set in sets(factors) {
        left += tx.recovery_codes_left(set.id).await?;
    }
    Ok(left)
}

fn sets(factors: &[Factor]) -> impl Iterator<Item = &Factor> {
    factors.iter().filter(|factor| factor.kind == FactorKind::RecoveryCodes)
}

/// Keyed, so that a copy of the database alone cannot be searched, and bound to its person.
pub(crate) fn hash(server: &AuthorizationServer, user: UserId, code: &RecoveryCode) -> HashedToken {
    let bound = [user.to_string().as_bytes(), code.canonical().as_slice()].concat();
    HashedToken::from_bytes(server.master_key.keyed_hash("recovery-code", &bound))
}
