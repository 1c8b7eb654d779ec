//! Grants: a consent in use on one session.

use leasehold_oauth_types::{Acr, Amr, AuthorizationDetail, ScopeSet};
use serde::{Deserialize, Serialize};

use crate::facts::Place;
use crate::hold::Subject;
use crate::lease::Lease;
use crate::{ClientId, DeviceId, GrantId, HashedToken, SessionId, Time, UserId};

/// One per code redemption unless merged by `grant_id`.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Its id, given to the client as `grant_id`.
    pub id: GrantId,
    /// Whose.
    pub user: UserId,
    /// For which client.
    pub client: ClientId,
    /// On which session.
    pub session: SessionId,
    /// On which device.
    pub device: DeviceId,
    /// Grows with every change of the grant, its leases or a hold that covers it.
    pub rev: u64,
    /// When it was made.
    pub created_at: Time,
    /// Where the session was at issuance, or where its person has since confirmed that they live with it.
    pub issued_in: Place,
    /// When and why it ended.
    pub ended: Option<GrantEnd>,
    /// Its scopes.
    pub leases: Vec<Lease>,
}

/// How a grant ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantEnd {
    /// When.
    pub at: Time,
    /// Why.
    pub reason: GrantEndReason,
}

/// Why a grant ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantEndReason {
    /// Its session was signed out.
    SignOut,
    /// Its session was unused for too long or grew too old.
    SessionExpired,
    /// The client revoked its refresh token (RFC 7009).
    ClientRevoked,
    /// A refresh token was used again.
    RefreshReplay,
    /// Its session was ended for the risk it added to.
    Risk,
    /// An authorization code was used again.
    CodeReplay,
    /// The person removed the app.
    UserRemoved,
}

impl Grant {
    /// The consented scopes of the grant, active or not.
    #[must_use]
    pub fn scopes(&self) -> ScopeSet {
        self.leases.iter().map(|lease| lease.scope.clone()).collect()
    }

    /// The grant alone, with all that it hangs on.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject {
            client: Some(self.client.clone()),
            session: Some(self.session),
            device: Some(self.device),
            grant: Some(self.id),
            ..Subject::user(self.user)
        }
    }
}

/// An access token, as stored.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// Its hash.
    pub hash: HashedToken,
    /// Its grant.
    pub grant: GrantId,
    /// What it may carry at most.
    pub scopes: ScopeSet,
    /// Class of the authentication behind it; refreshing never raises it (RFC 9470 section 6.1).
    pub acr: Acr,
    /// What was done.
    pub amr: Vec<Amr>,
    /// When the person last authenticated for it.
    pub auth_time: Time,
    /// What was confirmed in detail.
    pub details: Vec<AuthorizationDetail>,
    /// When it was issued.
    pub issued_at: Time,
    /// When it ends.
    pub expires_at: Time,
}

/// A refresh token, as stored.
#[derive(Clone, Debug)]
pub struct RefreshToken {
    /// Its hash.
    pub hash: HashedToken,
    /// Its grant, which is also its family.
    pub grant: GrantId,
    /// The scope of the first token of the family; rotation keeps it (OAuth 2.1 "Refresh Token Grant").
    pub scopes: ScopeSet,
    /// Class of the original authentication.
    pub acr: Acr,
    /// What was done.
    pub amr: Vec<Amr>,
    /// When the person last authenticated for it.
    pub auth_time: Time,
    /// When it was issued.
    pub issued_at: Time,
    /// End of the family, never moved by rotation.
    pub absolute_expires_at: Time,
    /// When it was exchanged for its successor.
    pub used_at: Option<Time>,
    /// Its successor.
    pub successor: Option<HashedToken>,
    /// Whether it was made void without being used (its predecessor was presented again in time).
    pub voided: bool,
}
