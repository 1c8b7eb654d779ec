//! Confirming a new device from a trusted one (`confirm_device`, design section 7).

use leasehold_domain::device::{DeviceTrust, TrustState};
use leasehold_domain::hold::{ClosedBy, Hold};
use leasehold_domain::log::{Change, LogEntry};
use leasehold_domain::{DeviceId, UserId, hold::Subject};
use leasehold_oauth_types::Remedy;
use leasehold_oauth_types::authorization_details::DeviceConfirmation;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::Transaction;
use subtle::ConstantTimeEq as _;

use crate::AuthorizationServer;
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

/// Whether a session on `from` may confirm `new`: it is trusted, and was so before the new one was first
/// seen, so that two strangers cannot confirm each other.
pub(crate) fn may_confirm(from: &DeviceTrust, new: &DeviceTrust, server: &AuthorizationServer) -> bool {
    let trusted_before = matches!(from.state, TrustState::Trusted { since, .. } if since < new.first_seen);
    from.device != new.device && from.is_trusted(server.now()) && trusted_before
}

/// Trusts the device, closes its `confirm_device` holds and writes the waivers.
pub(super) async fn confirm(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    confirmation: &DeviceConfirmation,
    with: Evidence<'_>,
    form: &Params,
) -> Result<std::result::Result<Changes, StepUpError>, EvaluationError> {
    let now = server.now();
    let user = with.session.user;
    let Some((new, from)) = pair(tx, user, &confirmation.device, with.session.device).await? else {
        return Ok(Err(StepUpError::NotEligible));
    };
    let holds: Vec<Hold> =
        tx.open_holds(user).await?.into_iter().filter(|hold| is_for(hold, new.device)).collect();
    let eligible = |hold: &Hold| leasehold_domain::evidence::is_eligible(hold, with.factor, with.proof);
    let fits = new.state == TrustState::New || !new.is_trusted(now);
    if !may_confirm(&from, &new, server)
        || !fits
        || new.state == TrustState::Blocked
        || !holds.iter().all(eligible)
    {
        return Ok(Err(StepUpError::NotEligible));
    }
    let bucket = format!("device-number:{}:{}", user, new.device);
    let left = match limits::standing(tx, &bucket, NUMBER, now).await? {
        Standing::Free(left) => left,
        Standing::Paused(until) => {
            let seconds = u64::try_from((until - now).num_seconds()).unwrap_or_default();
            return Ok(Err(StepUpError::TooMany { retry_after: seconds + 1 }));
        }
    };
    let given = form.get("number").unwrap_or_default().trim().to_owned();
    let matches: bool = given.as_bytes().ct_eq(number(server, &new).as_bytes()).into();
    if !matches {
        tx.add_failure(&bucket, now).await?;
        return Ok(Err(StepUpError::WrongNumber { tries_left: left.saturating_sub(1) }));
    }
    let until = now + server.config.device_trust;
    let state = TrustState::Trusted { since: now, until };
    tx.put_trust(&DeviceTrust { state, confirmed_by: Some(from.device), ..new.clone() }).await?;
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

async fn pair(
    tx: &mut dyn Transaction,
    user: UserId,
    new: &str,
    from: DeviceId,
) -> leasehold_storage::Result<Option<(DeviceTrust, DeviceTrust)>> {
    let Ok(new) = new.parse::<DeviceId>() else { return Ok(None) };
    let (Some(new), Some(from)) = (tx.trust(user, new).await?, tx.trust(user, from).await?) else {
        return Ok(None);
    };
    Ok(Some((new, from)))
}
