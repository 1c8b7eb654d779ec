//! Compiling the pages for the browser.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{paths, run};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles `frontend`; gives the path of the module as the compiler leaves it.
pub(crate) fn compile() -> Result<PathBuf> {
    ensure_target()?;
    run::step("pages for the browser");
    run::run(run::cargo([
        "build",
        "--package",
        "leasehold-frontend",
        "--target",
        TARGET,
        "--profile",
        "wasm-release",
    ]))?;
    Ok(paths::target()?.join(TARGET).join("wasm-release/leasehold_frontend.wasm"))
}

/// Adds the target to the toolchain in use, unless its standard library is there.
pub(crate) fn ensure_target() -> Result<()> {
    let mut rustc = run::program("rustc");
    rustc.args(["--print", "sysroot"]);
    let sysroot = run::capture(rustc)?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).exists() {
        return Ok(());
    }
    run::step("WebAssembly target");
    let mut rustup = run::program("rustup");
    rustup.args(["target", "add", TARGET]);
    run::run(rustup).with_context(|| format!("the toolchain has no {TARGET} target and rustup cannot add it"))
}
