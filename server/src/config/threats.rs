use std::path::PathBuf;

use anyhow::Context as _;
use leasehold_context::failures::Thresholds;
use leasehold_context::{Reloading, ThreatList};
use serde::Deserialize;

use super::Problems;

/// Largest list that is read, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Most networks of all lists.
const MOST: usize = 2_000_000;

/// Section `threats`: networks that somebody warns of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ThreatSettings {
    /// Text files with one address or network a line; what stands behind `#` or `;` is a comment. A list is
    /// called as its file, without the ending. They are followed without a restart.
    pub lists: Vec<PathBuf>,
    /// How many sign-ins have to fail from one network within fifteen minutes for it to be watched.
    pub hot_failures: u32,
    /// Of how many accounts, for it to be password spraying.
    pub spraying_accounts: u32,
}

impl Default for ThreatSettings {
    fn default() -> Self {
        let Thresholds { hot, spraying } = Thresholds::default();
        Self { lists: Vec::new(), hot_failures: hot, spraying_accounts: spraying }
    }
}

impl ThreatSettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        problems.require(self.hot_failures > 0, || "threats.hot_failures: 1 or more".into());
        // The ledger counts no more than these.
        problems.require((2..=64).contains(&self.spraying_accounts), || {
            "threats.spraying_accounts: 2 to 64".into()
        });
        for path in &self.lists {
            problems
                .require(path.is_file(), || format!("threats.lists: there is no file {}", path.display()));
        }
    }

    /// From how much on a network is watched.
    #[must_use]
    pub const fn heat(&self) -> Thresholds {
        Thresholds { hot: self.hot_failures, spraying: self.spraying_accounts }
    }

    /// Reads the lists, which are followed from then on.
    ///
    /// # Errors
    ///
    /// If one cannot be read.
    pub fn open(&self) -> anyhow::Result<Reloading<ThreatList>> {
        if self.lists.is_empty() {
            return Ok(Reloading::fixed(ThreatList::default()));
        }
        let lists = Reloading::open(self.lists.clone(), LARGEST, |files| {
            ThreatList::read(files, MOST).map_err(|error| error.to_string())
        });
        let lists = lists.context("threats.lists")?;
        for bad in lists.current().bad_lines() {
            tracing::warn!(list = bad.list, line = bad.line, "a line of a threat list was left out");
        }
        Ok(lists)
    }
}
