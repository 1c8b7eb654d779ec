//! Where things are. Outputs lie in `dist/` of the checkout, so that two clones which share a target
//! directory do not mix.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run;

/// Root of the checkout. Asked at run time first: of two clones with one target directory, either may have
/// built this program.
pub(crate) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let built_in = || env!("CARGO_MANIFEST_DIR").into();
        let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(built_in, PathBuf::from);
        manifest_dir.parent().unwrap_or(&manifest_dir).to_path_buf()
    })
}

/// What the tasks produce.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// What the server serves as static files.
pub(crate) fn site() -> PathBuf {
    dist().join("site")
}

/// The JavaScript, WebAssembly and CSS of the pages.
pub(crate) fn pkg() -> PathBuf {
    site().join("pkg")
}

/// Packages of npm that the build uses.
pub(crate) fn npm_tools() -> PathBuf {
    root().join("xtask/npm")
}

/// The browser stories.
pub(crate) fn end2end() -> PathBuf {
    root().join("end2end")
}

/// The address database that ships as the default.
pub(crate) fn country_mmdb() -> PathBuf {
    root().join("data/geo/country.mmdb")
}

/// Cargo's target directory, wherever the configuration puts it.
pub(crate) fn target() -> Result<PathBuf> {
    let metadata = metadata()?;
    let path = metadata["target_directory"].as_str().context("cargo metadata names no target directory")?;
    Ok(PathBuf::from(path))
}

/// `cargo metadata` of the workspace's own packages.
pub(crate) fn metadata() -> Result<Value> {
    let output = run::capture(run::cargo(["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&output).context("cargo metadata gave no JSON")
}
