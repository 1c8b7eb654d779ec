//! Where a request comes from.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::Quality;
use crate::{ClientId, Time};

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
    /// The party whose word it is, where that is not ours: the app of the request, or an edge.
    #[serde(default)]
    pub by: Option<ClientId>,
    /// Since when the session has been in this country, by policy time; absent for one that it has just come to. The
    /// moment of a request would be another fact with each.
    #[serde(default)]
    pub since: Option<Time>,
}

impl Place {
    /// Whether both are in the same country and region, as far as anybody knows.
    #[must_use]
    pub fn is_where(&self, other: &Self) -> bool {
        self.country == other.country && self.region == other.region
    }
}

/// What lists of networks say of the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkFacts {
    /// The threat list that names the network, if one does and somebody vouches for the address.
    pub listed: Option<String>,
}
