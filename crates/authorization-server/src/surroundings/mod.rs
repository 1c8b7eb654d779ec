//! What is known of networks and days: files that are followed without a restart, and settings.

mod accept;
mod around;
mod follow;

use std::net::IpAddr;

use leasehold_context::behaviour::NetworkKey;
use leasehold_context::failures::Thresholds;
use leasehold_context::travel::Excepted;
use leasehold_context::{Geo, Holidays, Located, Reloading, ThreatList};
use leasehold_domain::facts::{NetworkFacts, Place, Quality};

use crate::AuthorizationServer;

pub use accept::{Followed, Found};

/// Where the authorization server looks things up.
#[derive(Debug)]
pub struct Surroundings {
    /// From addresses to places.
    pub geo: Reloading<Geo>,
    /// Networks that somebody warns of.
    pub threats: Reloading<ThreatList>,
    /// Networks whose place says nothing about people.
    pub excepted: Excepted,
    /// Days on which nobody works.
    pub holidays: Holidays,
    /// From how many failed sign-ins on a network is watched.
    pub heat: Thresholds,
}

impl From<Geo> for Surroundings {
    /// With places alone.
    fn from(geo: Geo) -> Self {
        Self {
            geo: Reloading::fixed(geo),
            threats: Reloading::fixed(ThreatList::default()),
            excepted: Excepted::default(),
            holidays: Holidays::default(),
            heat: Thresholds::default(),
        }
    }
}

impl AuthorizationServer {
    /// Where an address is, and how far around it the same holds.
    pub(crate) fn locate(&self, address: IpAddr, quality: Quality) -> Located {
        self.surroundings.geo.current().locate(address, quality)
    }

    /// What lists say of the network of a place. What anyone may claim is as good as nothing said.
    pub(crate) fn network(&self, place: &Place) -> NetworkFacts {
        let vouched = place.address.filter(|_| place.quality > Quality::Claimed);
        let threats = self.surroundings.threats.current();
        NetworkFacts {
            listed: vouched.and_then(|address| threats.look_up(address).listed.map(str::to_owned)),
        }
    }

    /// The network of an address, as profiles know it: nobody can tell from it which one it is.
    pub(crate) fn network_key(&self, address: IpAddr) -> NetworkKey {
        NetworkKey::of(address, |network| {
            let hash = self.master_key.keyed_hash("habit-network", network.to_string().as_bytes());
            hash.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
        })
    }
}
