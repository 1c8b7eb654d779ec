//! The tests of the crates, unit, integration and documentation.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{Context, Result};

use super::tally::Tally;
use crate::{paths, run, stamp};

/// One set of features for binaries and tests, so that nothing is compiled twice.
const FEATURES: [&str; 2] = ["--features", "leasehold-server/demo"];

/// Compiles tests and both server binaries; these go to `dist/bin`, where the next build leaves them alone.
pub(crate) fn compile() -> Result<()> {
    // First without the demo: what differs is only the server itself.
    run::run(run::cargo(["build", "--bins", "--tests"]))?;
    keep_binary("leasehold")?;
    let mut cargo = run::cargo(["build", "--bins", "--tests"]);
    cargo.args(FEATURES);
    run::run(cargo)?;
    keep_binary("leasehold-demo")
}

/// Where [`compile`] leaves a binary.
pub(crate) fn binary(name: &str) -> std::path::PathBuf {
    paths::dist().join("bin").join(name)
}

/// Runs all tests, those of the tasks too.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = cargo_test(&FEATURES)?;
    tally += cargo_test(&["--package", "xtask"])?;
    Ok(tally)
}

fn keep_binary(name: &str) -> Result<()> {
    let kept = binary(name);
    stamp::copy(&paths::target()?.join("debug/leasehold"), &kept)?;
    let mut chmod = run::program("chmod");
    chmod.arg("755").arg(kept);
    run::run(chmod)
}

fn cargo_test(arguments: &[&str]) -> Result<Tally> {
    let mut cargo = run::cargo(["test", "--no-fail-fast"]);
    let mut child = cargo.args(arguments).stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let mut tally = Tally::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            tally += result_line(&line).unwrap_or_default();
        }
    }
    if !child.wait()?.success() && tally.failed == 0 {
        // It did not compile, or a test ended the process.
        tally.failed = 1;
    }
    Ok(tally)
}

/// `test result: ok. 12 passed; 0 failed; 0 ignored; …`
fn result_line(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = counts.split("; ");
    let mut count = |word| counts.next()?.strip_suffix(word)?.trim().parse().ok();
    Some(Tally::new(count("passed")?, count("failed")?))
}

#[cfg(test)]
mod tests {
    use super::{Tally, result_line};

    #[test]
    fn reads_the_result_lines() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(result_line(line), Some(Tally::new(12, 3)));
        assert_eq!(result_line("test result_is_fine ... ok"), None);
        assert_eq!(result_line("running 3 tests"), None);
    }
}
