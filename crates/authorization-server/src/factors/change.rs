//! What becomes of a factor: logged, and told to its owner, in the same transaction.

use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::signal::SignalKind;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{DeviceId, FactorId};
use leasehold_oauth_types::notice::{NoticeKind, NoticedFactor};
use leasehold_storage::{Result, Transaction};
use serde_json::json;

use crate::AuthorizationServer;
use crate::leases::apply::{Cause, Changes, blank};
use crate::notices::{Occasion, notify};
use crate::signals::{self, Noticed};

/// What happened to a factor.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act<'a> {
    Enrolled,
    Removed,
    /// It went with the device that it was enrolled on.
    Withdrawn(DeviceId),
    /// It is called this from now on.
    Renamed(&'a str),
    /// A recovery code was used; so many are left.
    CodeUsed(u32),
    /// A PIN or the codes of an authenticator app were tried too often.
    Locked,
    /// A passkey answered as if there were a copy of it (checklist WA-8).
    Cloned,
    /// A passkey says that it is synced now, or no longer (checklist WA-9).
    Synced(bool),
}

/// Writes the entry and the notice. The changes have to reach [`AuthorizationServer::finish`].
pub(crate) async fn note(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: Option<&Session>,
    factor: &Factor,
    act: Act<'_>,
) -> Result<Changes> {
    let (id, device) = (session.map(|session| session.id), session.map(|session| session.device));
    let subject = match act {
        Act::Withdrawn(from) => Subject { device: Some(from), ..Subject::user(factor.user) },
        _ => Subject { session: id, device, ..Subject::user(factor.user) },
    };
    let facts = json!({"session": id, "device": device, "factor": factor.id});
    let (change, rule) = entry(factor.kind, act);
    // The moment makes the cause: the same factor may be renamed or answer wrongly again.
    let cause = match act {
        Act::Enrolled => format!("factor_added:{}", factor.id),
        // The same for a day: whoever goes on trying is not told each time.
        Act::Locked => format!("{rule}:{}:{}", factor.id, server.now().date_naive()),
        _ => format!("{rule}:{}:{}", factor.id, server.now().timestamp_millis()),
    };
    let occasion = Occasion::new(cause);
    let occasion = match session {
        Some(session) => occasion.in_session(session),
        None => occasion,
    };
    let changes = match notice(factor, act) {
        Some(kind) => notify(server, tx, factor.user, kind, occasion).await?,
        None => Changes::default(),
    };
    // Told once a day, a lock stands in the log each time.
    if changes.tells() || matches!(act, Act::Locked | Act::Synced(_)) {
        let blank = blank(server, server.now(), subject, change, &Cause::act(Initiator::User, facts));
        tx.append(&LogEntry { rule: rule.into(), ..blank }).await?;
        tracing::info!(user = %factor.user, factor = %factor.id, rule, "a factor changed");
        if let Some(noticed) = signal(session, factor, act) {
            signals::note(server, tx, noticed).await?;
        }
    }
    Ok(changes)
}

/// What rules get to know of it.
fn signal(session: Option<&Session>, factor: &Factor, act: Act<'_>) -> Option<Noticed> {
    match (act, session) {
        (Act::Removed | Act::Withdrawn(_), _) => {
            // Each by itself: who said "that was me" of one has not said so of the next.
            let cause = format!("credential_changed={}", factor.id);
            Some(Noticed::about(factor.user, SignalKind::CredentialChanged).because(cause))
        }
        (Act::CodeUsed(_), Some(session)) => {
            Some(Noticed::about(factor.user, SignalKind::RecoveryUsed).in_session(session.id))
        }
        (Act::Cloned, _) => {
            let cause = format!("passkey_cloned={}", factor.id);
            Some(Noticed::about(factor.user, SignalKind::PasskeyCloned).because(cause))
        }
        _ => None,
    }
}

