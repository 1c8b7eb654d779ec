//! Facts about a request or session, and what the PDP gets to see of them.

mod assurance;
mod behaviour;
mod device;
mod hours;
mod place;
mod signals;

use std::collections::{BTreeMap, BTreeSet};

pub use assurance::AssuranceFacts;
pub use behaviour::BehaviourFacts;
pub use device::{DeviceFacts, KeyState, PostureFact};
pub use hours::HoursFacts;
use leasehold_oauth_types::Scope;
pub use place::{NetworkFacts, Place};
use serde::{Deserialize, Serialize};
pub use signals::SignalFact;

use crate::{ClientId, GrantId, SessionId, Time, UserId};

/// Who vouches for a fact. Only what is at least `Asserted` changes a lease.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// Anyone.
    #[default]
    Claimed,
    /// An allow-listed edge: a client that signed a context assertion, or a registered edge.
    Asserted,
    /// The authorization server itself.
    Observed,
}

/// Everything a decision about one grant may depend on. The PDP is a pure function of this value: it is
/// stored beside the decision, and giving it again gives the same decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Policy time, never sent by anyone.
    pub now: Time,
    /// The person.
    pub user: UserId,
    /// The client.
    pub client: ClientId,
    /// The session.
    pub session: SessionId,
    /// The grant; absent before there is one.
    pub grant: Option<GrantId>,
    /// How the person proved who they are in the session.
    #[serde(default)]
    pub assurance: AssuranceFacts,
    /// The scopes to decide on.
    pub scopes: BTreeMap<Scope, ScopeFacts>,
    /// Where the session was when the grant was issued; absent before that.
    pub issued_in: Option<Place>,
    /// Where the request, or else the session, is now.
    pub place: Place,
    /// What lists say of the network it comes from.
    #[serde(default)]
    pub network: NetworkFacts,
    /// The device of the session.
    pub device: DeviceFacts,
    /// The person's local time against their working hours.
    pub hours: HoursFacts,
    /// What was noticed about the person, this device and this session; sorted, and only what may still count.
    #[serde(default)]
    pub signals: Vec<SignalFact>,
    /// The request against the person's own past; absent while that is too short.
    #[serde(default)]
    pub behaviour: Option<BehaviourFacts>,
    /// Roles and groups of the person.
    #[serde(default)]
    pub roles: BTreeSet<String>,
    /// Causes that were confirmed for this session and device and are not past their end.
    pub waivers: Vec<WaiverFact>,
}

/// What the catalogue says about a scope, and how the grant uses it, as far as rules look at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeFacts {
    /// Goes first.
    pub sensitive: bool,
    /// Goes last.
    pub harmless: bool,
    /// Since when the grant has it without using it; absent for scopes that it does not have.
    #[serde(default)]
    pub idle_since: Option<Time>,
}

/// One confirmed cause.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WaiverFact {
    /// Code of the rule.
    pub rule: String,
    /// The cause value.
    pub cause: String,
    /// The only scopes that it speaks for; absent where it speaks for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<BTreeSet<Scope>>,
    /// Until when.
    pub until: Time,
}
