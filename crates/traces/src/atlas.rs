//! Where things are: countries with networks of every kind, and what the context engine says of them.
//!
//! As with the database that ships, only the country of an address is known.

use std::net::{IpAddr, Ipv4Addr};

use chrono::{DateTime, Utc};
use leasehold_context::behaviour::NetworkKey;
use leasehold_context::reloading::Content;
use leasehold_context::travel::{Excepted, Stop};
use leasehold_context::{Geo, Located, ThreatList};
use leasehold_domain::facts::{NetworkFacts, Quality};

use crate::TracesError;
use crate::rng::digest;

/// Countries of the traces, those of the European Union first. At most sixteen.
const COUNTRIES: [&str; 15] =
    ["NL", "DE", "BE", "FR", "AT", "ES", "IT", "RO", "CH", "GB", "US", "SG", "BR", "TR", "NG"];
/// How many of them are inside the region.
const INSIDE: usize = 8;

/// One network, a /24 of some country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// ISO 3166 alpha-2; nothing for an address that the database does not know.
    pub country: &'static str,
    /// Which of its networks.
    pub network: Net,
}

/// What kind of network, and which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Net {
    /// Of an employer.
    Office,
    /// Of a mobile operator.
    Mobile(u16),
    /// The exit of the employer's VPN, which the operator has named as such.
    CompanyVpn,
    /// The exit of somebody else's VPN, which nobody has named.
    PrivateVpn(u16),
    /// Of a hotel or café.
    Hotel(u16),
    /// At somebody's home.
    Home(u16),
    /// Where somebody sits who is not the person.
    Stranger(u16),
    /// A network that a threat list names.
    Listed(u16),
}

impl Net {
    const fn number(self) -> u16 {
        match self {
            Self::Office => 1,
            Self::CompanyVpn => 2,
            Self::Mobile(which) => 16 + which % 8,
            Self::PrivateVpn(which) => 32 + which % 8,
            Self::Hotel(which) => 64 + which % 64,
            Self::Home(which) => 128 + which % 1500,
            Self::Stranger(which) => 2048 + which % 1024,
            Self::Listed(which) => 4000 + which % 64,
        }
    }
}

impl Spot {
    /// A network there.
    #[must_use]
    pub const fn new(country: &'static str, network: Net) -> Self {
        Self { country, network }
    }

    /// Whether that country is inside the region in which work is done.
    #[must_use]
    pub fn inside(country: &str) -> bool {
        COUNTRIES.iter().take(INSIDE).any(|one| *one == country)
    }

    /// Whether a threat list names it.
    #[must_use]
    pub const fn is_listed(self) -> bool {
        matches!(self.network, Net::Listed(_))
    }

    /// An address of it.
    #[must_use]
    pub fn address(self) -> IpAddr {
        let [high, low] = self.network.number().to_be_bytes();
        let index = COUNTRIES.iter().position(|country| *country == self.country);
        match index.and_then(|index| u8::try_from(index).ok()) {
            Some(index) => Ipv4Addr::new(20, index * 16 + high, low, 7).into(),
            None => Ipv4Addr::new(10, high, low, 7).into(),
        }
    }

    /// What a person's past knows it by.
    #[must_use]
    pub fn key(self) -> NetworkKey {
        NetworkKey::of(self.address(), |network| digest(&network.to_string()))
    }
}

/// The real context engine over these networks.
#[derive(Debug)]
pub struct Atlas {
    geo: Geo,
    threats: ThreatList,
    excepted: Excepted,
}

impl Atlas {
    /// Sets it up.
    ///
    /// # Errors
    ///
    /// None with the networks above.
    pub fn new() -> Result<Self, TracesError> {
        let wrong = |_| TracesError::Networks;
        let mut countries = Vec::new();
        let mut listed = String::new();
        for (index, country) in COUNTRIES.iter().enumerate() {
            let network = format!("20.{}.0.0/12", index * 16).parse().map_err(wrong)?;
            countries.push((network, (*country).to_owned()));
            for which in 0..64 {
                listed += &format!("{}/24\n", Spot::new(country, Net::Listed(which)).address());
            }
        }
        let files = [Content { stem: "listed".into(), bytes: listed.into() }];
        let vpn = format!("{}/24", Spot::new("NL", Net::CompanyVpn).address()).parse().map_err(wrong)?;
        Ok(Self {
            geo: Geo::empty()?.with_overlay(countries),
            threats: ThreatList::read(&files, 10_000)?,
            excepted: Excepted::from_iter([vpn]),
        })
    }

    /// Where the address is.
    #[must_use]
    pub fn locate(&self, spot: Spot) -> Located {
        self.geo.locate(spot.address(), Quality::Observed)
    }

    /// What lists say of it.
    #[must_use]
    pub fn network(&self, spot: Spot) -> NetworkFacts {
        NetworkFacts { listed: self.threats.look_up(spot.address()).listed.map(Into::into) }
    }

    /// Somebody was there.
    #[must_use]
    pub fn stop(&self, spot: Spot, at: DateTime<Utc>) -> Stop {
        self.excepted.stop(&self.locate(spot), at)
    }
}
