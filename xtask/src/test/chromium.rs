//! The browser of the stories.

use std::path::Path;

use anyhow::{Context, Result};

use crate::run;

/// Where Debian puts it; the configuration of the stories names the same path.
const CHROMIUM: &str = "/usr/bin/chromium";

/// Installs Chromium where it is missing.
pub(crate) fn ensure() -> Result<()> {
    if Path::new(CHROMIUM).exists() {
        return Ok(());
    }
    run::step("Chromium");
    apt(&["update", "-qq"])
        .and_then(|()| apt(&["install", "-y", "-qq", "--no-install-recommends", "chromium"]))
        .context("the stories need Chromium; as root: apt-get install chromium")
}

fn apt(arguments: &[&str]) -> Result<()> {
    let mut apt = run::program("apt-get");
    apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    run::run(apt)
}
