//! Programs that come from Debian.

use anyhow::{Context, Result};

use crate::run;

/// Installs a package that a check needs.
pub(crate) fn install(package: &str) -> Result<()> {
    run::step(package);
    apt(&["update", "-qq"])
        .and_then(|()| apt(&["install", "-y", "-qq", "--no-install-recommends", package]))
        .with_context(|| format!("{package} is needed; as root: apt-get install {package}"))
}

fn apt(arguments: &[&str]) -> Result<()> {
    let mut apt = run::program("apt-get");
    apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    run::run(apt)
}
