//! Loops over all rules, written out for the bytecode.
//!
//! What puts the rules together (`decision.rego`, `risk.rego`) asks each of them for everything, by a name from the
//! settings. The machine looks such a name up in the tree of all rules and then in the data, also where there is
//! nothing, and that took longer than most rules take. Which rules are in use and what they give is known
//! beforehand, so each gets a copy of the loop's body with its name in it. The interpreter runs the loops as they
//! stand; a test and the trial of every policy hold the two against each other.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{PolicyError, PolicySources};

/// The modules with such loops.
const MODULES: [&str; 2] = ["rules/decision.rego", "rules/risk.rego"];
/// How such a loop begins. Definitions are apart by an empty line.
const LOOP: &str = "\tsome rule, settings in data.settings\n\tsettings.enabled\n";
/// In its place where no rule has what it asks for: the set is there, and empty.
const NEVER: &str = "\tfalse\n\trule := \"\"\n\tsettings := {}\n";
/// What it asks, and whom.
const ASKED: [&str; 2] = ["data.leasehold.rules[rule].", "data.leasehold.raises[rule]."];

#[derive(Deserialize)]
struct Data {
    settings: BTreeMap<String, Value>,
}

/// These sources with the loops written out. `defined` are the paths of all rules.
pub(crate) fn unrolled(
    sources: &PolicySources,
    defined: &BTreeSet<String>,
) -> Result<PolicySources, PolicyError> {
    let Data { settings } =
        serde_json::from_str(&sources.data).map_err(|error| PolicyError::Data(error.to_string()))?;
    let mut sources = sources.clone();
    for module in sources.modules.iter_mut().filter(|module| MODULES.contains(&module.name.as_str())) {
        let definitions = module.text.split("\n\n");
        let definitions: Vec<_> = definitions.map(|text| written_out(text, &settings, defined)).collect();
        module.text = definitions.join("\n\n");
    }
    Ok(sources)
}

/// One definition for each rule that has what the loop asks for.
fn written_out(text: &str, settings: &BTreeMap<String, Value>, defined: &BTreeSet<String>) -> String {
    let asked = ASKED.into_iter().find_map(|whom| {
        let (_, after) = text.split_once(whom)?;
        let name = after.find(|c: char| c != '_' && !c.is_alphanumeric()).map_or(after, |end| &after[..end]);
        Some((whom, name))
    });
    let Some((whom, name)) = asked.filter(|_| text.contains(LOOP)) else { return text.to_owned() };
    let in_use = settings.iter().filter(|(_, settings)| settings["enabled"] == true);
    let copies: Vec<_> = in_use
        .filter(|(rule, _)| {
            defined.contains(&format!("{}{name}", whom.replace("[rule]", &format!(".{rule}"))))
        })
        .map(|(rule, settings)| {
            let usual = json!({
                "action": settings["action"], "remedy": settings["remedy"], "scopes": settings["scopes"]
            });
            let here = format!("\trule := {}\n\tsettings := {usual}\n", json!(rule));
            text.replace(LOOP, &here).replace(whom, &whom.replace("rule]", &format!("{}]", json!(rule))))
        })
        .collect();
    if copies.is_empty() { text.replace(LOOP, NEVER) } else { copies.join("\n\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever writes a loop otherwise makes every decision slower.
    #[test]
    fn the_loops_that_ship_are_found() {
        let loops = |sources: &PolicySources| {
            let looping = |text: &&str| text.lines().any(|line| line.trim().ends_with("in data.settings"));
            sources.modules.iter().flat_map(|module| module.text.split("\n\n")).filter(looping).count()
        };
        let mut sources = PolicySources::shipped();
        assert_eq!(loops(&sources), 5);
        let defined: BTreeSet<_> = ["rules.left_region.findings", "rules.risk_score.ends_session"]
            .into_iter()
            .chain(["rules.business_hours.boundaries", "raises.left_region.raises"])
            .map(|path| format!("data.leasehold.{path}"))
            .collect();
        assert_eq!(loops(&unrolled(&sources, &defined).unwrap()), 0);
        sources.data = sources.data.replace("\"enabled\": true", "\"enabled\": false");
        assert_eq!(loops(&unrolled(&sources, &defined).unwrap()), 0);
    }
}
