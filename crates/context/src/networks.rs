//! Values by network, and how far around an address the answer stays the same.

use std::net::IpAddr;

use ipnet::IpNet;
use leasehold_oauth_types::Network;
use prefix_trie::joint::JointPrefixMap;

/// A value for each of some networks; the narrowest network that has an address decides.
///
/// IPv4 inside IPv6 (`::ffff:0:0/96`) counts as IPv4, in entries and in questions.
#[derive(Clone, Debug)]
pub struct Networks<T>(JointPrefixMap<IpNet, T>);

impl<T> Default for Networks<T> {
    fn default() -> Self {
        Self(JointPrefixMap::new())
    }
}

impl<T: Clone + Ord> FromIterator<(IpNet, T)> for Networks<T> {
    /// Of two values for the same network, the first counts.
    fn from_iter<I: IntoIterator<Item = (IpNet, T)>>(entries: I) -> Self {
        let mut map = JointPrefixMap::new();
        for (network, value) in entries {
            map.entry(Network::from(network).into()).or_insert(value);
        }
        // What changes no answer goes, so that every entry is an edge of a region.
        map.t1.aggregate();
        map.t2.aggregate();
        Self(map)
    }
}

impl<T> Networks<T> {
    /// The value for an address.
    #[must_use]
    pub fn get(&self, address: IpAddr) -> Option<&T> {
        self.0.get_lpm(&host(address)).map(|(_, value)| value)
    }

    /// The value for an address, and the widest network around it in which every address has the same one, or
    /// every one has none.
    #[must_use]
    pub fn region(&self, address: IpAddr) -> (Option<&T>, IpNet) {
        let host = host(address);
        let found = self.0.get_lpm(&host);
        let edge = found.as_ref().map(|(network, _)| *network);
        let same = |network: &IpNet| self.0.children(network).all(|(entry, _)| Some(entry) == edge);
        // The narrower, the fewer other entries inside: the widest without any is found by halving.
        let (mut widest, mut narrowest) = (edge.map_or(0, |edge| edge.prefix_len()), host.prefix_len());
        while widest < narrowest {
            let middle = u8::midpoint(widest, narrowest);
            if same(&around(host, middle)) {
                narrowest = middle;
            } else {
                widest = middle + 1;
            }
        }
        (found.map(|(_, value)| value), around(host, narrowest))
    }

    /// How many entries are left after those that change nothing were dropped.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The network of that length around an address; IPv4 inside IPv6 counts as IPv4. The address itself if it is
/// shorter than that.
#[must_use]
pub fn prefix(address: IpAddr, ipv4: u8, ipv6: u8) -> IpNet {
    let host = host(address);
    around(host, if matches!(host, IpNet::V4(_)) { ipv4 } else { ipv6 })
}

fn host(address: IpAddr) -> IpNet {
    address.to_canonical().into()
}

fn around(host: IpNet, length: u8) -> IpNet {
    IpNet::new(host.addr(), length).unwrap_or(host).trunc()
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use proptest::prelude::*;

    use super::*;

    fn networks(entries: &[(&str, u8)]) -> Networks<u8> {
        entries.iter().map(|(network, value)| (network.parse().unwrap(), *value)).collect()
    }

    fn region(networks: &Networks<u8>, address: &str) -> (Option<u8>, String) {
        let (value, network) = networks.region(address.parse().unwrap());
        (value.copied(), network.to_string())
    }

    #[test]
    fn the_narrowest_entry_decides_and_names_its_region() {
        let networks = networks(&[("10.0.0.0/8", 1), ("10.1.0.0/16", 2), ("10.1.2.3/32", 3)]);
        assert_eq!(region(&networks, "10.1.2.3"), (Some(3), "10.1.2.3/32".into()));
        assert_eq!(region(&networks, "10.1.128.1"), (Some(2), "10.1.128.0/17".into()));
        assert_eq!(region(&networks, "10.128.0.1"), (Some(1), "10.128.0.0/9".into()));
        assert_eq!(region(&networks, "192.0.2.1"), (None, "128.0.0.0/1".into()));
        assert_eq!(region(&networks, "2001:db8::1"), (None, "::/0".into()));
    }

    #[test]
    fn what_touches_and_says_the_same_is_one_region() {
        let networks = networks(&[("10.0.0.0/25", 1), ("10.0.0.128/25", 1), ("10.0.0.7/32", 1)]);
        assert_eq!(region(&networks, "10.0.0.200"), (Some(1), "10.0.0.0/24".into()));
        assert_eq!(networks.len(), 1);
    }

    #[test]
    fn ipv4_inside_ipv6_is_ipv4() {
        let networks = networks(&[("::ffff:203.0.113.0/120", 1), ("2001:db8::1/32", 2)]);
        assert_eq!(region(&networks, "203.0.113.9"), (Some(1), "203.0.113.0/24".into()));
        assert_eq!(region(&networks, "::ffff:203.0.113.9"), (Some(1), "203.0.113.0/24".into()));
        assert_eq!(region(&networks, "2001:db8:ffff::"), (Some(2), "2001:db8::/32".into()));
        assert_eq!(prefix("::ffff:203.0.113.9".parse().unwrap(), 24, 48).to_string(), "203.0.113.0/24");
        assert_eq!(prefix("2001:db8:1:2::3".parse().unwrap(), 24, 48).to_string(), "2001:db8:1::/48");
    }

    /// Networks of the last ten bits of 10.0.0.0/22, so that every address can be asked.
    fn small() -> impl Strategy<Value = Vec<(IpNet, u8)>> {
        let entry = (0_u32..1024, 22_u8..=32, 0_u8..3).prop_map(|(host, length, value)| {
            (around(IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + host)).into(), length), value)
        });
        proptest::collection::vec(entry, 0..12)
    }

    fn by_hand(entries: &[(IpNet, u8)], address: IpAddr) -> Option<u8> {
        let having = entries.iter().filter(|(network, _)| network.contains(&address));
        // Of equally narrow ones `max_by_key` takes the last, so the first comes last.
        having.rev().max_by_key(|(network, _)| network.prefix_len()).map(|(_, value)| *value)
    }

    proptest! {
        #[test]
        fn a_region_is_the_widest_with_one_answer(entries in small(), host in 0_u32..1024) {
            let networks: Networks<u8> = entries.iter().copied().collect();
            let address = |host: u32| IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + host));
            let (value, network) = networks.region(address(host));
            let value = value.copied();
            prop_assert!(network.contains(&address(host)));
            prop_assert_eq!(value, by_hand(&entries, address(host)));
            let answers = |network: &IpNet| (0..1024).map(address)
                .filter(|address| network.contains(address))
                .all(|address| by_hand(&entries, address) == value);
            prop_assert!(answers(&network), "{network} has other answers");
            let wider = around(network, network.prefix_len().saturating_sub(1));
            // Outside of the /22 nothing is listed.
            let uniform = answers(&wider) && (wider.prefix_len() >= 22 || value.is_none());
            prop_assert!(!uniform || network.prefix_len() == 0, "{wider} would do too");
        }
    }
}
