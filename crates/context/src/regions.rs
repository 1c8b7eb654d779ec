//! Region sets: named sets of countries. The EU with the EEA ships.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The shipped sets are not readable. A test keeps that from happening; own sets can be wrong.
#[derive(Debug, thiserror::Error)]
#[error("region sets: {0}")]
pub struct RegionsError(#[from] serde_json::Error);

/// Countries by name of the region. A country in several sets belongs to the first by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegionSets(BTreeMap<String, BTreeSet<String>>);

impl From<BTreeMap<String, BTreeSet<String>>> for RegionSets {
    fn from(sets: BTreeMap<String, BTreeSet<String>>) -> Self {
        Self(sets)
    }
}

impl RegionSets {
    /// Region of every known country that is in no set.
    pub const OTHER: &str = "other";

    /// What ships: `eu_eea`, the 27 member states with Iceland, Liechtenstein and Norway.
    ///
    /// # Errors
    ///
    /// Never with the file as it ships.
    pub fn shipped() -> Result<Self, RegionsError> {
        Self::from_json(include_str!("../../../policies/regions.json"))
    }

    /// Reads `{"name": ["NL", …]}`.
    ///
    /// # Errors
    ///
    /// [`RegionsError`] if it has another form.
    pub fn from_json(text: &str) -> Result<Self, RegionsError> {
        Ok(serde_json::from_str(text)?)
    }

    /// The region of a country (ISO 3166 alpha-2).
    #[must_use]
    pub fn region_of(&self, country: &str) -> &str {
        self.0.iter().find(|(_, countries)| countries.contains(country)).map_or(Self::OTHER, |(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_set_is_the_eu_and_the_eea() {
        let Ok(sets) = RegionSets::shipped() else { panic!("the shipped file is readable") };
        assert_eq!(sets.0["eu_eea"].len(), 30);
        for country in ["NL", "DE", "IS", "LI", "NO", "GR"] {
            assert_eq!(sets.region_of(country), "eu_eea", "{country}");
        }
        for country in ["BR", "GB", "CH", "EL", "nl", ""] {
            assert_eq!(sets.region_of(country), RegionSets::OTHER, "{country}");
        }
    }
}
