//! Lists of networks that are known for trouble.
//!
//! # Format
//!
//! One file is one list, named by the file without its ending: `exit-nodes.txt` is the list `exit-nodes`. Each line
//! has one address or network; what follows a `#` or `;` is a comment, as Spamhaus, FireHOL and most others write it.
//!
//! ```text
//! # exit nodes
//! 192.0.2.7
//! 198.51.100.0/24 ; SBL1
//! 2001:db8::/32
//! ```

use std::net::IpAddr;

use ipnet::IpNet;
use leasehold_oauth_types::Network;

use crate::networks::Networks;
use crate::reloading::Content;

/// No list may name more than that at once: it would be half the internet.
const WIDEST: (u8, u8) = (8, 16);
/// How many bad lines are told apart.
const BAD_LINES: usize = 100;

/// A line that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// The list it stands in.
    pub list: String,
    /// Counted from one.
    pub line: usize,
    /// What is wrong with it.
    pub why: Bad,
}

/// What can be wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    /// It is neither an address nor a network.
    NoNetwork,
    /// It is wider than /8 (IPv6: /16).
    TooWide,
}

/// Why lists cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThreatError {
    /// Lines, and none of them a network: a page of a proxy, or another format.
    #[error("{0}: no line is a network")]
    OtherFormat(String),
    /// Nothing at all: what is left of a download that broke off. A list that is meant to be empty has a comment.
    #[error("{0} is an empty file; write a comment into a list that is meant to be empty")]
    Empty(String),
    /// All lists together have more networks than this.
    #[error("more than {0} networks")]
    TooMany(usize),
    /// Two files have the same name.
    #[error("two lists are called {0}")]
    SameName(String),
}

/// What the lists say about an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// The list that names it. Of several, the narrowest entry counts, and among equals the first list.
    pub listed: Option<&'a str>,
    /// The widest network around the address of which the same is true.
    pub network: IpNet,
}

/// All lists.
#[derive(Clone, Debug, Default)]
pub struct ThreatList {
    names: Vec<String>,
    networks: Networks<usize>,
    bad: Vec<BadLine>,
}

impl ThreatList {
    /// Reads lists, of at most `max_networks` together. Fits [`crate::Reloading::open`].
    ///
    /// # Errors
    ///
    /// [`ThreatError`] if nothing of it can be relied on; single bad lines are only left out.
    pub fn read(files: &[Content], max_networks: usize) -> Result<Self, ThreatError> {
        let (mut names, mut entries, mut bad) = (Vec::new(), Vec::new(), Vec::new());
        for file in files {
            let (index, before, mut wrong) = (names.len(), entries.len(), 0_usize);
            for (line, text) in file.bytes.split(|byte| *byte == b'\n').enumerate() {
                match parse(text) {
                    Ok(network) => entries.extend(network.map(|network| (network, index))),
                    Err(why) => {
                        wrong += 1;
                        if bad.len() < BAD_LINES {
                            bad.push(BadLine { list: file.stem.clone(), line: line + 1, why });
                        }
                    }
                }
                if entries.len() > max_networks {
                    return Err(ThreatError::TooMany(max_networks));
                }
            }
            if file.bytes.iter().all(u8::is_ascii_whitespace) {
                return Err(ThreatError::Empty(file.stem.clone()));
            }
            if wrong > 0 && entries.len() == before {
                return Err(ThreatError::OtherFormat(file.stem.clone()));
            }
            if names.contains(&file.stem) {
                return Err(ThreatError::SameName(file.stem.clone()));
            }
            names.push(file.stem.clone());
        }
        Ok(Self { names, networks: entries.into_iter().collect(), bad })
    }

    /// Whether an address is listed, and how far around it the same holds. IPv4 inside IPv6 counts as IPv4.
    #[must_use]
    pub fn look_up(&self, address: IpAddr) -> Verdict<'_> {
        let (index, network) = self.networks.region(address);
        let listed = index.and_then(|index| self.names.get(*index)).map(String::as_str);
        Verdict { listed, network }
    }

    /// The lines that were left out, the first hundred of them.
    #[must_use]
    pub fn bad_lines(&self) -> &[BadLine] {
        &self.bad
    }

    /// How many networks are listed, after those that touch or lie in one another are one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.networks.len()
    }

    /// Whether nothing is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.networks.is_empty()
    }
}

