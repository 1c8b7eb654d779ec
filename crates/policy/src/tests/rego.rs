//! Runs `policies/tests/*_test.rego`, and those of the example of a policy of one's own. Every rule there whose name starts with `test_` has to be true.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{PolicyModule, PolicySources, RegoTest};

/// A folder of this repository.
pub(super) fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn names(path: &str) -> Vec<String> {
    let files = fs::read_dir(folder(path)).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_file_of_rules_ships() {
    let shipped: Vec<_> = PolicySources::shipped().modules.into_iter().map(|module| module.name).collect();
    let there: Vec<_> = names("policies/rules").into_iter().map(|name| format!("rules/{name}")).collect();
    assert_eq!(there, shipped);
}

#[test]
fn every_rule_has_tests() {
    let tests = names("policies/tests");
    for rule in names("policies/rules").iter().filter_map(|name| name.strip_suffix(".rego")) {
        assert!(tests.contains(&format!("{rule}_test.rego")), "{rule} has no tests");
    }
}

#[test]
fn rego_tests() {
    run(PolicySources::shipped(), "policies/tests");
}

#[test]
fn rego_tests_of_the_example() {
    let sources = PolicySources::shipped().with_folder(&folder("examples/policies")).unwrap();
    run(sources, "examples/policies/tests");
}

fn run(sources: PolicySources, path: &str) {
    let module = |file: String| PolicyModule {
        text: fs::read_to_string(folder(path).join(&file)).unwrap(),
        name: file,
    };
    let tests: Vec<_> = names(path).into_iter().map(module).collect();
    let outcomes = RegoTest::run_all(&sources, &tests).unwrap();
    for file in &tests {
        let package = file.text.lines().find_map(|line| line.strip_prefix("package ")).unwrap();
        let own = format!("data.{package}.");
        assert!(outcomes.iter().any(|test| test.name.starts_with(&own)), "{} has no test", file.name);
    }
    for test in outcomes {
        assert_eq!(test.failure, None, "{}", test.name);
    }
}
