//! The places a demo can put a browser in, and the addresses that stand for them.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use leasehold_http_kit::ClientAddress;

use crate::config::OwnNetwork;

/// A place to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Netherlands,
    Germany,
    Brazil,
    UnitedStates,
    Unknown,
}

impl Place {
    pub(super) const ALL: [Self; 5] =
        [Self::Netherlands, Self::Germany, Self::Brazil, Self::UnitedStates, Self::Unknown];

    /// Value of the form field.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Netherlands => "NL",
            Self::Germany => "DE",
            Self::Brazil => "BR",
            Self::UnitedStates => "US",
            Self::Unknown => "unknown",
        }
    }

    pub(super) fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.code() == code)
    }

    /// A real address there, which the database of countries knows; nobody is written to. The last one is
    /// kept for examples (RFC 5737) and in no database.
    pub(super) const fn address(self) -> ClientAddress {
        let octets = match self {
            Self::Netherlands => [145, 97, 20, 1],
            Self::Germany => [193, 99, 144, 80],
            Self::Brazil => [200, 160, 2, 3],
            Self::UnitedStates => [8, 8, 8, 8],
            Self::Unknown => [192, 0, 2, 1],
        };
        let [a, b, c, d] = octets;
        ClientAddress(IpAddr::V4(Ipv4Addr::new(a, b, c, d)))
    }
}

/// All of the internet.
pub(super) fn everywhere() -> [IpNet; 2] {
    [Ipv4Net::default().into(), Ipv6Net::default().into()]
}

/// The machine itself.
pub(super) fn loopback() -> [IpNet; 2] {
    let v4 = Ipv4Net::new(Ipv4Addr::new(127, 0, 0, 0), 8).unwrap_or_default();
    let v6 = Ipv6Net::from(std::net::Ipv6Addr::LOCALHOST);
    [v4.into(), v6.into()]
}

/// Loopback is in no database; in the demo it lies in the Netherlands. Without a database, the places of the
/// panel are known all the same.
pub(super) fn networks(with_database: bool) -> Vec<OwnNetwork> {
    let home = loopback().into_iter().map(|network| (network, Place::Netherlands));
    let known = Place::ALL.into_iter().filter(|place| !with_database && *place != Place::Unknown);
    home.chain(known.map(|place| (place.address().0.into(), place)))
        .map(|(network, place)| OwnNetwork { network, country: place.code().to_owned() })
        .collect()
}
