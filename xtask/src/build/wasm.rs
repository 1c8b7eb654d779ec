//! Compiling for the browser.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{paths, run};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles a package as it is shipped; gives the path of the module as the compiler leaves it.
pub(crate) fn compile(package: &str) -> Result<PathBuf> {
    ensure_target()?;
    run::step(&format!("{package} for the browser"));
    run::run(run::cargo(["build", "--package", package, "--target", TARGET, "--profile", "wasm-release"]))?;
    let module = format!("{}.wasm", package.replace('-', "_"));
    Ok(paths::target()?.join(TARGET).join("wasm-release").join(module))
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
