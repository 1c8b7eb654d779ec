//! One registry of id kinds. An id shows its kind (`usr_…`) and cannot pass for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::{Entropy, Time};

/// The text is not an id of the wanted kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid id")]
pub struct InvalidId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, ordered by time (UUID version 7, RFC 9562).
            #[must_use]
            pub fn generate(now: Time, entropy: &dyn Entropy) -> Self {
                let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &entropy.bytes()).into_uuid())
            }
        }

        impl From<$name> for Uuid {
            /// For protocols with ids of their own form, such as the user handle of WebAuthn.
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let hex = text.strip_prefix(concat!($prefix, "_")).ok_or(InvalidId)?;
                if hex.len() != 32 || hex.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    return Err(InvalidId);
                }
                Uuid::try_parse(hex).map(Self).map_err(|_| InvalidId)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A person.
    UserId = "usr";
    /// A browser or app installation.
    DeviceId = "dev";
    /// A session at the authorization server.
    SessionId = "ses";
    /// A consent in use on one session.
    GrantId = "grt";
    /// What one person allowed one client.
    ConsentId = "con";
    /// One scope of a grant.
    LeaseId = "lea";
    /// One reason why scopes are not active.
    HoldId = "hld";
    /// The lasting effect of a remedy.
    WaiverId = "wav";
    /// Something noticed.
    SignalId = "sig";
    /// An enrolled authenticator.
    FactorId = "fct";
    /// An authorization request in progress.
    AuthorizationId = "atz";
    /// Something a person is told.
    NoticeId = "ntc";
    /// One mail on its way.
    MailId = "mai";
    /// A decision that was kept.
    DecisionId = "dcn";
    /// A change of the policy that somebody asked for.
    PolicyRequestId = "prq";
}

/// A registered client: chosen by whoever configures it, so not a generated id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(String);

impl ClientId {
    /// Takes the name as it stands; whether such a client exists is for the registry to say.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn an_id_names_its_kind() {
        let id = UserId::generate(Time::UNIX_EPOCH, &SeededEntropy::new(1));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().parse::<DeviceId>(), Err(InvalidId));
    }
}
