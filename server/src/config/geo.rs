use std::path::PathBuf;

use serde::Deserialize;

use super::Problems;

/// Section `geo`: from addresses to approximate places.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeoSettings {
    /// An MMDB file (GeoLite2, DB-IP, IP location databases; country or city). Without one every place is
    /// unknown, and rules about places suspend sensitive scopes.
    #[serde(default)]
    pub database: Option<PathBuf>,
}

impl GeoSettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        if let Some(path) = &self.database {
            problems.require(path.is_file(), || format!("geo.database: there is no file {}", path.display()));
        }
    }
}
