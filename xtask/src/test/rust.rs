//! The tests of the crates, unit, integration and documentation.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

use super::tally::Tally;
use crate::{paths, run, stamp};

/// One set of features for binaries and tests, so that nothing is compiled twice.
const FEATURES: [&str; 2] = ["--features", "leasehold-server/demo"];

/// Folders of what is tested on both databases.
const ON_BOTH: [&str; 3] = ["crates/authorization-server", "crates/bff", "crates/notify"];

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

/// Runs once more, on PostgreSQL, what writes through the traits of the storage. The driver's own tests, and the suite
/// that both drivers share, are among the others.
pub(crate) fn test_on_postgres() -> Result<Tally> {
    // As the others were built: a choice of packages would be a choice of features.
    let mut cargo = run::cargo(["test", "--test", "it", "--no-run", "--message-format", "json"]);
    cargo.args(FEATURES);
    let messages = run::capture(cargo)?;
    let mut tally = Tally::default();
    for package in ON_BOTH {
        let (folder, program) = built(&messages, package).with_context(|| format!("{package}: no tests"))?;
        let mut tests_of_it = run::program(program);
        tests_of_it.current_dir(folder).env("LEASEHOLD_TEST_DATABASE", "postgres");
        tally += tests(tests_of_it)?;
    }
    Ok(tally)
}

/// Folder of a package and the program of its integration tests, as cargo's messages tell.
fn built(messages: &str, package: &str) -> Option<(PathBuf, PathBuf)> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut built = messages.filter_map(|message| {
        let manifest = Path::new(message["manifest_path"].as_str()?);
        Some((manifest.parent()?.to_owned(), PathBuf::from(message["executable"].as_str()?)))
    });
    built.find(|(folder, _)| folder.ends_with(package))
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
    cargo.args(arguments);
    tests(cargo)
}

/// Runs tests and counts them.
fn tests(mut command: Command) -> Result<Tally> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start the tests")?;
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
    use super::{Tally, built, result_line};

    #[test]
    fn reads_the_result_lines() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(result_line(line), Some(Tally::new(12, 3)));
        assert_eq!(result_line("test result_is_fine ... ok"), None);
        assert_eq!(result_line("running 3 tests"), None);
    }
    #[test]
    fn finds_what_cargo_built() {
        let messages = r#"{"reason":"compiler-artifact","manifest_path":"/w/crates/xbff/Cargo.toml","executable":"/t/it-1"}
{"reason":"compiler-artifact","manifest_path":"/w/crates/bff/Cargo.toml","executable":null}
{"reason":"compiler-artifact","manifest_path":"/w/crates/bff/Cargo.toml","executable":"/t/it-2"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(built(messages, "crates/bff"), Some(("/w/crates/bff".into(), "/t/it-2".into())));
        assert_eq!(built(messages, "crates/notify"), None);
    }
}
