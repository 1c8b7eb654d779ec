//! From an address to an approximate place, by an MMDB file.

use std::net::IpAddr;
use std::path::Path;

use ipnet::IpNet;
use leasehold_domain::facts::{Place, Quality};
use maxminddb::{PathElement, Reader};

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
    overlay: Vec<(IpNet, String)>,
    regions: RegionSets,
}

impl Geo {
    /// Knows nothing yet, with the shipped region sets.
    ///
    /// # Errors
    ///
    /// Never with the sets as they ship.
    pub fn empty() -> Result<Self, GeoError> {
        Ok(Self { database: None, overlay: Vec::new(), regions: RegionSets::shipped()? })
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

    /// Networks that are asked before the database, because the operator knows them. The narrowest wins.
    #[must_use]
    pub fn with_overlay(mut self, overlay: impl IntoIterator<Item = (IpNet, String)>) -> Self {
        self.overlay = overlay.into_iter().collect();
        self.overlay.sort_by_key(|(network, _)| std::cmp::Reverse(network.prefix_len()));
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
        let address = address.to_canonical();
        // What stands for an address that nobody could tell is nowhere.
        if address.is_unspecified() {
            return None;
        }
        let overlaid = self.overlay.iter().find(|(network, _)| network.contains(&address));
        overlaid.map(|(_, country)| country.clone()).or_else(|| self.look_up(address))
    }

    /// The place of an address, with its region: a set's name, or `other` for known countries in none.
    #[must_use]
    pub fn place(&self, address: IpAddr, quality: Quality) -> Place {
        let country = self.country(address);
        let region = country.as_deref().map(|country| self.regions.region_of(country).to_owned());
        Place { address: Some(address.to_canonical()), country, region, quality }
    }

    fn look_up(&self, address: IpAddr) -> Option<String> {
        let found = self.database.as_ref()?.lookup(address).ok()?;
        // GeoLite2 and DB-IP nest the code, the IP location databases do not.
        let nested = || found.decode_path(&[PathElement::Key("country"), PathElement::Key("iso_code")]);
        let flat = || found.decode_path(&[PathElement::Key("country_code")]);
        let code: Option<String> = nested().ok().flatten().or_else(|| flat().ok().flatten());
        code.filter(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demo() -> Geo {
        let overlay = [
            ("127.0.0.0/8", "NL"),
            ("::1/128", "NL"),
            ("203.0.113.0/24", "BR"),
            ("203.0.113.7/32", "CH"),
            ("2001:db8::/32", "NO"),
        ];
        let overlay = overlay.map(|(network, country)| (network.parse().unwrap(), country.to_owned()));
        Geo::empty().unwrap().with_overlay(overlay)
    }

    fn seen(geo: &Geo, address: &str) -> (Option<String>, Option<String>) {
        let place = geo.place(address.parse().unwrap(), Quality::Observed);
        (place.country, place.region)
    }

    fn known(country: &str, region: &str) -> (Option<String>, Option<String>) {
        (Some(country.into()), Some(region.into()))
    }

    #[test]
    fn the_overlay_places_what_no_database_knows() {
        let geo = demo();
        assert_eq!(seen(&geo, "127.0.0.1"), known("NL", "eu_eea"));
        assert_eq!(seen(&geo, "::1"), known("NL", "eu_eea"));
        assert_eq!(seen(&geo, "203.0.113.6"), known("BR", "other"));
        assert_eq!(seen(&geo, "203.0.113.7"), known("CH", "other"), "the narrowest network wins");
        assert_eq!(seen(&geo, "2001:db8::9"), known("NO", "eu_eea"));
        assert_eq!(seen(&geo, "198.51.100.1"), (None, None));
    }

    #[test]
    fn an_ipv4_address_in_ipv6_is_the_same_address() {
        let place = demo().place("::ffff:203.0.113.6".parse().unwrap(), Quality::Asserted);
        assert_eq!(place.country.as_deref(), Some("BR"));
        assert_eq!(place.address, "203.0.113.6".parse().ok());
        assert_eq!(place.quality, Quality::Asserted);
    }

    #[test]
    fn what_is_no_database_is_refused() {
        assert!(Geo::from_bytes(b"<html>not found</html>".to_vec()).is_err());
        assert!(Geo::from_bytes(Vec::new()).is_err());
        assert!(Geo::open("/nonexistent.mmdb").is_err());
    }

    /// Runs where a database is at hand; `LEASEHOLD_GEOIP_TEST_DB` names the file.
    #[test]
    fn the_real_database_knows_the_test_addresses() {
        let Some(path) = std::env::var_os("LEASEHOLD_GEOIP_TEST_DB") else { return };
        let geo = Geo::open(path).unwrap();
        assert_eq!(seen(&geo, "145.97.20.1"), known("NL", "eu_eea"));
        assert_eq!(seen(&geo, "200.160.2.3"), known("BR", "other"));
        assert_eq!(seen(&geo, "2001:610::1"), known("NL", "eu_eea"));
        assert_eq!(seen(&geo, "127.0.0.1"), (None, None));
    }
}
