//! The browser of the stories.

use std::path::Path;

use anyhow::Result;

use super::debian;

/// Where Debian puts it; the configuration of the stories names the same path.
const CHROMIUM: &str = "/usr/bin/chromium";

/// Installs Chromium where it is missing.
pub(crate) fn ensure() -> Result<()> {
    if Path::new(CHROMIUM).exists() { Ok(()) } else { debian::install("chromium") }
}
