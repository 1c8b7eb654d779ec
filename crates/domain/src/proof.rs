//! Proofs: what was shown in a session, how strong that is (`acr`) and what it was (`amr`).

use leasehold_oauth_types::{Acr, Amr};
use serde::{Deserialize, Serialize};

use crate::user::FactorKind;
use crate::{FactorId, Time};

/// One factor, proved at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Which authenticator.
    pub factor: FactorId,
    /// Its kind.
    pub kind: FactorKind,
    /// When.
    pub at: Time,
    /// What a passkey told of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyFacts>,
    /// Too old to count as more than a first factor (checklist section 1, "assurance lapses").
    #[serde(default)]
    pub lapsed: bool,
}

/// What a WebAuthn authenticator signed about itself (WebAuthn Level 3 section 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFacts {
    /// `UV`: it verified its user.
    pub verified: bool,
    /// `BE`: it may be synced, so it is no hardware of its own.
    pub synced: bool,
}

impl Proof {
    /// A proof of a factor that is no passkey.
    #[must_use]
    pub const fn new(factor: FactorId, kind: FactorKind, at: Time) -> Self {
        Self { factor, kind, at, key: None, lapsed: false }
    }

    /// A proof of a passkey.
    #[must_use]
    pub const fn of_key(factor: FactorId, key: KeyFacts, at: Time) -> Self {
        Self { factor, kind: FactorKind::Passkey, at, key: Some(key), lapsed: false }
    }

    fn is_verified_key(&self) -> bool {
        self.key.is_some_and(|key| key.verified)
    }

    /// Whether it stands at the beginning of a session: something known, or a key that knows its user.
    fn is_first_factor(&self) -> bool {
        match self.kind {
            FactorKind::Password | FactorKind::Pin => true,
            FactorKind::Passkey => self.is_verified_key(),
            FactorKind::Totp | FactorKind::RecoveryCodes => false,
        }
    }

    /// Two factors in one act.
    fn is_multi_factor(&self) -> bool {
        self.kind == FactorKind::Pin || self.is_verified_key()
    }
}

/// What proofs amount to: the published table (checklist AM-3). Without attestation no key is known to be
/// hardware, so nothing here reaches `phrh`.
#[must_use]
pub fn acr(proofs: &[Proof]) -> Acr {
    let counting = || proofs.iter().filter(|proof| !proof.lapsed);
    let second = |proof: &Proof| {
        let possession = matches!(proof.kind, FactorKind::Totp | FactorKind::Passkey);
        possession && proofs.iter().any(|first| first.is_first_factor() && first.factor != proof.factor)
    };
    if proofs.is_empty() {
        Acr::None
    } else if counting().any(Proof::is_verified_key) {
        Acr::Phr
    } else if counting().any(|proof| proof.is_multi_factor() || second(proof)) {
        Acr::Aal2
    } else {
        Acr::Aal1
    }
}

/// What was done: the parts, and `mfa` when there was more than one kind of factor (RFC 8176 section 2).
#[must_use]
pub fn amr(proofs: &[Proof]) -> Vec<Amr> {
    let all_lapsed = proofs.iter().all(|proof| proof.lapsed);
    let counting = proofs.iter().filter(|proof| all_lapsed || !proof.lapsed);
    let mut done: Vec<Amr> = counting.flat_map(|proof| parts(proof).iter().copied()).collect();
    if acr(proofs) >= Acr::Aal2 {
        done.push(Amr::Mfa);
    }
    done.sort_unstable();
    done.dedup();
    done
}

fn parts(proof: &Proof) -> &'static [Amr] {
    match (proof.kind, proof.key) {
        (FactorKind::Password, _) => &[Amr::Pwd],
        (FactorKind::Totp | FactorKind::RecoveryCodes, _) => &[Amr::Otp],
        (FactorKind::Passkey, Some(KeyFacts { synced: false, .. })) => &[Amr::Hwk, Amr::User],
        (FactorKind::Passkey, _) => &[Amr::Swk, Amr::User],
        (FactorKind::Pin, _) => &[Amr::Pin, Amr::Swk],
    }
}
