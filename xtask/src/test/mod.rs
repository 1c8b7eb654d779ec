//! `cargo xtask test`: everything that CI runs.
//!
//! Cheap checks come first. One failure does not stop the rest: the last line counts them all. Each Rust
//! test, each check and each browser story counts one.

pub(crate) mod browser;
mod chromium;
mod debian;
mod factors;
mod lints;
pub(crate) mod postgres;
mod rust;
mod stories;
mod tally;

use std::process::ExitCode;

use anyhow::Result;

use crate::{build, check_deps, check_sizes};
use tally::Tally;

pub(crate) fn run() -> Result<ExitCode> {
    let mut tally = Tally::default();
    tally.check("who may depend on whom", check_deps::run);
    tally.check("file sizes", check_sizes::run);
    tally.check("format", lints::format);
    tally.check("lints of the server's side", lints::host);
    let site = tally.check("site for the browser", build::site);
    tally.check("lints of the browser's side", lints::browser);
    tally.check("app for neither side", lints::app_alone);
    if site {
        for bundle in &build::BUNDLES {
            tally.check(&format!("size of {}", bundle.name), || {
                bundle.check_size().map(|size| eprintln!("{size} bytes compressed"))
            });
        }
        tally.count("vectors of the factors in WebAssembly", factors::run);
    }
    let binaries = tally.check("binaries and tests compile", rust::compile);
    tally.check("PostgreSQL", postgres::ensure);
    tally.count("tests", rust::test);
    tally.count("tests on PostgreSQL", rust::test_on_postgres);
    if binaries && site {
        stories::run(&mut tally);
    } else {
        // Stories that cannot run have not passed.
        tally.check("browser stories", || anyhow::bail!("skipped: the server or the site did not build"));
    }
    Ok(tally.finish())
}
