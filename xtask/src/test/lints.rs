//! Format and lints. The app is looked at three times: for the server, for the browser, and alone; its two
//! features exclude each other.

use anyhow::Result;

use crate::build;
use crate::run;

/// Formatting is as `rustfmt.toml` says.
pub(crate) fn format() -> Result<()> {
    run::run(run::cargo(["fmt", "--all", "--check"]))
}

/// Everything that runs on the host, with the demo, tests included.
pub(crate) fn host() -> Result<()> {
    clippy(&["--all-targets", "--features", "leasehold-server/demo"])?;
    clippy(&["--all-targets", "--package", "xtask"])
}

/// Everything that runs in the browser.
pub(crate) fn browser() -> Result<()> {
    build::ensure_wasm_target()?;
    let packages = [
        "leasehold-frontend",
        "leasehold-frontend-factors",
        "leasehold-oauth-types",
        "leasehold-domain",
        "leasehold-factors",
        "leasehold-factor-vectors",
    ];
    let packages = packages.iter().flat_map(|package| ["--package", package]);
    clippy(&["--target", build::WASM_TARGET].into_iter().chain(packages).collect::<Vec<_>>())
}

/// The app without the features of either side.
pub(crate) fn app_alone() -> Result<()> {
    clippy(&["--package", "leasehold-app"])
}

fn clippy(arguments: &[&str]) -> Result<()> {
    let mut cargo = run::cargo(["clippy", "--quiet", "--keep-going"]);
    cargo.args(arguments).args(["--", "--deny", "warnings"]);
    run::run(cargo)
}
