//! `POST /account/v1/devices/{id}/block`: "This wasn't me".

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use http::StatusCode;
use leasehold_domain::device::{DeviceTrust, TrustState};
use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::proof::Proof;
use leasehold_domain::session::{Session, SessionEndReason};
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{DeviceId, SessionId, Time, UserId};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::{StorageError, Transaction};
use serde_json::json;

use crate::AuthorizationServer;
use crate::account::authority::{Otherwise, check_proved, check_trusted};
use crate::account::{AccountCaller, ApiFailure};
use crate::factors::change::{self, Act};
use crate::interaction::device::{self, is_elder};
use crate::leases::apply::{Cause, Changes, blank};
use crate::leases::end::end_session;
use crate::leases::evaluate::{RequestContext, evaluate_in};
use crate::notices::{Occasion, notify};

/// 204; 404 for a device that the person never used. An elder blocks what is newer, after a fresh proof; whoever is
/// not yields to nobody older without a step-up, with a factor from elsewhere than the device to block (invariant 9).
pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiFailure> {
    let id: DeviceId = id.parse().map_err(|_| ApiFailure::not_found())?;
    let started = server.now();
    let mut tx = server.storage.write().await?;
    let target = tx.trust(caller.user.id, id).await?.ok_or_else(ApiFailure::not_found)?;
    let here = caller.trust(tx.as_mut()).await?;
    if id == caller.session.device {
        return Err(ApiFailure::forbidden("a device is blocked from another one"));
    }
    let otherwise = if here.is_some_and(|here| is_elder(&here, &target, &server)) {
        Otherwise::Password
    } else {
        check_trusted(&server, tx.as_mut(), &caller).await?;
        Otherwise::Nothing
    };
    // What was enrolled there is the word of whoever holds it.
    let from_elsewhere = |factor: &Factor, _: &Proof| factor.enrolment.device != Some(id);
    check_proved(&server, tx.as_mut(), &caller, otherwise, from_elsewhere).await?;
    let mut changes = block(&server, tx.as_mut(), target, &caller.session).await?;
    let kind = NoticeKind::DeviceBlocked { name: device::name(tx.as_mut(), id).await? };
    let occasion = Occasion::new(format!("device_blocked:{id}:{}", started.timestamp_millis()));
    let occasion = occasion.in_session(&caller.session);
    changes.extend(notify(&server, tx.as_mut(), caller.user.id, kind, occasion).await?);
    for session in tx.sessions(caller.user.id).await? {
        if session.is_live(started) && session.device == id {
            let reason = SessionEndReason::SignedOutElsewhere;
            changes.extend(end_session(&server, tx.as_mut(), session, reason).await?);
        }
    }
    server.finish(tx, changes, started).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Blocks the device and takes back what it gave (design section 7, `confirmed_by`): trust in others, and what
/// these gave in turn; the waivers given on it, and the factors enrolled on it.
async fn block(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    target: DeviceTrust,
    from: &Session,
) -> Result<Changes, ApiFailure> {
    let (user, device, by) = (target.user, target.device, from.id);
    let mut changes = Changes::default();
    let confirmed_by = Some(from.device);
    tx.put_trust(&DeviceTrust { state: TrustState::Blocked, confirmed_by, ..target }).await?;
    log(server, tx, (user, device), (Change::DeviceTrust, "device_blocked"), by).await?;
    let mut concerned = BTreeSet::new();
    let mut giving = vec![(device, None)];
    while let Some((giver, since)) = giving.pop() {
        // The ends of waivers are in policy time.
        let given = tx.waivers(user, server.policy_now()).await?;
        concerned.extend(given.iter().filter(|w| w.given_by.device == giver).map(|waiver| waiver.device));
        tx.end_waivers(user, giver, server.policy_now()).await?;
        changes.extend(remove_factors(server, tx, (user, giver), since, from).await?);
        for given in tx.trusts(user).await?.into_iter().filter(|trust| trust.confirmed_by == Some(giver)) {
            let TrustState::Trusted { since, .. } = given.state else { continue };
            let withdrawn = given.device;
            tx.put_trust(&DeviceTrust { state: TrustState::New, confirmed_by: None, ..given }).await?;
            log(server, tx, (user, withdrawn), (Change::DeviceTrust, "device_trust_withdrawn"), by).await?;
            concerned.insert(withdrawn);
            giving.push((withdrawn, Some(since)));
        }
    }
    // Its own sessions end anyway.
    concerned.remove(&device);
    for grant in tx.live_grants(user).await? {
        if !concerned.contains(&grant.device) {
            continue;
        }
        if let Some((_, more)) = evaluate_in(server, tx, grant.id, &RequestContext::default()).await? {
            changes.extend(more);
        }
    }
    Ok(changes)
}

/// Takes away the factors that were enrolled on a device; of one that only lost its trust, those enrolled while
/// it had it. The password stays: without it nobody gets in at all, and changing it is another matter.
async fn remove_factors(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    (user, device): (UserId, DeviceId),
    since: Option<Time>,
    from: &Session,
) -> Result<Changes, StorageError> {
    let mut changes = Changes::default();
    for factor in tx.factors(user).await? {
        let there = factor.enrolment.device == Some(device) || factor.device == Some(device);
        let then = since.is_none_or(|since| factor.enrolment.at >= since);
        if factor.kind == FactorKind::Password || !there || !then {
            continue;
        }
        change::take_away(tx, &factor).await?;
        changes.extend(change::note(server, tx, Some(from), &factor, Act::Withdrawn(device)).await?);
    }
    Ok(changes)
}

async fn log(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    (user, device): (UserId, DeviceId),
    (change, rule): (Change, &str),
    by: SessionId,
) -> Result<(), StorageError> {
    let subject = Subject { device: Some(device), ..Subject::user(user) };
    let cause = Cause::act(Initiator::User, json!({"session": by}));
    let entry = blank(server, server.now(), subject, change, &cause);
    tx.append(&LogEntry { rule: rule.to_owned(), ..entry }).await?;
    Ok(())
}
