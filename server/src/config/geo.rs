use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;

use anyhow::Context as _;
use ipnet::IpNet;
use leasehold_context::reloading::Content;
use leasehold_context::{Geo, RegionSets, Reloading};
use serde::Deserialize;

use super::{Problems, is_whole_internet};

/// Section `geo`: from addresses to approximate places.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeoSettings {
    /// An MMDB file (GeoLite2, DB-IP, IP location databases; country or city). Without one every place is
    /// unknown, and rules about places suspend sensitive scopes.
    #[serde(default)]
    pub database: Option<PathBuf>,
    /// Networks of one's own, which no database knows: an office, a VPN, the machine itself. Asked before the
    /// database; the narrowest counts.
    #[serde(default)]
    pub networks: Vec<OwnNetwork>,
    /// Networks whose place says nothing about people: VPNs, mobile operators, relays. No travel begins or ends
    /// there.
    #[serde(default)]
    pub excepted: Vec<IpNet>,
    /// Regions by name, instead of the one that ships (`eu_eea`): the countries (ISO 3166 alpha-2) of each. All
    /// others are one region, `other`.
    #[serde(default)]
    pub regions: BTreeMap<String, BTreeSet<String>>,
}

/// Largest database that is read, in bytes: ten times what a city database has.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// A network of which the operator knows where it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnNetwork {
    /// Its addresses.
    pub network: IpNet,
    /// The country it is in (ISO 3166 alpha-2).
    pub country: String,
}

/// What an address stands for that nobody could tell: it must be in no country.
const UNKNOWN: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)];

impl GeoSettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        if let Some(path) = &self.database {
            problems.require(path.is_file(), || format!("geo.database: there is no file {}", path.display()));
        }
        for (index, OwnNetwork { network, country }) in self.networks.iter().enumerate() {
            problems.require(leasehold_policy::is_country(country), || {
                format!("geo.networks: {network}: {country:?} is no country code such as NL")
            });
            problems.require(!is_whole_internet(network), || {
                format!(
                    "geo.networks: {network} is not one's own; name a network of /8 (IPv6: /16) or smaller"
                )
            });
            problems.require(!UNKNOWN.iter().any(|unknown| network.contains(unknown)), || {
                format!("geo.networks: {network} has the address that stands for an unknown one")
            });
            let twice = self.networks[..index].iter().any(|other| other.network.trunc() == network.trunc());
            problems.require(!twice, || format!("geo.networks: {network} is named twice"));
        }
        let mut known = BTreeSet::new();
        for (name, countries) in &self.regions {
            problems.require(name != RegionSets::OTHER, || {
                format!("geo.regions: {name} is what all countries are in that are not named")
            });
            problems.require(!countries.is_empty(), || format!("geo.regions: {name} has no countries"));
            for country in countries {
                problems.require(leasehold_policy::is_country(country), || {
                    format!("geo.regions: {name}: {country:?} is no country code such as NL")
                });
                problems
                    .require(known.insert(country), || format!("geo.regions: {country} is in two regions"));
            }
        }
    }

    /// Reads the database, which is followed from then on.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn open(&self) -> anyhow::Result<Reloading<Geo>> {
        let own: Vec<_> =
            self.networks.iter().map(|own| (own.network.trunc(), own.country.clone())).collect();
        let regions = match self.regions.is_empty() {
            true => RegionSets::shipped()?,
            false => self.regions.clone().into(),
        };
        let Some(path) = &self.database else {
            return Ok(Reloading::fixed(Geo::empty()?.with_overlay(own).with_regions(regions)));
        };
        let load = move |files: &[Content]| {
            let bytes = files.first().map(|file| file.bytes.clone()).unwrap_or_default();
            let geo = Geo::from_bytes(bytes).and_then(Geo::verified).map_err(|error| error.to_string())?;
            Ok(geo.with_overlay(own.clone()).with_regions(regions.clone()))
        };
        Reloading::open(vec![path.clone()], LARGEST, load).with_context(|| path.display().to_string())
    }
}
