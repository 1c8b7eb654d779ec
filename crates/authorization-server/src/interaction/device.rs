//! Confirming a new device, from a trusted one or with a strong factor on itself (`confirm_device`, design
//! section 7).

use leasehold_domain::device::{DeviceKey, DeviceTrust, TrustState};
use leasehold_domain::hold::{ClosedBy, Hold};
use leasehold_domain::log::{Change, LogEntry};
use leasehold_domain::proof::{KeyFacts, Proof};
use leasehold_domain::session::Session;
use leasehold_domain::user::FactorKind;
use leasehold_domain::{DeviceId, FactorId, evidence, hold::Subject};
use leasehold_oauth_types::Remedy;
use leasehold_oauth_types::authorization_details::DeviceConfirmation;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::Transaction;
use subtle::ConstantTimeEq as _;

use crate::AuthorizationServer;
use crate::config::limits::KEY_PROOF;
use crate::leases::apply::{Changes, blank, close_hold};
use crate::leases::evaluate::{EvaluationError, RequestContext, evaluate_in};
use crate::leases::remedy::Evidence;
use crate::limits::{self, Limit, Standing};
use crate::notices::{Occasion, notify};

/// Wrong numbers for one device before a pause: it has two digits.
const NUMBER: Limit = Limit { free: 3, ..limits::CODE };

/// The number that the new device shows and the trusted one asks for: two digits, bound to both.
pub(crate) fn number(server: &AuthorizationServer, trust: &DeviceTrust) -> String {
    let bound = format!("{}:{}:{}", trust.user, trust.device, trust.first_seen.timestamp_millis());
    let digest = server.master_key.keyed_hash("device-number", bound.as_bytes());
    format!("{:02}", 10 + u16::from_be_bytes([digest[0], digest[1]]) % 90)
}

/// Whether `from` is trusted, and was so before `new` was first seen, so that two strangers cannot confirm each
/// other.
pub(crate) fn is_elder(from: &DeviceTrust, new: &DeviceTrust, server: &AuthorizationServer) -> bool {
    let appeared = new.unconfirmed_since(server.now());
    let trusted_before = matches!(from.state, TrustState::Trusted { since, .. } if since < appeared);
    from.device != new.device && from.is_trusted(server.now()) && trusted_before
}

/// Whether a session on `from` may confirm `new`: an elder, with a key that it had before as well. A cookie alone
/// may be a copy, and a key that came later may be whose who copied it (design section 7, `confirm_device`). A device
/// that was blocked is confirmed where that was said, and nowhere else.
pub(crate) fn may_confirm(
    from: &DeviceTrust,
    key: Option<&DeviceKey>,
    new: &DeviceTrust,
    server: &AuthorizationServer,
) -> bool {
    if new.state == TrustState::Blocked {
        let said = new.confirmed_by == Some(from.device) && from.device != new.device;
        return said && from.is_trusted(server.now()) && key.is_some();
    }
    is_elder(from, new, server) && {
        let appeared = new.unconfirmed_since(server.now());
        key.is_some_and(|key| key.bound_at < appeared)
    }
}

fn number_bucket(new: &DeviceTrust) -> String {
    format!("device-number:{}:{}", new.user, new.device)
}

/// Trusts the device, closes its `confirm_device` holds and writes the waivers.
pub(super) async fn confirm(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    confirmation: &DeviceConfirmation,
    with: Evidence<'_>,
) -> Result<std::result::Result<Changes, StepUpError>, EvaluationError> {
    let now = server.now();
    let user = with.session.user;
    let Ok(new) = confirmation.device.parse::<DeviceId>() else { return Ok(Err(StepUpError::NotEligible)) };
    let Some(new) = tx.trust(user, new).await? else { return Ok(Err(StepUpError::NotEligible)) };
    let holds: Vec<Hold> =
        tx.open_holds(user).await?.into_iter().filter(|hold| is_for(hold, new.device)).collect();
    let itself = new.device == with.session.device;
    let renewed = itself && is_renewed(tx, &new, with).await?;
    let allowed = !new.is_trusted(now)
        && if itself {
            new.state != TrustState::Blocked
                && (renewed || is_confirmed_by_factor(tx, &new, &holds, with).await?)
        } else {
            is_confirmed_from(server, tx, &new, &holds, with).await?
        };
    if !allowed {
        return Ok(Err(StepUpError::NotEligible));
    }
    tx.clear_failures(&number_bucket(&new)).await?;
    // Blocking that device takes back what it gave.
    let confirmed_by = match (renewed, itself) {
        (true, _) => new.confirmed_by,
        (false, true) => with.factor.enrolment.device,
        (false, false) => Some(with.session.device),
    };
    let until = now + server.config.device_trust;
    let state = TrustState::Trusted { since: now, until };
    tx.put_trust(&DeviceTrust { state, confirmed_by, succeeds: None, ..new.clone() }).await?;
    let subject = Subject { device: Some(new.device), ..Subject::user(user) };
    let entry = blank(server, now, subject, Change::DeviceTrust, &with.cause());
    tx.append(&LogEntry { rule: "device_confirmed".into(), ..entry }).await?;
    let kind = NoticeKind::DeviceConfirmed { name: name(tx, new.device).await? };
    // Once for each time: blocked trust may be given again.
    let occasion = Occasion::new(format!("device_confirmed:{}:{}", new.device, now.timestamp_millis()));
    let mut changes = notify(server, tx, user, kind, occasion.in_session(with.session)).await?;
    for hold in holds {
        // No waiver: the trust itself is what the rule asks for, and blocking this device takes it back.
        if let Ok(closed) = hold.close(ClosedBy::Remedy, now) {
            changes.extend(close_hold(server, tx, &closed, &with.cause()).await?);
        }
    }
    for grant in tx.live_grants(user).await?.into_iter().filter(|grant| grant.device == new.device) {
        if let Some((_, more)) = evaluate_in(server, tx, grant.id, &RequestContext::default()).await? {
            changes.extend(more);
        }
    }
    Ok(Ok(changes))
}

