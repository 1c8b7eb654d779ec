//! Sessions at the authorization server and what was proved in them.

use chrono::Duration;
use leasehold_oauth_types::{Acr, Amr};
use serde::{Deserialize, Serialize};

use crate::facts::Place;
use crate::proof::{self, Proof};
use crate::user::FactorKind;
use crate::{DeviceId, HashedToken, SessionId, Time, UserId};

/// One signed-in browser of one person.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id, also the `sid` of tokens.
    pub id: SessionId,
    /// Hash of the cookie.
    pub cookie: HashedToken,
    /// Who.
    pub user: UserId,
    /// On which device.
    pub device: DeviceId,
    /// When the person signed in.
    pub created_at: Time,
    /// When it was last used.
    pub last_seen: Time,
    /// When and why it ended.
    pub ended: Option<SessionEnd>,
    /// What was proved, oldest first.
    pub proofs: Vec<Proof>,
    /// Where the session is now; written only when it really changed.
    pub place: Place,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEnd {
    /// When.
    pub at: Time,
    /// By whom.
    pub reason: SessionEndReason,
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionEndReason {
    /// The person signed out here.
    SignOut,
    /// The person signed it out from another session.
    SignedOutElsewhere,
    /// It added to a risk that nobody should run.
    Risk,
    /// Nobody used it for too long, or it grew too old.
    Expired,
}

impl Session {
    /// A session unused for that long is over.
    pub const IDLE: Duration = Duration::days(14);
    /// A session this old is over.
    pub const ABSOLUTE: Duration = Duration::days(30);
    /// Two factors count as two for this long without use.
    pub const ASSURANCE_IDLE: Duration = Duration::hours(1);
    /// Two factors count as two for this long after the last of them.
    pub const ASSURANCE_ABSOLUTE: Duration = Duration::hours(24);

    /// Whether the session may still be used.
    #[must_use]
    pub fn is_live(&self, now: Time) -> bool {
        self.ended.is_none() && now < self.ends_at()
    }

    /// When it is over by itself if nobody uses it until then.
    #[must_use]
    pub fn ends_at(&self) -> Time {
        (self.last_seen + Self::IDLE).min(self.created_at + Self::ABSOLUTE)
    }

    /// What the proofs of the session amount to now (checklist AM-3, and section 1 for the lapse).
    #[must_use]
    pub fn acr(&self, now: Time) -> Acr {
        if self.is_live(now) { proof::acr(&self.proofs_at(now)) } else { Acr::None }
    }

    /// What they would amount to if this were proved too.
    #[must_use]
    pub fn acr_with(&self, proof: Proof) -> Acr {
        if self.is_live(proof.at) { proof::acr(&self.clone().proving(proof).proofs) } else { Acr::None }
    }

    /// The session, used now. What was proved beyond the password lapses with an hour without use; noting
    /// the use must not bring it back.
    #[must_use]
    pub fn touched(self, now: Time) -> Self {
        Self { proofs: self.proofs_at(now), last_seen: now, ..self }
    }

    /// The session, used now to prove this. It replaces what was proved before with the same factor.
    #[must_use]
    pub fn proving(self, proof: Proof) -> Self {
        let mut session = self.touched(proof.at);
        session.proofs.retain(|old| old.factor != proof.factor);
        session.proofs.push(proof);
        session
    }

    /// What was done in the session, and `mfa` when that was more than one kind (RFC 8176).
    #[must_use]
    pub fn amr(&self) -> Vec<Amr> {
        proof::amr(&self.proofs)
    }

    fn proofs_at(&self, now: Time) -> Vec<Proof> {
        let idle = now >= self.last_seen + Self::ASSURANCE_IDLE;
        let lapses = |proof: &Proof| {
            proof.kind != FactorKind::Password && (idle || now >= proof.at + Self::ASSURANCE_ABSOLUTE)
        };
        self.proofs.iter().map(|proof| Proof { lapsed: proof.lapsed || lapses(proof), ..*proof }).collect()
    }

    /// When the person last proved who they are. A recovery code only opens the way to a new factor, and what has
    /// lapsed counts no longer; but a passkey that waits signs in like a password.
    #[must_use]
    pub fn auth_time(&self) -> Time {
        let counts = |proof: &&Proof| match proof.kind {
            FactorKind::RecoveryCodes => false,
            FactorKind::Password | FactorKind::Passkey => true,
            FactorKind::Totp | FactorKind::Pin => !proof.lapsed,
        };
        self.proofs.iter().filter(counts).map(|proof| proof.at).max().unwrap_or(self.created_at)
    }

    /// When a factor of this kind was last proved.
    #[must_use]
    pub fn latest(&self, kind: FactorKind) -> Option<Time> {
        self.proofs.iter().filter(|proof| proof.kind == kind).map(|proof| proof.at).max()
    }
}
