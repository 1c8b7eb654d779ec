use std::path::PathBuf;

use anyhow::Context as _;
use leasehold_context::{Reloading, ThreatList};
use serde::Deserialize;

use super::Problems;

/// Largest list that is read, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Most networks of all lists.
const MOST: usize = 2_000_000;

/// Section `threats`: networks that somebody warns of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreatSettings {
    /// Text files with one address or network a line; what stands behind `#` or `;` is a comment. A list is
    /// called as its file, without the ending. They are followed without a restart.
    #[serde(default)]
    pub lists: Vec<PathBuf>,
}

impl ThreatSettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        for path in &self.lists {
            problems
                .require(path.is_file(), || format!("threats.lists: there is no file {}", path.display()));
        }
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
