//! Facts about a request or session, and what the PDP gets to see of them.

use std::collections::BTreeMap;
use std::net::IpAddr;

use leasehold_oauth_types::Scope;
use serde::{Deserialize, Serialize};

use crate::{ClientId, DeviceId, GrantId, SessionId, Time, UserId};

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

/// Where a request comes from, approximately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The address; erased with the person.
    pub address: Option<IpAddr>,
    /// ISO 3166 alpha-2; absent when no database knows the address.
    pub country: Option<String>,
    /// Name of the region set the country belongs to, such as `eu_eea`.
    pub region: Option<String>,
    /// Who vouches for the address.
    pub quality: Quality,
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
    /// The scopes to decide on.
    pub scopes: BTreeMap<Scope, ScopeFacts>,
    /// Where the session was when the grant was issued; absent before that.
    pub issued_in: Option<Place>,
    /// Where the request, or else the session, is now.
    pub place: Place,
    /// The device of the session.
    pub device: DeviceFacts,
    /// The person's local time against their working hours.
    pub hours: HoursFacts,
    /// Causes that were confirmed for this session and device and are not past their end.
    pub waivers: Vec<WaiverFact>,
}

/// What the catalogue says about a scope, as far as rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeFacts {
    /// Goes first.
    pub sensitive: bool,
    /// Goes last.
    pub harmless: bool,
}

/// The device of the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceFacts {
    /// Its id.
    pub id: DeviceId,
    /// Whether the person trusts it now.
    pub trusted: bool,
    /// Whether the person said it is not theirs.
    pub blocked: bool,
    /// End of the trust, so that the decision knows its own end.
    pub trusted_until: Option<Time>,
    /// What is known of its key.
    #[serde(default)]
    pub key: KeyState,
    /// When it last proved its key to us.
    #[serde(default)]
    pub key_proved_at: Option<Time>,
    /// When the app behind the request last had a proof of the key that its own session is bound to;
    /// asserted by the app.
    #[serde(default)]
    pub app_key_at: Option<Time>,
    /// When it last looked different than before; none says nothing.
    #[serde(default)]
    pub traits_changed_at: Option<Time>,
}

/// What is known of the key of a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// It never showed one.
    #[default]
    None,
    /// It has one, and proved it when the session began and with each step-up since.
    Proved,
    /// It came with the cookie of a device that has a key, and showed none.
    Lost,
    /// The same, and it showed another one.
    Changed,
}

/// Local time, worked out outside Rego because Rego has no time zones here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursFacts {
    /// IANA zone of the person.
    pub zone: String,
    /// Whether the moment lies within working hours.
    pub open: bool,
    /// When that changes next.
    pub changes_at: Time,
}

/// One confirmed cause.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WaiverFact {
    /// Code of the rule.
    pub rule: String,
    /// The cause value.
    pub cause: String,
    /// Until when.
    pub until: Time,
}
