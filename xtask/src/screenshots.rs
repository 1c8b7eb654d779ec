//! `cargo xtask screenshots`: every page at 320 and 1440 px, light and dark, into `dist/screenshots`.

use anyhow::Result;

use crate::test::browser;
use crate::{build, geoip, paths};

/// Builds, serves a fresh demo and lets the browser visit every page.
pub(crate) fn run() -> Result<()> {
    build::site()?;
    let geoip = geoip::install()?;
    let server = build::server(build::Server::Demo)?;
    browser::prepare()?;
    let demo = browser::Server::demo(&server, &geoip, "screenshots", &[])?;
    browser::play(&demo, &["screenshots"], &[("SCREENSHOTS", paths::dist().join("screenshots"))]).map(drop)
}
