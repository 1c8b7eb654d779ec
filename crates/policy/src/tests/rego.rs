//! Runs `policies/tests/*_test.rego`. Every rule there whose name starts with `test_` has to be true.

use std::fs;
use std::path::{Path, PathBuf};

use regorus::{Engine, Value};

use crate::PolicySources;

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
    let sources = PolicySources::shipped();
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(true);
    for module in sources.modules {
        engine.add_policy(module.name, module.text).unwrap();
    }
    engine.add_data(Value::from_json_str(&sources.data).unwrap()).unwrap();
    let files = names("tests");
    let mut tests = Vec::new();
    for file in &files {
        let text = fs::read_to_string(policies().join("tests").join(file)).unwrap();
        let package = engine.add_policy(file.clone(), text.clone()).unwrap();
        let found = text.lines().filter_map(|line| line.split_whitespace().next());
        let before = tests.len();
        tests.extend(found.filter(|name| name.starts_with("test_")).map(|name| format!("{package}.{name}")));
        assert!(tests.len() > before, "{file} has no test");
    }
    for rule in names("rules").iter().filter_map(|name| name.strip_suffix(".rego")) {
        assert!(files.contains(&format!("{rule}_test.rego")), "{rule} has no tests");
    }
    for test in tests {
        let outcome = engine.eval_rule(test.clone());
        assert_eq!(outcome.map_err(|error| error.to_string()), Ok(Value::from(true)), "{test}");
    }
}
