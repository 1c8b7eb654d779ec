//! What people read.

use std::collections::BTreeSet;

use crate::{PolicyEngine, PolicyError, PolicySources, settings};

#[test]
fn the_sentences_people_read() {
    let engine = PolicyEngine::shipped().unwrap();
    for (rule, locale, cause, text) in [
        (
            "left_region",
            "en",
            "country=BR",
            "Your connection moved to Brazil, outside the region where you allowed this.",
        ),
        (
            "left_region",
            "en-GB",
            "country=NL",
            "Your connection moved to the Netherlands, outside the region where you allowed this.",
        ),
        (
            "left_region",
            "nl",
            "country=BR",
            "Je verbinding komt nu uit Brazilië, buiten de regio waarvoor je dit hebt toegestaan.",
        ),
        (
            "left_region",
            "de",
            "country=BR",
            "Deine Verbindung kommt jetzt aus einem anderen Gebiet (Brasilien), außerhalb der Region, für die du das erlaubt hast.",
        ),
        ("left_region", "en", "country=unknown", "We cannot tell which country your connection comes from."),
        ("new_device", "en", "device=dev_1", "You signed in on a device that you have not confirmed yet."),
        (
            "new_device",
            "en",
            "blocked=dev_1",
            "You marked this device as not yours. If it is yours after all, say so on “Devices & sessions” of the device where you marked it.",
        ),
        ("business_hours", "en", "outside_hours", "It is outside your working hours."),
        ("business_hours", "en", "holiday", "Today is a holiday, so it is outside your working hours."),
        ("failed_sign_ins", "en", "sign_in_failed", "Several sign-ins in this browser failed."),
        (
            "failed_sign_ins",
            "en",
            "network=192.0.2.0/24",
            "You signed in from a network where many sign-ins were failing.",
        ),
        ("risk_score", "en", "elevated", "Several unusual things happened, so this is paused for now."),
        ("stale_authentication", "en", "", "This asks you to confirm that it’s you each time."),
        ("own_rule_of_somebody", "en", "x=y", "This is off for now."),
        ("lifetime_over", "fr", "", "The time you allowed this for is over."),
    ] {
        assert_eq!(engine.reason_text(rule, locale, cause), text);
    }
}

#[test]
fn every_code_has_a_sentence_of_its_own_in_every_language() {
    let engine = PolicyEngine::shipped().unwrap();
    let rules = settings::read(&PolicySources::shipped().data).unwrap();
    let conditions = [
        "stale_authentication",
        "lifetime_over",
        "no_context",
        "user_removed",
        "ask_admin",
        "token_replay",
        "session_expired",
    ];
    let codes: BTreeSet<&str> = rules.keys().map(String::as_str).chain(conditions).collect();
    for locale in ["en", "nl", "de"] {
        let any = engine.reason_text("any", locale, "");
        for code in &codes {
            let text = engine.reason_text(code, locale, "");
            assert!(
                text != any && text.ends_with('.') && !text.contains(['{', '_']),
                "{locale} {code}: {text}"
            );
            if locale != "en" {
                assert_ne!(text, engine.reason_text(code, "en", ""));
            }
        }
    }
}

/// `hostile_names_everywhere`: nothing of a cause but the name of a country gets into a sentence.
#[test]
fn hostile_names_everywhere() {
    let engine = PolicyEngine::shipped().unwrap();
    for cause in ["country=<script>", "country=\u{202e}RB", "country={country}", "country=", "=", "country"] {
        for locale in ["en", "nl", "de", "", "<b>"] {
            let text = engine.reason_text("left_region", locale, cause);
            assert!(!text.contains(['<', '\u{202e}', '{']), "{text}");
        }
    }
}

#[test]
fn sentences_that_cannot_be_read_are_refused() {
    for (locale, text) in
        [("en", "{}"), ("en", "{\"reasons\": {}}"), ("nl", "[]"), ("de", "{\"reasons\": 1}")]
    {
        let mut sources = PolicySources::shipped();
        sources.reasons.insert(locale.into(), text.into());
        assert!(matches!(PolicyEngine::new(&sources), Err(PolicyError::Reasons { .. })), "{locale} {text}");
    }
}
