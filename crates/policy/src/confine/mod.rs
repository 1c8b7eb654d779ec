//! What a policy may be, checked before any of it runs.
//!
//! Rego is input, not code we trust. A hostile module can keep the parser busy for years, run the stack
//! over, or grow a value until the process aborts; nothing of that can be caught once it happens. So the text
//! is bounded before the parser sees it ([`text`]), calls are held against a list ([`syntax`],
//! [`crate::builtins`]), and rules neither need themselves nor stand too deep ([`graph`]). What is left, a
//! decision that merely takes long, is cut off by the number of instructions and by the clock.

mod graph;
mod syntax;
mod text;

use std::collections::BTreeSet;

use crate::{PolicyError, PolicySources};

/// Refuses sources by their text alone, in time that grows with their length.
///
/// # Errors
///
/// [`PolicyError`] with the place.
pub(crate) fn before_parsing(sources: &PolicySources) -> Result<(), PolicyError> {
    text::check(sources)
}

/// Refuses parsed modules by what they call and how they hang together.
///
/// # Errors
///
/// [`PolicyError`] with the place.
pub(crate) fn after_parsing(engine: &regorus::Engine) -> Result<(), PolicyError> {
    graph::check(&rules(engine)?)
}

/// The paths of all rules of parsed modules.
///
/// # Errors
///
/// [`PolicyError`] with the place of what rules may not call.
pub(crate) fn defined(engine: &regorus::Engine) -> Result<BTreeSet<String>, PolicyError> {
    Ok(rules(engine)?.into_iter().map(|rule| rule.path).collect())
}

fn rules(engine: &regorus::Engine) -> Result<Vec<syntax::Rule>, PolicyError> {
    let tree = engine.get_ast_as_json().map_err(|error| PolicyError::Data(error.to_string()))?;
    syntax::read(&tree)
}