const fn entry(kind: FactorKind, act: Act<'_>) -> (Change, &'static str) {
    match (act, kind) {
        (Act::Enrolled, FactorKind::Passkey) => (Change::FactorEnrolled, "passkey_enrolled"),
        (Act::Enrolled, FactorKind::Totp) => (Change::FactorEnrolled, "totp_enrolled"),
        (Act::Enrolled, FactorKind::Pin) => (Change::FactorEnrolled, "pin_enrolled"),
        (Act::Enrolled, FactorKind::RecoveryCodes) => (Change::FactorEnrolled, "recovery_codes_made"),
        (Act::Enrolled, FactorKind::Password) => (Change::FactorEnrolled, "password_enrolled"),
        (Act::Removed, FactorKind::Passkey) => (Change::FactorRemoved, "passkey_removed"),
        (Act::Removed, FactorKind::Totp) => (Change::FactorRemoved, "totp_removed"),
        (Act::Removed, FactorKind::Pin) => (Change::FactorRemoved, "pin_removed"),
        (Act::Removed, FactorKind::RecoveryCodes) => (Change::FactorRemoved, "recovery_codes_removed"),
        (Act::Removed, FactorKind::Password) => (Change::FactorRemoved, "password_removed"),
        (Act::Withdrawn(_), FactorKind::Pin) => (Change::FactorRemoved, "pin_removed"),
        (Act::Withdrawn(_), _) => (Change::FactorRemoved, "enrolled_on_blocked_device"),
        (Act::Renamed(_), _) => (Change::FactorChanged, "factor_renamed"),
        (Act::CodeUsed(_), _) => (Change::FactorChanged, "recovery_code_used"),
        (Act::Locked, FactorKind::Totp) => (Change::FactorChanged, "codes_paused"),
        (Act::Locked, _) => (Change::FactorChanged, "pin_locked"),
        (Act::Cloned, _) => (Change::FactorChanged, "passkey_cloned"),
        (Act::Synced(true), _) => (Change::FactorChanged, "passkey_synced"),
        (Act::Synced(false), _) => (Change::FactorChanged, "passkey_not_synced"),
    }
}

/// What is told; none if it only stands in the log.
fn notice(factor: &Factor, act: Act<'_>) -> Option<NoticeKind> {
    let name = factor.name.clone().unwrap_or_default();
    let word = match factor.kind {
        FactorKind::Passkey => NoticedFactor::Passkey,
        FactorKind::Totp => NoticedFactor::Totp,
        FactorKind::Pin => NoticedFactor::Pin,
        FactorKind::RecoveryCodes => NoticedFactor::RecoveryCodes,
        FactorKind::Password => NoticedFactor::Password,
    };
    Some(match act {
        Act::Enrolled if factor.kind == FactorKind::RecoveryCodes => NoticeKind::RecoveryCodesMade,
        Act::Enrolled => NoticeKind::FactorAdded { factor: word, name },
        Act::Removed | Act::Withdrawn(_) => NoticeKind::FactorRemoved { factor: word, name },
        Act::Renamed(to) => NoticeKind::FactorRenamed { factor: word, before: name, name: to.to_owned() },
        Act::CodeUsed(left) => NoticeKind::RecoveryCodeUsed { left },
        Act::Locked if factor.kind == FactorKind::Totp => NoticeKind::CodesPaused,
        Act::Locked => NoticeKind::PinLocked,
        Act::Cloned => NoticeKind::PasskeyCloned { name },
        Act::Synced(_) => return None,
    })
}

/// Whether there was anything proved with that factor.
fn lapse(proofs: &mut [Proof], factor: FactorId) -> bool {
    let mut any = false;
    for proof in proofs.iter_mut().filter(|proof| proof.factor == factor) {
        (proof.lapsed, any) = (true, true);
    }
    any
}

/// Removes the authenticator apps in whose place a newer one counts by now: one that a recovery code added waits
/// beside the one that was lost.
pub(crate) async fn retire(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factors: &[&Factor],
) -> Result<Vec<FactorId>> {
    let now = server.now();
    let apps = || factors.iter().filter(|factor| factor.kind == FactorKind::Totp && factor.counts(now));
    let newest = apps().map(|app| app.enrolment.at).max();
    let mut retired = Vec::new();
    for app in apps().filter(|app| Some(app.enrolment.at) < newest) {
        remove(server, tx, None, app).await?;
        retired.push(app.id);
    }
    Ok(retired)
}

/// Takes a factor away, logged and told.
pub(crate) async fn remove(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: Option<&Session>,
    factor: &Factor,
) -> Result<Changes> {
    take_away(tx, factor).await?;
    note(server, tx, session, factor, Act::Removed).await
}

/// There may be a copy of it: it counts as a first factor at most until its owner removes it, logged and told.
pub(crate) async fn compromise(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factor: &Factor,
) -> Result<Changes> {
    tx.mark_compromised(factor.id, server.now()).await?;
    forget_proofs(tx, factor).await?;
    note(server, tx, None, factor, Act::Cloned).await
}

/// Takes a factor away. What it proved counts no longer, in any session.
pub(crate) async fn take_away(tx: &mut dyn Transaction, factor: &Factor) -> Result<()> {
    tx.remove_factor(factor.id).await?;
    forget_proofs(tx, factor).await
}

async fn forget_proofs(tx: &mut dyn Transaction, factor: &Factor) -> Result<()> {
    for mut session in tx.sessions(factor.user).await? {
        if lapse(&mut session.proofs, factor.id) {
            tx.update_session(&session).await?;
        }
    }
    Ok(())
}
