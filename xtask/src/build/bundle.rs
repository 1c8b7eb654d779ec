//! From the compiler's module to what the browser loads: bindings, then optimisation.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

use crate::{npm, paths, run, stamp};

/// Limit for the compressed bundle, in bytes (design: under 150 KB).
const LIMIT: usize = 150_000;

/// Without a name of its own, Leptos asks for `leasehold.js` and `leasehold_bg.wasm`.
const NAME: &str = "leasehold";

/// WebAssembly that rustc emits and every current browser reads.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Makes `dist/site/pkg/leasehold.js` and `leasehold_bg.wasm`.
pub(crate) fn make(module: &Path) -> Result<()> {
    npm::install(&paths::npm_tools())?;
    let lock = paths::root().join("Cargo.lock");
    let inputs = stamp::Inputs::new("bundle 2").file(module)?.file(&lock)?;
    inputs.unless_done("bundle", &wasm_file(), || {
        same_bindgen_version(&fs::read_to_string(&lock)?)?;
        let bound = paths::dist().join("bindgen");
        bind(module, &bound)?;
        optimise(&bound.join(format!("{NAME}_bg.wasm")))?;
        copy_scripts(&bound, &paths::pkg())
    })
}

/// Compressed size of the bundle (script and module), in bytes; an error if it is over the limit.
pub(crate) fn check_size() -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for file in [wasm_file(), paths::pkg().join(format!("{NAME}.js"))] {
        encoder.write_all(&fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?)?;
    }
    let size = encoder.finish()?.len();
    ensure!(size < LIMIT, "the bundle is {size} bytes compressed; the limit is {LIMIT}");
    Ok(size)
}

fn wasm_file() -> PathBuf {
    paths::pkg().join(format!("{NAME}_bg.wasm"))
}

fn bind(module: &Path, to: &Path) -> Result<()> {
    run::step("bindings");
    // Snippets of an earlier version would stay otherwise.
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    Bindgen::new()
        .input_path(module)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(to)
        .context("wasm-bindgen")
}

fn optimise(module: &Path) -> Result<()> {
    run::step("optimisation");
    fs::create_dir_all(paths::pkg())?;
    let mut wasm_opt = run::program(paths::npm_tools().join("node_modules/.bin/wasm-opt"));
    // `--all-features` would let it write proposals that browsers do not read yet.
    wasm_opt.args(FEATURES).args(["-Oz", "-o"]).arg(wasm_file()).arg(module);
    run::run(wasm_opt)
}

/// Everything but the module: the script and, where crates bring some, their `snippets/`.
fn copy_scripts(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if path.is_dir() {
            copy_scripts(&path, &to.join(name))?;
        } else if path.extension().is_some_and(|extension| extension == "js") {
            stamp::copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}

/// The bindings are a private contract between two crates of the same version; another one fails in the
/// browser in ways that are hard to read.
fn same_bindgen_version(lock: &str) -> Result<()> {
    let compiled = locked_version(lock, "wasm-bindgen")?;
    let binder = locked_version(lock, "wasm-bindgen-cli-support")?;
    ensure!(
        compiled == binder,
        "Cargo.lock has wasm-bindgen {compiled} but wasm-bindgen-cli-support {binder}; run \
         `cargo update --package wasm-bindgen-cli-support --precise {compiled}`"
    );
    Ok(())
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Result<&'a str> {
    let start = format!("name = \"{package}\"\nversion = \"");
    lock.split_once(&start)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version)
        .with_context(|| format!("Cargo.lock has no {package}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\n\
                        [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"0.2.131\"\n";

    #[test]
    fn finds_the_locked_version_of_exactly_that_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").unwrap(), "0.2.130");
        assert!(locked_version(LOCK, "bindgen").is_err());
    }

    #[test]
    fn another_version_of_the_binder_says_what_to_do() {
        let error = same_bindgen_version(LOCK).unwrap_err().to_string();
        assert!(error.contains("--precise 0.2.130"), "{error}");
        assert!(same_bindgen_version(&LOCK.replace("131", "130")).is_ok());
    }
}
