use std::path::PathBuf;

use serde::Deserialize;

/// Section `site`: the static files of the pages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteSettings {
    /// Folder that `cargo xtask build` makes, with `pkg/` in it.
    pub dir: PathBuf,
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self { dir: "dist/site".into() }
    }
}
