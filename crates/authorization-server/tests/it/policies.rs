//! Policies with a rule more than those that ship.

use leasehold_policy::{PolicyEngine, PolicyModule, PolicySources};
use serde_json::json;

/// The shipped policy with one more rule: outside the Netherlands sensitive scopes are gone until they are
/// allowed again.
pub fn policy_with_reconsent() -> PolicyEngine {
    with_rule(
        "revoke",
        "reconsent",
        r#"findings contains {"cause": input.place.country, "subject": "session"} if input.place.country != "NL""#,
    )
}

/// The shipped policy with one more rule, about sensitive scopes.
pub fn with_rule(action: &str, remedy: &str, text: &str) -> PolicyEngine {
    let mut sources = PolicySources::shipped();
    let text = format!("package leasehold.rules.own\n{text}\n");
    sources.modules.push(PolicyModule { name: "own.rego".into(), text });
    let own = json!({"enabled": true, "scopes": "sensitive", "action": action, "remedy": remedy});
    let own = format!("\"settings\": {{ \"own\": {own},");
    sources.data = sources.data.replacen("\"settings\": {", &own, 1);
    PolicyEngine::new(&sources).unwrap()
}