fn is_for(hold: &Hold, device: DeviceId) -> bool {
    hold.remedy == Remedy::ConfirmDevice && hold.subject.device == Some(device)
}

/// The name of a device.
pub(crate) async fn name(tx: &mut dyn Transaction, device: DeviceId) -> leasehold_storage::Result<String> {
    Ok(tx.device(device).await?.map(|device| device.name).unwrap_or_default())
}

/// From another device: one that was trusted before the new one was first seen, by a key of as long ago that it has
/// just shown.
async fn is_confirmed_from(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    new: &DeviceTrust,
    holds: &[Hold],
    with: Evidence<'_>,
) -> leasehold_storage::Result<bool> {
    let Some(from) = tx.trust(new.user, with.session.device).await? else { return Ok(false) };
    let Some(device) = tx.device(from.device).await? else { return Ok(false) };
    let key = device.key.filter(|key| server.now() < key.proved_at + KEY_PROOF);
    let eligible = |hold: &Hold| evidence::is_eligible(hold, with.factor, with.proof);
    Ok(may_confirm(&from, key.as_ref(), new, server) && holds.iter().all(eligible))
}

/// On a device whose trust has lapsed, with its own key and a factor from before. That the form proved the key is
/// checked with every step-up.
async fn is_renewed(
    tx: &mut dyn Transaction,
    lapsed: &DeviceTrust,
    with: Evidence<'_>,
) -> leasehold_storage::Result<bool> {
    let key = tx.device(lapsed.device).await?.and_then(|device| device.key);
    Ok(evidence::renews_device(lapsed, key.as_ref(), with.factor, with.proof))
}

/// On the new device itself, with a strong factor.
async fn is_confirmed_by_factor(
    tx: &mut dyn Transaction,
    new: &DeviceTrust,
    holds: &[Hold],
    with: Evidence<'_>,
) -> leasehold_storage::Result<bool> {
    let enrolled_on = match with.factor.enrolment.device {
        Some(device) => tx.trust(new.user, device).await?,
        None => None,
    };
    Ok(evidence::confirms_device(new, holds, with.factor, enrolled_on.as_ref(), with.proof))
}

/// The factors of the person that would confirm this device, used on itself.
pub(crate) async fn confirming_here(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    new: &DeviceTrust,
) -> leasehold_storage::Result<Vec<FactorId>> {
    let now = server.now();
    let holds: Vec<Hold> =
        tx.open_holds(new.user).await?.into_iter().filter(|hold| is_for(hold, new.device)).collect();
    let key = tx.device(new.device).await?.and_then(|device| device.key);
    let mut confirming = Vec::new();
    for factor in tx.factors(new.user).await? {
        if new.state == TrustState::Blocked || !factor.steps_up_on(new.device, now) {
            continue;
        }
        let proof = match factor.kind {
            FactorKind::Passkey => Proof::of_key(factor.id, KeyFacts { verified: true, synced: true }, now),
            kind => Proof::new(factor.id, kind, now),
        };
        let enrolled_on = match factor.enrolment.device {
            Some(device) => tx.trust(new.user, device).await?,
            None => None,
        };
        let renews = evidence::renews_device(new, key.as_ref(), &factor, &proof);
        if renews || evidence::confirms_device(new, &holds, &factor, enrolled_on.as_ref(), &proof) {
            confirming.push(factor.id);
        }
    }
    Ok(confirming)
}

/// Whoever proves a second factor on a trusted device goes on trusting it; its beginning stays.
pub(super) async fn renew_trust(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: &Session,
) -> leasehold_storage::Result<()> {
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

/// Checks the number and counts a wrong one, for a device other than the one that asks: a passkey used on the new
/// device itself is not talked out of anybody, but a person on the phone with a stranger would confirm the wrong one.
pub(super) async fn check_number(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    confirmation: &DeviceConfirmation,
    session: &Session,
    form: &Params,
) -> leasehold_storage::Result<Result<(), StepUpError>> {
    let now = server.now();
    let Ok(device) = confirmation.device.parse::<DeviceId>() else {
        return Ok(Err(StepUpError::NotEligible));
    };
    if device == session.device {
        return Ok(Ok(()));
    }
    let Some(new) = tx.trust(session.user, device).await? else { return Ok(Err(StepUpError::NotEligible)) };
    let bucket = number_bucket(&new);
    let left = match limits::standing(tx, &bucket, NUMBER, now).await? {
        Standing::Free(left) => left,
        Standing::Paused(until) => {
            let seconds = u64::try_from((until - now).num_seconds()).unwrap_or_default();
            return Ok(Err(StepUpError::TooMany { retry_after: seconds + 1 }));
        }
    };
    let given = form.get("number").unwrap_or_default().trim().to_owned();
    let matches: bool = given.as_bytes().ct_eq(number(server, &new).as_bytes()).into();
    if matches {
        return Ok(Ok(()));
    }
    tx.add_failure(&bucket, now).await?;
    Ok(Err(StepUpError::WrongNumber { tries_left: left.saturating_sub(1) }))
}
