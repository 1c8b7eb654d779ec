//! The networks somebody comes from.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::{UNIT, faded, is_new, permille};
use crate::networks::prefix;

/// As many as are kept; the one that was used longest ago falls out.
const MAX: usize = 64;

/// A network under a key of the installation: it tells two apart and says nothing about either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NetworkKey(u64);

impl NetworkKey {
    /// The key of the network around an address. `hash` has to be a keyed one: there are so few
    /// networks that any other can be tried out.
    pub fn of(address: IpAddr, hash: impl FnOnce(IpNet) -> u64) -> Self {
        Self(hash(Self::network(address)))
    }

    /// The network that has one key: a /24 (IPv6: a /48).
    #[must_use]
    pub fn network(address: IpAddr) -> IpNet {
        prefix(address, 24, 48)
    }
}

/// Networks with their weights, the most recently used last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Networks(Vec<(NetworkKey, Used)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Used {
    weight: u32,
    hour: i64,
}

impl Networks {
    pub(super) fn note(&mut self, network: NetworkKey, hour: i64) {
        let known = self.0.iter().position(|(key, _)| *key == network).map(|index| self.0.remove(index).1);
        let mut used = known.unwrap_or(Used { weight: 0, hour });
        if known.is_none() || is_new(Some(used.hour), hour) {
            used = Used { weight: used.weight.saturating_add(UNIT), hour };
        }
        self.0.push((network, used));
        let over = self.0.len().saturating_sub(MAX);
        self.0.drain(..over);
    }

    pub(super) fn fade(&mut self, days: i64) {
        self.0.iter_mut().for_each(|(_, used)| used.weight = faded(used.weight, days));
    }

    /// Thousandths of the activity that came from this network.
    pub(super) fn permille(&self, network: NetworkKey) -> i64 {
        let this = self.0.iter().filter(|(key, _)| *key == network).map(|(_, used)| used.weight);
        permille(this, self.0.iter().map(|(_, used)| &used.weight)).unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
