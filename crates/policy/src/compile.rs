//! From sources to modules that may be compiled.

use std::collections::BTreeSet;

use regorus::{Engine, Value};

use crate::{PolicyError, PolicySources, confine, settings};

/// Where rules live.
const RULES: &str = "data.leasehold.rules.";

/// Loads sources that nobody has looked at yet, or says what is wrong with them. A hostile policy may bring
/// the process down here; see [`crate::trial`].
pub(crate) fn check(sources: &PolicySources) -> Result<Engine, PolicyError> {
    confine::before_parsing(sources)?;
    let tuned: BTreeSet<String> = settings::read(&sources.data)?.into_keys().collect();
    let engine = load(sources)?;
    confine::after_parsing(&engine)?;
    let packages = engine.get_packages().map_err(|error| located(&error.to_string()))?;
    let rules =
        packages.iter().filter_map(|package| package.strip_prefix(RULES)).map(str::to_owned).collect();
    match tuned.symmetric_difference(&rules).next() {
        Some(rule) => Err(PolicyError::Data(format!("{rule}: a rule needs a module and settings"))),
        None => Ok(engine),
    }
}

/// Loads sources that went through [`check`] before.
pub(crate) fn load(sources: &PolicySources) -> Result<Engine, PolicyError> {
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(true);
    for module in &sources.modules {
        engine
            .add_policy(module.name.clone(), module.text.clone())
            .map_err(|error| named(&module.name, &error.to_string()))?;
    }
    let data = Value::from_json_str(&sources.data).map_err(|error| PolicyError::Data(error.to_string()))?;
    engine.add_data(data).map_err(|error| PolicyError::Data(error.to_string()))?;
    Ok(engine)
}

/// An error of the compiler, which names its place inside its text.
pub(crate) fn located(text: &str) -> PolicyError {
    named("", text)
}

/// `…--> name:line:column`, a picture of the line, and `error: detail` last.
pub(crate) fn named(module: &str, text: &str) -> PolicyError {
    let unplaced = || PolicyError::Module {
        name: module.to_owned(),
        line: 0,
        column: 0,
        detail: text.trim().to_owned(),
    };
    let place = text.lines().find_map(|line| line.trim().strip_prefix("--> "));
    let Some((rest, column)) = place.and_then(|place| place.rsplit_once(':')) else { return unplaced() };
    let Some((name, line)) = rest.rsplit_once(':') else { return unplaced() };
    let (Ok(line), Ok(column)) = (line.parse(), column.parse()) else { return unplaced() };
    let detail = text.rsplit_once("error: ").map_or(text, |(_, detail)| detail);
    PolicyError::Module { name: name.to_owned(), line, column, detail: detail.trim().to_owned() }
}
