//! Tests that come with a policy: every rule of a test module whose name starts with `test_` has to be true.

use regorus::{Engine, Value};
use serde::{Deserialize, Serialize};

use crate::compile::{load, named};
use crate::{PolicyError, PolicyModule, PolicySources};

/// One test and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegoTest {
    /// Package and rule.
    pub name: String,
    /// What went wrong, if anything.
    pub failure: Option<String>,
}

impl RegoTest {
    /// Runs the tests of these modules beside the policy they are about. Modules of somebody's own may bring the
    /// process down here; see [`crate::trial`].
    ///
    /// # Errors
    ///
    /// [`PolicyError`] if one of the modules is not Rego.
    pub fn run_all(sources: &PolicySources, tests: &[PolicyModule]) -> Result<Vec<Self>, PolicyError> {
        let mut engine = load(sources)?;
        let mut names = Vec::new();
        for module in tests {
            let package = add(&mut engine, module)?;
            let first = module.text.lines().filter_map(|line| line.split_whitespace().next());
            let rules = first.filter(|name| name.starts_with("test_"));
            names.extend(rules.map(|name| format!("{package}.{name}")));
        }
        Ok(names.into_iter().map(|name| Self { failure: failure(&mut engine, &name), name }).collect())
    }
}

fn add(engine: &mut Engine, module: &PolicyModule) -> Result<String, PolicyError> {
    engine
        .add_policy(module.name.clone(), module.text.clone())
        .map_err(|error| named(&module.name, &error.to_string()))
}

fn failure(engine: &mut Engine, name: &str) -> Option<String> {
    match engine.eval_rule(name.to_owned()) {
        Ok(value) if value == Value::from(true) => None,
        Ok(_) => Some("it does not hold".to_owned()),
        Err(error) => Some(error.to_string()),
    }
}
