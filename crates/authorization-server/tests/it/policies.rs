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
    PolicyEngine::new(&own_rule(action, remedy, text)).unwrap()
}

/// The same, as it is written.
pub fn own_rule(action: &str, remedy: &str, text: &str) -> PolicySources {
    let mut sources = PolicySources::shipped();
    let text = format!("package leasehold.rules.own\n{text}\n");
    sources.modules.push(PolicyModule { name: "rules/own.rego".into(), text });
    let own = json!({"enabled": true, "scopes": "sensitive", "action": action, "remedy": remedy});
    let own = format!("\"settings\": {{ \"own\": {own},");
    sources.data = sources.data.replacen("\"settings\": {", &own, 1);
    sources
}

/// The shipped policy with one part of its data another one.
pub fn edited(from: &str, to: &str) -> PolicySources {
    let shipped = PolicySources::shipped();
    assert!(shipped.data.contains(from), "{from}");
    PolicySources { data: shipped.data.replacen(from, to, 1), ..shipped }
}

/// The shipped policy without one of its rules.
pub fn without(rule: &str) -> PolicySources {
    let shipped = PolicySources::shipped();
    let mut data: serde_json::Value = serde_json::from_str(&shipped.data).unwrap();
    data["settings"][rule]["enabled"] = false.into();
    PolicySources { data: data.to_string(), ..shipped }
}

/// The shipped policy that finds nobody where they should be.
pub fn nowhere() -> PolicySources {
    edited("\"inside\": [\"eu_eea\"]", "\"inside\": [\"nowhere\"]")
}
