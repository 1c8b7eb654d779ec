//! Events that tell guards and dashboards that something was withdrawn or came back.

use serde::{Deserialize, Serialize};

/// One change, as it stands in the `data` of a server-sent event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum GrantEvent {
    /// A lease or hold of the grant changed; answers with an older `rev` are stale.
    GrantChanged {
        /// Id of the grant.
        grant: String,
        /// Its new version.
        rev: u64,
    },
    /// The grant is over, with all its tokens.
    GrantEnded {
        /// Id of the grant.
        grant: String,
        /// Its last version.
        rev: u64,
    },
}

impl GrantEvent {
    /// The grant concerned.
    #[must_use]
    pub fn grant(&self) -> &str {
        match self {
            Self::GrantChanged { grant, .. } | Self::GrantEnded { grant, .. } => grant,
        }
    }

    /// The version it reached.
    #[must_use]
    pub const fn rev(&self) -> u64 {
        match self {
            Self::GrantChanged { rev, .. } | Self::GrantEnded { rev, .. } => *rev,
        }
    }
}