/// The network of a line, if it has one.
fn parse(line: &[u8]) -> Result<Option<IpNet>, Bad> {
    let end = line.iter().position(|byte| matches!(byte, b'#' | b';')).unwrap_or(line.len());
    let text = std::str::from_utf8(&line[..end]).map_err(|_| Bad::NoNetwork)?;
    // Some editors begin a file with a mark of its encoding.
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(None);
    }
    let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    let network: IpNet = Network::from(network.map_err(|_| Bad::NoNetwork)?).into();
    let widest = if matches!(network, IpNet::V4(_)) { WIDEST.0 } else { WIDEST.1 };
    if network.prefix_len() < widest { Err(Bad::TooWide) } else { Ok(Some(network)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(stem: &str, text: &str) -> Content {
        Content { stem: stem.into(), bytes: text.into() }
    }

    fn verdict<'a>(list: &'a ThreatList, address: &str) -> (Option<&'a str>, String) {
        let Verdict { listed, network } = list.look_up(address.parse().unwrap());
        (listed, network.to_string())
    }

    #[test]
    fn addresses_and_networks_are_listed() {
        let text = "\u{feff}# exit nodes\r\n192.0.2.7\r\n\n 198.51.100.9/24 ; SBL1\n2001:db8::/32#x\n";
        let files =
            [file("nodes", text), file("spam", "198.51.100.64/26\n198.51.100.0/24\n::ffff:192.0.2.8")];
        let list = ThreatList::read(&files, 10).unwrap();
        assert_eq!(list.bad_lines(), []);
        assert_eq!(verdict(&list, "192.0.2.7"), (Some("nodes"), "192.0.2.7/32".into()));
        assert_eq!(verdict(&list, "::ffff:192.0.2.7"), (Some("nodes"), "192.0.2.7/32".into()));
        assert_eq!(verdict(&list, "192.0.2.8"), (Some("spam"), "192.0.2.8/32".into()));
        assert_eq!(verdict(&list, "192.0.2.6"), (None, "192.0.2.6/32".into()));
        assert_eq!(verdict(&list, "192.0.2.1"), (None, "192.0.2.0/30".into()));
        assert_eq!(verdict(&list, "198.51.100.1"), (Some("nodes"), "198.51.100.0/26".into()));
        assert_eq!(verdict(&list, "198.51.100.65"), (Some("spam"), "198.51.100.64/26".into()));
        assert_eq!(verdict(&list, "2001:db8:1::1"), (Some("nodes"), "2001:db8::/32".into()));
        assert_eq!(verdict(&list, "fd00::1"), (None, "8000::/1".into()));
    }

    #[test]
    fn bad_lines_are_told_and_the_rest_counts() {
        let text = "192.0.2.7\nexample.org\n0.0.0.0/0\n::/8\n192.0.2.1/33\n300.1.1.1\n192.0.2.9\n";
        let list = ThreatList::read(&[file("own", text)], 10).unwrap();
        let bad: Vec<_> = list.bad_lines().iter().map(|bad| (bad.line, bad.why)).collect();
        assert_eq!(
            bad,
            [
                (2, Bad::NoNetwork),
                (3, Bad::TooWide),
                (4, Bad::TooWide),
                (5, Bad::NoNetwork),
                (6, Bad::NoNetwork),
            ]
        );
        assert_eq!(verdict(&list, "192.0.2.9").0, Some("own"));
        assert_eq!(verdict(&list, "192.0.2.8").0, None);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let read = |text: &str| ThreatList::read(&[file("own", text)], 3).map(|list| list.len());
        assert_eq!(read("<html>\n<h1>404</h1>\n"), Err(ThreatError::OtherFormat("own".into())));
        assert_eq!(read("192.0.2.1\n192.0.2.3\n192.0.2.5\n192.0.2.7"), Err(ThreatError::TooMany(3)));
        assert_eq!(read("# nothing today\n"), Ok(0));
        for nothing in ["", "\n \r\n"] {
            assert_eq!(read(nothing), Err(ThreatError::Empty("own".into())), "a download that broke off");
        }
        let twice = [file("own", "192.0.2.1"), file("own", "# none")];
        assert_eq!(ThreatList::read(&twice, 3).err(), Some(ThreatError::SameName("own".into())));
        assert_eq!(verdict(&ThreatList::default(), "192.0.2.1"), (None, "0.0.0.0/0".into()));
    }

    #[test]
    fn noise_names_a_hundred_lines_at_most() {
        let mut bytes = b"192.0.2.1\n".to_vec();
        bytes.extend((0..1000_u32).flat_map(|line| [0xff, u8::try_from(line % 9).unwrap(), b'\n']));
        let list = ThreatList::read(&[Content { stem: "own".into(), bytes }], 10).unwrap();
        assert_eq!((list.len(), list.bad_lines().len()), (1, 100));
    }
}
