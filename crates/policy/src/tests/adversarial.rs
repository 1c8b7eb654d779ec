//! Policies that are broken, hostile or out of bounds. Every one ends in an error, and errors deny.

use std::sync::Arc;

use super::facts::{at_home, place};
use crate::{PolicyEngine, PolicyError, PolicyModule, PolicySources};
use leasehold_domain::facts::Quality;

/// The shipped policy with one more rule.
pub(super) fn with_rule(rule: &str) -> Result<PolicyEngine, PolicyError> {
    PolicyEngine::new(&sources_with(rule))
}

pub(super) fn sources_with(rule: &str) -> PolicySources {
    let mut sources = PolicySources::shipped();
    let text = format!("package leasehold.rules.own\n{rule}\n");
    sources.modules.push(PolicyModule { name: "own.rego".into(), text });
    let own = r#""settings": { "own": {"enabled": true, "scopes": "sensitive", "action": "deny", "remedy": "wait"},"#;
    sources.data = sources.data.replacen("\"settings\": {", own, 1);
    sources
}

pub(super) fn finding(body: &str) -> Result<PolicyEngine, PolicyError> {
    with_rule(&format!("findings contains {{\"cause\": \"c\", \"subject\": \"session\"}} if {{ {body} }}"))
}

#[test]
fn an_own_rule_stands_beside_the_shipped_ones() {
    let decision = finding("input.place.country == \"NL\"").unwrap().decide(&at_home()).unwrap();
    let rules: Vec<_> =
        decision.iter().map(|(scope, finding)| (scope.as_str(), finding.rule.as_str())).collect();
    assert_eq!(rules, [("invoices.approve", "own"), ("payments.write", "own")]);
}

#[test]
fn a_rule_cannot_speak_in_the_name_of_another() {
    let engine =
        with_rule(r#"findings contains {"cause": "c", "subject": "session", "rule": "left_region"} if true"#);
    let decision = engine.unwrap().decide(&at_home()).unwrap();
    assert!(decision.iter().all(|(_, finding)| finding.rule == "own"));
}

/// No clock, no randomness, no environment, no network (invariant 3).
#[test]
fn nothing_but_facts_can_be_read() {
    for call in [
        "time.now_ns() > 0",
        "rand.intn(\"x\", 10) >= 0",
        "uuid.rfc4122(\"x\") != \"\"",
        "opa.runtime().env != {}",
        "http.send({\"method\": \"get\", \"url\": \"http://127.0.0.1/\"}).status_code == 200",
        "net.lookup_ip_addr(\"localhost\") != set()",
    ] {
        let outcome = finding(call).and_then(|engine| engine.decide(&at_home()));
        assert!(
            matches!(outcome, Err(PolicyError::Module { .. } | PolicyError::Evaluation(_))),
            "{call}: {outcome:?}"
        );
    }
}

#[test]
fn a_rule_that_fails_is_an_error_and_no_silence() {
    for call in [
        "upper(input.place) == \"\"",
        "not upper(input.place)",
        "1 / (count(input.scopes) - 4) > 0",
        "not 1 / (count(input.scopes) - 4)",
        "7 % (count(input.scopes) - 4) > 0",
        "input.place - 1 > 0",
        "9223372036854775807 * input.now * input.now > 0",
        "substring(1, 2, 3) == \"\"",
    ] {
        let outcome = finding(call).and_then(|engine| engine.decide(&at_home()));
        assert!(matches!(outcome, Err(PolicyError::Evaluation(_))), "{call}: {outcome:?}");
    }
}

#[test]
fn answers_that_are_none_are_errors() {
    for said in [
        r#"findings contains "everything""#,
        r#"findings contains {"cause": "c"}"#,
        r#"findings contains {"cause": 1, "subject": "session"}"#,
        r#"findings contains {"cause": "c", "subject": "everybody"}"#,
        r#"findings contains {"cause": "c", "subject": "session", "action": "erase"}"#,
        r#"findings contains {"cause": "c", "subject": "session", "remedy": "pay"}"#,
        r#"findings contains {"cause": "c", "subject": "session", "scopes": "everything"}"#,
        r#"findings contains {"cause": "c", "subject": "session", "only": "payments.write"}"#,
        r#"findings contains {"cause": "c", "subject": "session", "until": "tomorrow"}"#,
        r#"findings contains {"cause": "c", "subject": "session", "unheard": 1}"#,
        // Would never end, or would end although it was to be a matter of proof.
        r#"findings contains {"cause": "c", "subject": "session", "action": "revoke"}"#,
        r#"findings contains {"cause": "c", "subject": "session", "action": "suspend", "remedy": "step_up"}"#,
        r#"boundaries contains "tomorrow""#,
        r#"boundaries contains {"at": 1, "scopes": "everything"}"#,
        r#"boundaries contains {"moment": 1}"#,
    ] {
        let outcome = with_rule(said).and_then(|engine| engine.decide(&at_home()));
        assert!(
            matches!(outcome, Err(PolicyError::Answer(_) | PolicyError::Evaluation(_))),
            "{said}: {outcome:?}"
        );
    }
}

#[test]
fn broken_sources_are_refused() {
    let with = |change: fn(&mut PolicySources)| {
        let mut sources = PolicySources::shipped();
        change(&mut sources);
        PolicyEngine::new(&sources).err()
    };
    let broken: [fn(&mut PolicySources); 7] = [
        |sources| sources.modules[0].text.push_str("allow if {"),
        |sources| sources.modules.truncate(1),
        |sources| sources.data = "[]".into(),
        |sources| sources.data = "{".into(),
        |sources| sources.data = sources.data.replace("\"left_region\"", "\"left_regoin\""),
        |sources| sources.data = sources.data.replacen("\"step_up\"", "\"wait\"", 1),
        |sources| sources.data = sources.data.replacen("\"sensitive\"", "\"sensible\"", 1),
    ];
    for (index, change) in broken.into_iter().enumerate() {
        assert!(with(change).is_some(), "{index}");
    }
}

#[test]
fn the_version_is_that_of_modules_and_data() {
    let shipped = PolicySources::shipped();
    let version = shipped.version();
    assert!(version.len() == 64 && version.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(PolicyEngine::shipped().unwrap().version(), version);
    let mut turned = shipped.clone();
    turned.modules.reverse();
    assert_eq!(turned.version(), version);
    let mut reworded = shipped.clone();
    reworded.reasons.clear();
    assert_eq!(reworded.version(), version);
    let mut other = shipped.clone();
    other.data.push(' ');
    assert_ne!(other.version(), version);
    let mut moved = shipped;
    let first = moved.modules[0].text.remove(0);
    moved.modules[0].name.push(first);
    assert_ne!(moved.version(), version);
}

/// One engine for many threads at once, each with its own facts.
#[test]
fn threads_do_not_see_each_other() {
    fn shared<T: Send + Sync>(value: T) -> Arc<T> {
        Arc::new(value)
    }
    let engine = shared(PolicyEngine::shipped().unwrap());
    let threads: Vec<_> = ["NL", "BR", "US", "CH"]
        .into_iter()
        .map(|country| {
            let engine = Arc::clone(&engine);
            std::thread::spawn(move || {
                let mut facts = at_home();
                facts.issued_in = None;
                facts.place = place(Some(country), Some("other"), Quality::Observed);
                (0..50).all(|_| {
                    let decision = engine.decide(&facts).unwrap();
                    decision.iter().all(|(_, finding)| finding.cause == format!("country={country}"))
                })
            })
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
}
