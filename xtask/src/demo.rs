//! `cargo xtask demo`: from a fresh clone to the running product.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::{build, geoip, paths, run};

/// Builds, then becomes the server. Further arguments go to it.
pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    build::site()?;
    let geoip = geoip::install()?;
    let server = build::server(build::Server::Demo)?;
    let mut demo = run::program(server);
    demo.arg("demo")
        .arg("--data-dir")
        .arg(paths::root().join("data/demo"))
        .arg("--site")
        .arg(paths::site())
        .arg("--geoip")
        .arg(geoip)
        .args(arguments);
    // The server takes this process over, so that signals reach it directly.
    Err(demo.exec()).context("cannot start the server")
}
