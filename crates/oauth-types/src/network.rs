//! Networks: prefixes of addresses that mean the same however they are written.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::{AddrParseError, IpNet, Ipv4Net};
use serde::{Deserialize, Serialize};

/// All addresses with one prefix.
///
/// It begins with its first address, and IPv4 inside IPv6 (`::ffff:0:0/96`, RFC 4291 section 2.5.5.2) is IPv4, in
/// networks and in questions: one set of addresses has one spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "IpNet", into = "IpNet")]
pub struct Network(IpNet);

impl Network {
    /// The network of one address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        Self(address.to_canonical().into())
    }

    /// Whether the address lies in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// The addresses that lie in both; none if there are none. Of two prefixes that share an address, one lies in
    /// the other.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (wide, narrow) =
            if self.0.prefix_len() <= other.0.prefix_len() { (self, other) } else { (other, self) };
        wide.0.contains(&narrow.0).then_some(narrow)
    }
}

impl From<IpNet> for Network {
    fn from(network: IpNet) -> Self {
        let mapped = match network {
            IpNet::V6(inner) if inner.prefix_len() >= 96 => inner.addr().to_ipv4_mapped(),
            _ => None,
        };
        let inner = mapped.and_then(|address| Ipv4Net::new(address, network.prefix_len() - 96).ok());
        Self(inner.map_or(network, IpNet::V4).trunc())
    }
}

impl From<Network> for IpNet {
    fn from(network: Network) -> Self {
        network.0
    }
}

impl FromStr for Network {
    type Err = AddrParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<IpNet>().map(Self::from)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use proptest::prelude::*;

    use super::*;

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    #[test]
    fn ipv4_inside_ipv6_is_ipv4() {
        assert_eq!(network("::ffff:203.0.113.9/120"), network("203.0.113.0/24"));
        assert_eq!(Network::of("::ffff:203.0.113.9".parse().unwrap()), network("203.0.113.9/32"));
        assert!(network("203.0.113.0/24").contains("::ffff:203.0.113.9".parse().unwrap()));
        // What is wider than all of IPv4 is a network of IPv6, and has none of it.
        assert!(!network("::/0").contains("203.0.113.9".parse().unwrap()));
        assert!(!network("0.0.0.0/0").contains("2001:db8::1".parse().unwrap()));
        assert_eq!(network("::/0").intersection(network("203.0.113.0/24")), None);
    }

    /// Few bits, so that networks meet; the fourth kind of address is IPv4 written as IPv6.
    fn address() -> impl Strategy<Value = IpAddr> {
        let v4 = (0_u32..64).prop_map(|bits| Ipv4Addr::from(0xcb00_7100 | bits << 2));
        let v6 = (0_u128..64).prop_map(|bits| Ipv6Addr::from(0x2001_0db8 << 96 | bits << 60));
        prop_oneof![
            v4.clone().prop_map(IpAddr::V4),
            v4.prop_map(|address| IpAddr::V6(address.to_ipv6_mapped())),
            v6.prop_map(IpAddr::V6),
            any::<IpAddr>(),
        ]
    }

    fn any_network() -> impl Strategy<Value = Network> {
        (address(), any::<prop::sample::Index>()).prop_map(|(address, length)| {
            let most = if address.is_ipv4() { 33 } else { 129 };
            IpNet::new(address, u8::try_from(length.index(most)).unwrap()).unwrap().into()
        })
    }

    proptest! {
        #[test]
        fn an_address_lies_in_an_intersection_when_it_lies_in_both(
            one in any_network(), other in any_network(), address in address(),
        ) {
            let both = one.intersection(other);
            prop_assert_eq!(both, other.intersection(one));
            let within = both.is_some_and(|both| both.contains(address));
            prop_assert_eq!(within, one.contains(address) && other.contains(address));
        }

        #[test]
        fn an_address_is_the_same_in_both_spellings(network in any_network(), address in address()) {
            prop_assert_eq!(network.contains(address), network.contains(address.to_canonical()));
            if let IpAddr::V4(inner) = address {
                prop_assert_eq!(network.contains(address), network.contains(inner.to_ipv6_mapped().into()));
            }
            prop_assert!(Network::of(address).contains(address));
            prop_assert_eq!(Network::of(address).intersection(network).is_some(), network.contains(address));
        }

        #[test]
        fn written_and_read_it_is_the_same(network in any_network()) {
            prop_assert_eq!(network.to_string().parse::<Network>().ok(), Some(network));
            let json = serde_json::to_string(&network).unwrap();
            prop_assert_eq!(serde_json::from_str::<Network>(&json).ok(), Some(network));
        }
    }
}
