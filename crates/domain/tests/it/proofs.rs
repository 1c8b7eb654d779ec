//! What proofs amount to (checklist AM-2 to AM-4).

use chrono::Duration;
use leasehold_domain::FactorId;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::proof::{KeyFacts, Proof, acr, amr};
use leasehold_domain::user::FactorKind;
use leasehold_oauth_types::{Acr, Amr};
use proptest::prelude::*;

use crate::support::{now, session};

fn id(seed: u64) -> FactorId {
    FactorId::generate(now(), &SeededEntropy::new(seed))
}

fn plain(kind: FactorKind) -> Proof {
    Proof::new(id(kind as u64 + 1), kind, now())
}

fn key(verified: bool, synced: bool) -> Proof {
    Proof::of_key(id(100), KeyFacts { verified, synced }, now())
}

/// The published table, line by line.
#[test]
fn acr_and_amr_follow_the_published_table() {
    let password = plain(FactorKind::Password);
    let totp = plain(FactorKind::Totp);
    let recovery = plain(FactorKind::RecoveryCodes);
    let table = [
        (vec![], Acr::None, vec![]),
        (vec![password], Acr::Aal1, vec![Amr::Pwd]),
        (vec![password, totp], Acr::Aal2, vec![Amr::Mfa, Amr::Otp, Amr::Pwd]),
        (vec![key(true, true)], Acr::Phr, vec![Amr::Mfa, Amr::Swk, Amr::User]),
        (vec![key(true, false)], Acr::Phr, vec![Amr::Hwk, Amr::Mfa, Amr::User]),
        (vec![key(false, true)], Acr::Aal1, vec![Amr::Swk, Amr::User]),
        (vec![password, key(false, false)], Acr::Aal2, vec![Amr::Hwk, Amr::Mfa, Amr::Pwd, Amr::User]),
        (vec![plain(FactorKind::Pin)], Acr::Aal2, vec![Amr::Mfa, Amr::Pin, Amr::Swk]),
        (vec![recovery], Acr::Aal1, vec![Amr::Otp]),
        (vec![password, recovery], Acr::Aal1, vec![Amr::Otp, Amr::Pwd]),
    ];
    for (proofs, class, methods) in table {
        assert_eq!((acr(&proofs), amr(&proofs)), (class, methods), "{proofs:?}");
    }
}

/// A second proof of the same factor is no second factor.
#[test]
fn one_factor_twice_is_one_factor() {
    let later = Proof { at: now() + Duration::seconds(1), ..key(false, true) };
    assert_eq!(acr(&[key(false, true), later]), Acr::Aal1);
}

/// An hour without use leaves a first factor of whatever began the session.
#[test]
fn assurance_lapses_and_a_visit_does_not_bring_it_back() {
    for (proof, whole) in [(key(true, true), Acr::Phr), (plain(FactorKind::Pin), Acr::Aal2)] {
        let session = session(now()).proving(proof);
        assert_eq!(session.acr(now()), whole);
        let later = now() + Duration::minutes(61);
        assert_eq!(session.acr(later), Acr::Aal1);
        assert_eq!(session.touched(later).acr(later), Acr::Aal1);
    }
}

fn any_proof() -> impl Strategy<Value = Proof> {
    let kinds = prop_oneof![
        Just(FactorKind::Password),
        Just(FactorKind::Totp),
        Just(FactorKind::Passkey),
        Just(FactorKind::Pin),
        Just(FactorKind::RecoveryCodes),
    ];
    (kinds, any::<u8>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(kind, seed, verified, synced, lapsed)| {
            let key = (kind == FactorKind::Passkey).then_some(KeyFacts { verified, synced });
            Proof { key, lapsed, ..Proof::new(id(seed.into()), kind, now()) }
        },
    )
}

proptest! {
    /// Proving more never weakens a session, and what lapsed never strengthens it.
    #[test]
    fn more_proof_never_gives_less(proofs in prop::collection::vec(any_proof(), 0..5), more in any_proof()) {
        let before = acr(&proofs);
        let mut after = proofs.clone();
        after.push(more);
        prop_assert!(acr(&after) >= before);
        let lapsed: Vec<Proof> = proofs.iter().map(|proof| Proof { lapsed: true, ..*proof }).collect();
        prop_assert!(acr(&lapsed) <= Acr::Aal1);
    }

    /// Nothing reaches `phr` without a key that verified its user, or `phrh` at all.
    #[test]
    fn only_a_verified_key_resists_phishing(proofs in prop::collection::vec(any_proof(), 0..5)) {
        let keys = proofs.iter().any(|proof| !proof.lapsed && proof.key.is_some_and(|key| key.verified));
        prop_assert_eq!(acr(&proofs) >= Acr::Phr, keys);
        prop_assert!(acr(&proofs) < Acr::Phrh);
    }
}
