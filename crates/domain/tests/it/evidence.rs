//! Eligible evidence (invariant 8).

use chrono::Duration;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::evidence::is_eligible;
use leasehold_domain::hold::{Hold, HoldKind, Subject};
use leasehold_domain::proof::Proof;
use leasehold_domain::user::{Enrolment, Factor, FactorKind};
use leasehold_domain::{FactorId, Time};
use leasehold_oauth_types::Remedy;

use crate::support::{grant, hold, now};

fn factor(enrolment: Enrolment) -> Factor {
    let user = grant(&SeededEntropy::new(1), &[]).user;
    let id = FactorId::generate(now(), &SeededEntropy::new(5));
    Factor::new(id, user, FactorKind::Totp, Vec::new(), enrolment)
}

fn eligible(hold: &Hold, enrolment: Enrolment, at: Time) -> bool {
    let factor = factor(enrolment);
    let proof = Proof::new(factor.id, factor.kind, at);
    is_eligible(hold, &factor, &proof)
}

#[test]
fn only_older_evidence_from_elsewhere_counts() {
    let granted = grant(&SeededEntropy::new(1), &[]);
    let place = hold(&granted, 1, &["a.write"], HoldKind::Revoke, Remedy::StepUp, false);
    let on_device = Subject { device: Some(granted.device), ..Subject::user(granted.user) };
    let device = Hold { subject: on_device, remedy: Remedy::ConfirmDevice, ..place.clone() };
    let (before, after) = (now() - Duration::days(1), now() + Duration::seconds(1));
    let old = Enrolment { at: before, session: None, device: None };
    assert!(eligible(&place, old.clone(), after));
    assert!(!eligible(&place, old.clone(), before), "a proof made before the hold opened");
    assert!(!eligible(&place, Enrolment { at: after, ..old.clone() }, after), "enrolled after the cause");
    assert!(
        !eligible(&place, Enrolment { session: Some(granted.session), ..old.clone() }, after),
        "in that session"
    );
    // A factor enrolled long ago on the laptop lifts a place hold of a session on it, not one on itself.
    let on_laptop = Enrolment { device: Some(granted.device), ..old };
    assert!(eligible(&place, on_laptop.clone(), after));
    assert!(!eligible(&device, on_laptop.clone(), after));
    let copied = Factor { compromised_at: Some(after), ..factor(on_laptop) };
    let proof = Proof::new(copied.id, copied.kind, after);
    assert!(!is_eligible(&place, &copied, &proof), "there may be a copy of it");
}
