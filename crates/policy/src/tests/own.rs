//! Policies of one's own, beside what ships.

use leasehold_domain::facts::Quality;

use super::decisions::lost;
use super::facts::{at_home, place};
use super::rego::folder;
use crate::folder::Own;
use crate::{PolicyEngine, PolicyError, PolicySources};

fn with(own: Own) -> Result<PolicySources, PolicyError> {
    PolicySources::shipped().with(own)
}

fn module(text: &str) -> Own {
    Own { modules: vec![("own.rego".into(), text.into())], ..Own::default() }
}

fn data(text: &str) -> Own {
    Own { data: Some(text.into()), ..Own::default() }
}

#[test]
fn the_example_stands_beside_what_ships() {
    let sources = PolicySources::shipped().with_folder(&folder("examples/policies")).unwrap();
    assert_ne!(sources.version(), PolicySources::shipped().version());
    let engine = PolicyEngine::new(&sources).unwrap();
    let mut facts = at_home();
    facts.roles = ["payer".to_owned()].into();
    assert_eq!(lost(&engine.decide(&facts).unwrap()), Vec::<&str>::new());
    // Tuned by data: a rule that ships has something to look at.
    facts.roles.clear();
    assert_eq!(lost(&engine.decide(&facts).unwrap()), ["payments.write"]);
    // A rule of its own, with its part of the risk and its sentences.
    facts.place = place(Some("KP"), Some("other"), Quality::Observed);
    let decision = engine.decide(&facts).unwrap();
    assert!(decision.iter().any(|(scope, finding)| {
        (scope.as_str(), finding.rule.as_str()) == ("accounts.read", "watched_country")
    }));
    assert_eq!((decision.risk.score, decision.risk.factors[0].kind.as_str()), (30, "watched_country"));
    assert_eq!(
        engine.reason_text("watched_country", "en", "country=KP"),
        "We do not serve this from North Korea."
    );
    assert_ne!(
        engine.reason_text("watched_country", "de", "country=KP"),
        engine.reason_text("watched_country", "en", "country=KP")
    );
}

/// Where the folder is does not matter to the version.
#[test]
fn the_version_is_that_of_what_it_says() {
    let sources = PolicySources::shipped().with_folder(&folder("examples/policies")).unwrap();
    let again = PolicySources::shipped().with_folder(&folder("crates/../examples/policies")).unwrap();
    assert_eq!(sources.version(), again.version());
}

#[test]
fn a_folder_with_nothing_in_it_is_a_mistake() {
    for path in ["examples", "examples/no_such_folder", "examples/policies/data.json"] {
        let outcome = PolicySources::shipped().with_folder(&folder(path));
        assert!(matches!(outcome, Err(PolicyError::Data(_))), "{path}");
    }
}

/// A module that could speak elsewhere could waive everything, or be part of a rule it is not.
#[test]
fn own_modules_speak_for_themselves_only() {
    for text in [
        "package leasehold.decision\nwaived(_) if true",
        "package leasehold.risk\nconfirmed(_) if true",
        "# A comment.\n\npackage leasehold.rules.left_region\nmoved if true",
        "package leasehold.rules\nown := 1",
        "package leasehold.rules.own.more\nx := 1",
        "package leasehold[\"decision\"]\nwaived(_) if true",
        "package leasehold.rules.Own",
        "package leasehold.rules.",
        "import rego.v1\npackage leasehold.rules.own",
        "",
    ] {
        assert!(matches!(with(module(text)), Err(PolicyError::Data(_))), "{text}");
    }
    assert!(with(module("# A comment.\npackage leasehold.rules.own\n")).is_ok());
    assert!(with(module("package leasehold.raises.own\n")).is_ok());
}

/// A setting that nobody reads, or that is a text where a number is meant, would switch its rule off unnoticed.
#[test]
fn own_data_fit_what_ships() {
    for text in [
        r#"{"setings": {}}"#,
        r#"{"settings": []}"#,
        r#"{"settings": {"risk_score": {"hart": 90}}}"#,
        r#"{"settings": {"risk_score": {"hard": "90"}}}"#,
        r#"{"settings": {"risk_score": {"hard": null}}}"#,
        r#"{"settings": {"risk_score": {"soft_scopes": 1}}}"#,
        r#"{"settings": {"unusual_behaviour": {"points": {"hours": 1}}}}"#,
        r#"{"settings": {"left_region": {"inside": "eu_eea"}}}"#,
        r#"{"settings": {"left_region": false}}"#,
        r#"{"risk": {"weights": {"no_such_signal": 1}}}"#,
        "[]",
        "{",
    ] {
        assert!(matches!(with(data(text)), Err(PolicyError::Data(_))), "{text}");
    }
    for text in [
        r#"{"settings": {"risk_score": {"hard": 80, "soft_scopes": ["payments.write"]}}}"#,
        r#"{"settings": {"business_hours": {"scopes": "sensitive"}, "left_region": {"enabled": false}}}"#,
        r#"{"settings": {"not_entitled": {"roles": {"payments.write": ["payer"]}}}}"#,
        r#"{"risk": {"weights": {"new_device": 0}}}"#,
    ] {
        assert!(PolicyEngine::new(&with(data(text)).unwrap()).is_ok(), "{text}");
    }
}

#[test]
fn own_settings_without_a_rule_are_refused() {
    let own = data(
        r#"{"settings": {"own": {"enabled": true, "scopes": "all", "action": "deny", "remedy": "wait"}}}"#,
    );
    assert!(PolicyEngine::new(&with(own).unwrap()).is_err());
}

#[test]
fn own_sentences_stand_beside_the_others() {
    let reasons =
        vec![("nl.json".to_owned(), r#"{"reasons": {"business_hours": {"any": "Te laat."}}}"#.to_owned())];
    let engine = PolicyEngine::new(&with(Own { reasons, ..Own::default() }).unwrap()).unwrap();
    assert_eq!(engine.reason_text("business_hours", "nl", "outside_hours"), "Te laat.");
    let shipped = PolicyEngine::shipped().unwrap();
    for (rule, locale, cause) in
        [("business_hours", "nl", "holiday"), ("new_device", "nl", ""), ("business_hours", "en", "")]
    {
        assert_eq!(engine.reason_text(rule, locale, cause), shipped.reason_text(rule, locale, cause));
    }
}
