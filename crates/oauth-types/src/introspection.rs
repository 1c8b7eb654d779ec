//! Introspection (RFC 7662) with context in and scope status out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Acr, Amr, AuthorizationDetail, LeaseStatus, Reason, Region, Scope, ScopeSet, region};

/// Value of the `context` form parameter: what the caller says about the request it is serving.
/// Unknown members are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextParameter {
    /// A context assertion signed by the client that holds the token.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub assertion: Option<String>,
    /// Address of the peer that the guard saw; believed only for clients registered as running on the
    /// person's device, or when the caller is registered as edge.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client_ip: Option<String>,
    /// Claimed by anyone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_agent: Option<String>,
}

/// Claims of a context assertion: `typ` `leasehold-context+jwt`, signed with the client's own key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextAssertion {
    /// The client.
    pub iss: String,
    /// The issuer of the token.
    pub aud: String,
    /// Unix seconds.
    pub iat: i64,
    /// At most 30 s after `iat`.
    pub exp: i64,
    /// Base64url SHA-256 of the access token it belongs to.
    pub ath: String,
    /// Address of the browser, as the client saw it.
    pub client_ip: String,
    /// `User-Agent` of the browser.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_agent: Option<String>,
    /// When the browser last proved the key that the client's session is bound to, as Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub device_key_at: Option<i64>,
}

impl ContextAssertion {
    /// The `typ` of its JOSE header.
    pub const TYP: &'static str = "leasehold-context+jwt";

    /// How old one may be, in seconds.
    pub const LIFETIME: i64 = 30;

    /// Tolerated difference between two machines' clocks, in seconds.
    pub const SKEW: i64 = 5;

    /// Whether one with a good signature counts now (Unix seconds): said by this client to this issuer, about the
    /// token with this `ath`, and lately.
    #[must_use]
    pub fn counts(&self, client: &str, issuer: &str, ath: &str, now: i64) -> bool {
        self.iss == client
            && self.aud == issuer
            && self.ath == ath
            && self.iat <= now.saturating_add(Self::SKEW)
            && now < self.ends_at()
    }

    /// From when on it counts no more, as Unix seconds.
    #[must_use]
    pub fn ends_at(&self) -> i64 {
        self.iat.saturating_add(Self::LIFETIME).min(self.exp).saturating_add(Self::SKEW)
    }
}

/// State of one scope of the token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeStatus {
    /// The word.
    pub status: LeaseStatus,
    /// Since when it is not active, as Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<i64>,
    /// When it comes back by itself, or when an active one ends.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<i64>,
    /// Whether an active one is good for the object in `authorization_details` and no other: the browser has
    /// not proved a key, so each action is confirmed by itself.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub only_confirmed: bool,
    /// Why it is not active.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reasons: Vec<Reason>,
}

/// Answer of the introspection endpoint. An inactive token gets [`Introspection::Inactive`] and nothing
/// beside it (RFC 7662 section 2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Introspection {
    /// Unknown, expired, revoked, or not meant for this caller.
    Inactive,
    /// Usable, perhaps with fewer scopes than granted.
    Active(Box<ActiveToken>),
}

/// Members of an active answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveToken {
    /// Scopes that are effective now in this context, and no others.
    pub scope: ScopeSet,
    /// The client.
    pub client_id: String,
    /// `Bearer`.
    pub token_type: String,
    /// Unix seconds.
    pub exp: i64,
    /// Unix seconds.
    pub iat: i64,
    /// The person.
    pub sub: String,
    /// The one audience of the token.
    pub aud: String,
    /// The issuer.
    pub iss: String,
    /// Class of the authentication behind the token (RFC 9470 section 6.2).
    pub acr: Acr,
    /// When the person last authenticated for it, as Unix seconds.
    pub auth_time: i64,
    /// What was done.
    #[serde(default)]
    pub amr: Vec<Amr>,
    /// What was granted in detail, as far as the caller needs it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub authorization_details: Vec<AuthorizationDetail>,
    /// Everything that was granted, active or not.
    pub granted_scope: ScopeSet,
    /// State of each granted scope.
    pub scope_status: BTreeMap<Scope, ScopeStatus>,
    /// Code of the first reason, for callers that know only one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// Keyed hash of the context that was weighed.
    pub context_id: String,
    /// Unix seconds after which the answer has to be asked for again.
    pub decision_exp: i64,
    /// Where else the answer holds until then. Without it for the very same request alone.
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "region::lenient")]
    pub region: Option<Region>,
    /// Changes when all answers do: when another policy is in use.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub epoch: Option<String>,
    /// Id of the grant, for events.
    pub grant: String,
    /// Version of the grant that the answer belongs to.
    pub rev: u64,
    /// The session, for logs and limits.
    pub sid: String,
}

impl Serialize for Introspection {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wire<'a> {
            active: bool,
            #[serde(flatten)]
            token: Option<&'a ActiveToken>,
        }
        match self {
            Self::Inactive => Wire { active: false, token: None }.serialize(serializer),
            Self::Active(token) => Wire { active: true, token: Some(token) }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Introspection {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        if value.get("active").and_then(serde_json::Value::as_bool) != Some(true) {
            return Ok(Self::Inactive);
        }
        serde_json::from_value(value)
            .map(|token| Self::Active(Box::new(token)))
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inactive_says_nothing_else() {
        assert_eq!(
            serde_json::to_string(&Introspection::Inactive).ok().as_deref(),
            Some(r#"{"active":false}"#)
        );
    }

    #[test]
    fn an_assertion_counts_for_its_token_and_its_time() {
        let assertion = ContextAssertion {
            iss: "northbank".into(),
            aud: "https://login.example".into(),
            iat: 100,
            exp: 120,
            ath: "t".into(),
            client_ip: "192.0.2.1".into(),
            user_agent: None,
            device_key_at: None,
        };
        let counts = |assertion: &ContextAssertion, now| {
            assertion.counts("northbank", "https://login.example", "t", now)
        };
        assert_eq!([94, 95, 124, 125].map(|now| counts(&assertion, now)), [false, true, true, false]);
        let endless = ContextAssertion { exp: i64::MAX, ..assertion.clone() };
        assert_eq!([134, 135].map(|now| counts(&endless, now)), [true, false]);
        assert!(!assertion.counts("ledgerly", "https://login.example", "t", 100));
        assert!(!assertion.counts("northbank", "https://evil.example", "t", 100));
        assert!(!assertion.counts("northbank", "https://login.example", "u", 100));
    }

    #[test]
    fn an_unknown_status_is_not_active() {
        let status: Result<ScopeStatus, _> = serde_json::from_str(r#"{"status":"brand_new"}"#);
        assert_eq!(status.map(|s| s.status).ok(), Some(LeaseStatus::NotGranted));
    }
}
