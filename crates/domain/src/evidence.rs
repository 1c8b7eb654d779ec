//! Eligible evidence: nothing a session can do alone gives back what was taken from it.

use crate::hold::Hold;
use crate::proof::Proof;
use crate::user::Factor;

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
    let enrolled_before = factor.enrolment.at < hold.opened_at;
    let proved_after = proof.at >= hold.opened_at;
    let other_session = hold.subject.session.is_none_or(|session| factor.enrolment.session != Some(session));
    // A hold on a device as such; one narrowed to a session too is about the session.
    let other_device = hold.subject.session.is_some()
        || hold.subject.device.is_none_or(|device| factor.enrolment.device != Some(device));
    factor.id == proof.factor && enrolled_before && proved_after && other_session && other_device
}
