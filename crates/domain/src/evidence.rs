//! Eligible evidence: nothing a session can do alone gives back what was taken from it.

use leasehold_oauth_types::Acr;

use crate::device::{DeviceKey, DeviceTrust, TrustState};
use crate::hold::Hold;
use crate::proof::{self, Proof};
use crate::signal::Signal;
use crate::user::Factor;
use crate::{DeviceId, SessionId, Time};

/// Whether `proof`, made with `factor`, may close `hold`.
///
/// The factor must be older than the hold's cause and, where the hold is on a session or device, must not
/// have been enrolled in that session or on that device in it; the proof must be younger than the hold, so
/// that a step-up done before does not count (design section 1, "eligible evidence"; invariant 8).
///
/// A factor enrolled long ago on a laptop lifts a place hold of a session on that laptop; it does not
/// lift a hold on the laptop itself.
#[must_use]
pub fn is_eligible(hold: &Hold, factor: &Factor, proof: &Proof) -> bool {
    let subject = &hold.subject;
    // A hold on a device as such; one narrowed to a session too is about the session.
    let device = subject.device.filter(|_| subject.session.is_none());
    is_from_before_and_elsewhere(hold.opened_at, subject.session, device, factor, proof)
}

/// Whether `proof`, made with `factor`, may say "that was me" of a signal that was noticed at `noticed_at` (real time):
/// the same as for a hold, and a second factor. From which session or device it may be said is another matter, and so
/// is how fresh the proof has to be.
#[must_use]
pub fn confirms_signal(signal: &Signal, noticed_at: Time, factor: &Factor, proof: &Proof) -> bool {
    proof.kind.steps_up()
        && is_from_before_and_elsewhere(noticed_at, signal.session, signal.device, factor, proof)
}

/// Whether the proof is of that factor, and there is but one of it as far as anybody knows.
fn is_good(factor: &Factor, proof: &Proof) -> bool {
    factor.id == proof.factor && factor.compromised_at.is_none()
}

/// Enrolled before it happened and proved after it, with a factor that comes neither from the session nor from the
/// device in doubt.
fn is_from_before_and_elsewhere(
    happened: Time,
    session: Option<SessionId>,
    device: Option<DeviceId>,
    factor: &Factor,
    proof: &Proof,
) -> bool {
    let enrolled_before = factor.enrolment.at < happened;
    let proved_after = proof.at >= happened;
    let other_session = session.is_none_or(|session| factor.enrolment.session != Some(session));
    let other_device = device.is_none_or(|device| factor.enrolment.device != Some(device));
    is_good(factor, proof) && enrolled_before && proved_after && other_session && other_device
}

/// Whether `proof`, made on the new device itself, may confirm it: a strong factor, older than what is to be
/// confirmed and enrolled elsewhere, on a device that was trusted itself. Otherwise whoever gets hold of a
/// password and a code would enrol a passkey on one new device and confirm another with it.
///
/// `enrolled_on` is what the person thinks of the device on which the factor was enrolled; a factor of a set-up
/// by an administrator was enrolled on none.
#[must_use]
pub fn confirms_device(
    new: &DeviceTrust,
    holds: &[Hold],
    factor: &Factor,
    enrolled_on: Option<&DeviceTrust>,
    proof: &Proof,
) -> bool {
    let appeared = new.unconfirmed_since(proof.at);
    let strong = is_good(factor, proof) && proof::acr(&[*proof]).satisfies(Acr::Phr);
    let vouched = match (factor.enrolment.device, enrolled_on) {
        (None, _) => true,
        (Some(device), Some(DeviceTrust { device: known, state: TrustState::Trusted { since, .. }, .. })) => {
            device == *known && device != new.device && (*since <= factor.enrolment.at || *since < appeared)
        }
        _ => false,
    };
    let seen = holds.is_empty() && (factor.enrolment.at >= appeared || proof.at < appeared);
    strong && vouched && !seen && holds.iter().all(|hold| is_eligible(hold, factor, proof))
}

/// Whether `proof`, made on a device whose trust has lapsed and by a form that proved its key, renews that trust: the
/// key and the factor were there before it lapsed. Nothing was said against the device, so a factor that was
/// enrolled on it counts; for somebody with one device it is all there is.
#[must_use]
pub fn renews_device(lapsed: &DeviceTrust, key: Option<&DeviceKey>, factor: &Factor, proof: &Proof) -> bool {
    let TrustState::Trusted { until, .. } = lapsed.state else { return false };
    let older = key.is_some_and(|key| key.bound_at < until) && factor.enrolment.at < until;
    older && until <= proof.at && is_good(factor, proof) && proof.kind.steps_up()
}
