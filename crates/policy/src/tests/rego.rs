//! Runs `policies/tests/*_test.rego`, and those of the example of a policy of one's own. Every rule there whose name starts with `test_` has to be true.

use std::fs;
use std::path::{Path, PathBuf};

use regorus::{Engine, Value};

use crate::PolicySources;

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
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(true);
    for module in sources.modules {
        engine.add_policy(module.name, module.text).unwrap();
    }
    engine.add_data(Value::from_json_str(&sources.data).unwrap()).unwrap();
    let mut tests = Vec::new();
    for file in names(path) {
        let text = fs::read_to_string(folder(path).join(&file)).unwrap();
        let package = engine.add_policy(file.clone(), text.clone()).unwrap();
        let found = text.lines().filter_map(|line| line.split_whitespace().next());
        let before = tests.len();
        tests.extend(found.filter(|name| name.starts_with("test_")).map(|name| format!("{package}.{name}")));
        assert!(tests.len() > before, "{file} has no test");
    }
    for test in tests {
        let outcome = engine.eval_rule(test.clone());
        assert_eq!(outcome.map_err(|error| error.to_string()), Ok(Value::from(true)), "{test}");
    }
}
