//! The script between JavaScript and a module.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::{paths, run};

/// Who loads the script.
#[derive(Clone, Copy)]
pub(crate) enum For {
    Browser,
    Node,
}

/// Makes `NAME.js` and `NAME_bg.wasm` in a folder of their own.
pub(crate) fn bind(module: &Path, name: &str, loader: For, to: &Path) -> Result<()> {
    run::step(&format!("bindings of {name}"));
    same_bindgen_version(&fs::read_to_string(paths::root().join("Cargo.lock"))?)?;
    // Snippets of an earlier version would stay otherwise.
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    let mut bindgen = Bindgen::new();
    match loader {
        For::Browser => bindgen.web(true)?.omit_default_module_path(false),
        For::Node => bindgen.nodejs(true)?,
    };
    bindgen
        .input_path(module)
        .out_name(name)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(to)
        .context("wasm-bindgen")
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
