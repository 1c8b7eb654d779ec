//! Where a request comes from.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::Quality;

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

/// What lists of networks say of the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkFacts {
    /// The threat list that names the network, if one does and somebody vouches for the address.
    pub listed: Option<String>,
}
