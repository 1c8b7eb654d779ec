//! From an address to an approximate place, by an MMDB file.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;

use ipnet::IpNet;
use leasehold_domain::facts::{Place, Quality};
use maxminddb::{Reader, WithinOptions};

use crate::Point;
use crate::networks::{Networks, prefix};
use crate::record::Record;
use crate::regions::{RegionSets, RegionsError};

/// Why there is no database.
#[derive(Debug, thiserror::Error)]
pub enum GeoError {
    /// The file is not there, not readable or not an MMDB.
    #[error("address database: {0}")]
    Database(#[from] maxminddb::MaxMindDbError),
    /// The region sets are not readable.
    #[error(transparent)]
    Regions(#[from] RegionsError),
}

/// Places addresses. Without a database only the overlay is known, and every other place is unknown.
#[derive(Debug)]
pub struct Geo {
    database: Option<Reader<Vec<u8>>>,
    /// Countries; none is nowhere, whatever the database says.
    overlay: Networks<Option<String>>,
    regions: RegionSets,
}

/// An address with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// Country and region. Without a country the place is unknown: a finding of its own, which only suspends.
    pub place: Place,
    /// Where that is: as the database says, or else the circle around the country.
    pub point: Option<Point>,
    /// The widest network around the address for which all of this is the same. What was decided for one
    /// address holds for all of it, as far as the place goes.
    pub network: IpNet,
}

/// What stands for an address that nobody could tell: it is nowhere.
const UNTOLD: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)];

impl Geo {
    /// Knows nothing yet, with the shipped region sets.
    ///
    /// # Errors
    ///
    /// Never with the sets as they ship.
    pub fn empty() -> Result<Self, GeoError> {
        Ok(Self { database: None, overlay: overlay([]), regions: RegionSets::shipped()? })
    }

    /// Reads an MMDB file into memory: GeoLite2, DB-IP or IP location databases, city or country.
    ///
    /// # Errors
    ///
    /// [`GeoError::Database`] if it cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, GeoError> {
        Ok(Self { database: Some(Reader::open_readfile(path)?), ..Self::empty()? })
    }

    /// Takes an MMDB that is in memory already.
    ///
    /// # Errors
    ///
    /// [`GeoError::Database`] if it is none.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, GeoError> {
        Ok(Self { database: Some(Reader::from_source(bytes)?), ..Self::empty()? })
    }

    /// Reads every network and record once, so that damage shows now and not at some address. Takes a while for a
    /// database of cities: meant for files that are taken over while the server runs.
    ///
    /// # Errors
    ///
    /// [`GeoError::Database`] at the first damage.
    pub fn verified(self) -> Result<Self, GeoError> {
        let Some(database) = &self.database else { return Ok(self) };
        // `Reader::verify` also wants what no reader needs: the database that ships has no description.
        let mut read = BTreeSet::new();
        for found in database.networks(WithinOptions::default())? {
            let found = found?;
            if found.offset().is_some_and(|offset| read.insert(offset)) {
                found.decode::<serde_json::Value>()?;
            }
        }
        Ok(self)
    }

    /// Networks that are asked before the database, because the operator knows them. The narrowest wins.
    #[must_use]
    pub fn with_overlay(mut self, networks: impl IntoIterator<Item = (IpNet, String)>) -> Self {
        self.overlay = overlay(networks);
        self
    }

    /// Other region sets than the shipped ones.
    #[must_use]
    pub fn with_regions(mut self, regions: RegionSets) -> Self {
        self.regions = regions;
        self
    }

    /// The country of an address (ISO 3166 alpha-2), if anything knows it. IPv4 inside IPv6 counts as
    /// IPv4. A damaged database knows nothing: the policy then suspends and revokes nothing.
    #[must_use]
    pub fn country(&self, address: IpAddr) -> Option<String> {
        self.find(address.to_canonical()).0.country
    }

    /// The place of an address, with its region: a set's name, or `other` for known countries in none.
    #[must_use]
    pub fn place(&self, address: IpAddr, quality: Quality) -> Place {
        self.locate(address, quality).place
    }

    /// The place of an address, where that is, and for which network the same is true.
    #[must_use]
    pub fn locate(&self, address: IpAddr, quality: Quality) -> Located {
        let address = address.to_canonical();
        let (Record { country, point }, network) = self.find(address);
        let region = country.as_deref().map(|country| self.regions.region_of(country).to_owned());
        let point = point.or_else(|| Point::of_country(country.as_deref()?));
        let place = Place { address: Some(address), country, region, quality, ..Place::default() };
        Located { place, point, network }
    }

    fn find(&self, address: IpAddr) -> (Record, IpNet) {
        let (overlaid, around) = self.overlay.region(address);
        if let Some(country) = overlaid {
            return (Record { country: country.clone(), point: None }, around);
        }
        let (record, network) = self.look_up(address);
        // Both have the address, so one lies within the other.
        (record, if network.prefix_len() > around.prefix_len() { network } else { around })
    }

    fn look_up(&self, address: IpAddr) -> (Record, IpNet) {
        let everywhere = prefix(address, 0, 0);
        let Some(database) = &self.database else { return (Record::default(), everywhere) };
        if address.is_ipv6() && database.metadata().ip_version == 4 {
            return (Record::default(), everywhere);
        }
        // Damage may end anywhere: it is true of this address only.
        let here = IpNet::from(address);
        let Ok(found) = database.lookup(address) else { return (Record::default(), here) };
        let network = found.network().ok().and_then(|network| {
            // Where the tree ends above all of IPv4, it names a network of IPv6.
            let whole = address.is_ipv4() && network.ip().is_ipv6();
            if whole { Some(everywhere) } else { IpNet::new(network.ip(), network.prefix()).ok() }
        });
        (Record::read(&found), network.unwrap_or(here))
    }
}

fn overlay(networks: impl IntoIterator<Item = (IpNet, String)>) -> Networks<Option<String>> {
    let untold = UNTOLD.map(|address| (IpNet::from(address), None));
    untold
        .into_iter()
        .chain(networks.into_iter().map(|(network, country)| (network, Some(country))))
        .collect()
}

#[cfg(test)]
mod tests;
