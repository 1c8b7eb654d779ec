//! Authentication context classes and the one function that compares them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How strongly the person was authenticated. The order of the variants is the lattice:
/// `0 < aal1 < aal2 < phr < phrh`. A password with a TOTP code is `aal2` and never satisfies `phr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Acr {
    /// No authentication of the moment; a long-lived device cookie only.
    #[serde(rename = "0")]
    None,
    /// One factor.
    #[serde(rename = "urn:leasehold:acr:aal1")]
    Aal1,
    /// Two factors.
    #[serde(rename = "urn:leasehold:acr:aal2")]
    Aal2,
    /// Phishing-resistant (OpenID EAP ACR values).
    #[serde(rename = "phr")]
    Phr,
    /// Phishing-resistant and hardware-protected.
    #[serde(rename = "phrh")]
    Phrh,
}

/// The text names no class that we know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown authentication context class")]
pub struct UnknownAcr;

impl Acr {
    /// Every class, weakest first; what discovery publishes as `acr_values_supported`.
    pub const ALL: [Self; 5] = [Self::None, Self::Aal1, Self::Aal2, Self::Phr, Self::Phrh];

    /// Whether an authentication of this class is good enough where `want` is asked.
    #[must_use]
    pub fn satisfies(self, want: Self) -> bool {
        self >= want
    }

    /// The class as it stands on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "0",
            Self::Aal1 => "urn:leasehold:acr:aal1",
            Self::Aal2 => "urn:leasehold:acr:aal2",
            Self::Phr => "phr",
            Self::Phrh => "phrh",
        }
    }

    /// The weakest class that a space-separated `acr_values` accepts (RFC 9470 section 4); unknown
    /// values are skipped, and `None` means that no known value was named.
    #[must_use]
    pub fn weakest_of(acr_values: &str) -> Option<Self> {
        acr_values.split(' ').filter_map(|value| value.parse().ok()).min()
    }
}

impl FromStr for Acr {
    type Err = UnknownAcr;

    fn from_str(text: &str) -> Result<Self, UnknownAcr> {
        Self::ALL.into_iter().find(|acr| acr.as_str() == text).ok_or(UnknownAcr)
    }
}

impl fmt::Display for Acr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_factors_are_not_phishing_resistant() {
        assert!(!Acr::Aal2.satisfies(Acr::Phr));
        assert!(Acr::Phr.satisfies(Acr::Aal2));
        assert!(Acr::Aal2.satisfies(Acr::Aal2));
    }

    #[test]
    fn the_weakest_named_class_is_enough() {
        assert_eq!(Acr::weakest_of("phr urn:leasehold:acr:aal2 other"), Some(Acr::Aal2));
        assert_eq!(Acr::weakest_of("other"), None);
    }

    #[test]
    fn wire_names_round_trip() {
        for acr in Acr::ALL {
            assert_eq!(acr.as_str().parse(), Ok(acr));
        }
    }
}
