//! `cargo xtask traces`: the figures of docs/livability.md.

use anyhow::Result;

use crate::run;

/// Lives through the year, optimised: it is some hundred thousand decisions.
pub(crate) fn run() -> Result<()> {
    run::step("a year of two hundred people, which takes some minutes");
    let arguments = ["run", "--release", "--quiet", "--package", "leasehold-traces", "--"];
    let mut traces = run::cargo(arguments);
    traces.args(["--write", "docs/livability.md"]);
    run::run(traces)
}
