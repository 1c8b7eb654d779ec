//! Runs `policies/tests/*_test.rego`. Every rule there whose name starts with `test_` has to be true.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{PolicyModule, PolicySources, RegoTest};

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies")
}

fn names(folder: &str) -> Vec<String> {
    let files = fs::read_dir(policies().join(folder)).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_file_of_rules_ships() {
    let shipped: Vec<_> = PolicySources::shipped().modules.into_iter().map(|module| module.name).collect();
    let there: Vec<_> = names("rules").into_iter().map(|name| format!("rules/{name}")).collect();
    assert_eq!(there, shipped);
}

#[test]
fn rego_tests() {
    let files = names("tests");
    let module = |file: &String| PolicyModule {
        name: file.clone(),
        text: fs::read_to_string(policies().join("tests").join(file)).unwrap(),
    };
    let tests: Vec<_> = files.iter().map(module).collect();
    let outcomes = RegoTest::run_all(&PolicySources::shipped(), &tests).unwrap();
    for file in &tests {
        let package = file.text.lines().find_map(|line| line.strip_prefix("package ")).unwrap();
        let own = format!("data.{package}.");
        assert!(outcomes.iter().any(|test| test.name.starts_with(&own)), "{} has no test", file.name);
    }
    for rule in names("rules").iter().filter_map(|name| name.strip_suffix(".rego")) {
        assert!(files.contains(&format!("{rule}_test.rego")), "{rule} has no tests");
    }
    for test in outcomes {
        assert_eq!(test.failure, None, "{}", test.name);
    }
}
