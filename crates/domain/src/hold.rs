//! Holds: reasons why scopes are not active. They outlive grants.

use leasehold_oauth_types::{Remedy, ScopeSet};
use serde::{Deserialize, Serialize};

use crate::facts::Quality;
use crate::grant::Grant;
use crate::{ClientId, DeviceId, GrantId, HoldId, SessionId, Time, UserId};

/// Whom a hold concerns: every id that is set must match. A device hold is always user + device.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// The person.
    pub user: UserId,
    /// One client only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client: Option<ClientId>,
    /// One device only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub device: Option<DeviceId>,
    /// One session only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub session: Option<SessionId>,
    /// One grant only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub grant: Option<GrantId>,
}

impl Subject {
    /// The whole person.
    #[must_use]
    pub const fn user(user: UserId) -> Self {
        Self { user, client: None, device: None, session: None, grant: None }
    }

    /// Whether the grant is concerned.
    #[must_use]
    pub fn covers(&self, grant: &Grant) -> bool {
        self.user == grant.user
            && self.client.as_ref().is_none_or(|id| *id == grant.client)
            && self.device.is_none_or(|id| id == grant.device)
            && self.session.is_none_or(|id| id == grant.session)
            && self.grant.is_none_or(|id| id == grant.id)
    }
}

/// What a hold does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// Off until the condition clears.
    Suspend,
    /// Off until the remedy is done.
    Revoke,
}

/// A hold, open or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// Whom it concerns.
    pub subject: Subject,
    /// Which scopes.
    pub scopes: ScopeSet,
    /// Code of the rule or act that opened it.
    pub rule: String,
    /// Version of the policy that decided, or of the act.
    pub rule_version: String,
    /// What exactly: `country=BR`. A remedy is given for this value and no other.
    pub cause: String,
    /// Suspend or revoke.
    pub kind: HoldKind,
    /// What closes it.
    pub remedy: Remedy,
    /// Quality of the fact that opened it; a suspension closes only on one at least as good.
    pub quality: Quality,
    /// When it opened.
    pub opened_at: Time,
    /// When a suspension is expected to lift.
    pub until: Option<Time>,
    /// How it closed.
    pub closed: Option<HoldClosed>,
    /// Milliseconds from decided to pushed.
    pub took_ms: Option<u32>,
}

/// How a hold closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldClosed {
    /// When.
    pub at: Time,
    /// By what.
    pub by: ClosedBy,
}

/// What closed a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedBy {
    /// The condition cleared; suspensions only.
    Condition,
    /// The remedy was done.
    Remedy,
    /// Consent was given again; `reconsent` holds only.
    Consent,
    /// An administrator; `ask_admin` holds, or any with a logged reason.
    Admin,
    /// A policy version was switched off and the hold released.
    PolicyRelease,
    /// Undone within 30 s by the session that acted.
    Undo,
}

/// The hold does not close that way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a hold with this remedy is not closed by this event, or is closed already")]
pub struct InvalidClosing;

impl Hold {
    /// Whether it holds.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Closes the hold, if that event may close it (design section 5: each closes only by its own event;
    /// a revoke hold never by condition).
    ///
    /// # Errors
    ///
    /// [`InvalidClosing`] otherwise.
    pub fn close(self, by: ClosedBy, at: Time) -> Result<Self, InvalidClosing> {
        let allowed = match by {
            ClosedBy::Condition => self.kind == HoldKind::Suspend,
            ClosedBy::Remedy => matches!(self.remedy, Remedy::StepUp | Remedy::ConfirmDevice),
            ClosedBy::Consent => self.remedy == Remedy::Reconsent,
            ClosedBy::Admin | ClosedBy::PolicyRelease | ClosedBy::Undo => true,
        };
        if !allowed || self.closed.is_some() {
            return Err(InvalidClosing);
        }
        Ok(Self { closed: Some(HoldClosed { at, by }), ..self })
    }
}
