//! What the shipped rules decide.

use leasehold_domain::decision::{Action, Decision, Finding, SubjectKind};
use leasehold_domain::facts::{Facts, Place, Quality, WaiverFact};
use leasehold_oauth_types::Remedy;

use super::facts::{at_home, in_hours, place, scope, waiver};
use crate::{PolicyEngine, PolicySources};

pub(super) fn decide(facts: &Facts) -> Decision {
    PolicyEngine::shipped().unwrap().decide(facts).unwrap()
}

pub(super) fn tuned(from: &str, to: &str) -> PolicyEngine {
    let mut sources = PolicySources::shipped();
    assert!(sources.data.contains(from), "{from}");
    sources.data = sources.data.replacen(from, to, 1);
    PolicyEngine::new(&sources).unwrap()
}

/// Scopes that are not kept.
pub(super) fn lost(decision: &Decision) -> Vec<&str> {
    decision.findings.keys().map(leasehold_oauth_types::Scope::as_str).collect()
}

pub(super) fn payment(decision: &Decision) -> &[Finding] {
    decision.findings.get(&scope("payments.write")).map_or(&[], Vec::as_slice)
}

#[test]
fn at_home_everything_is_kept() {
    let decision = decide(&at_home());
    assert_eq!(lost(&decision), Vec::<&str>::new());
    assert_eq!(decision.valid_until, Some(in_hours(5)), "the end of the working day comes first");
    assert_eq!(decision.policy_version.len(), 64);
}

#[test]
fn a_new_device_loses_what_is_sensitive() {
    let mut facts = at_home();
    facts.device.trusted = false;
    facts.device.trusted_until = None;
    let decision = decide(&facts);
    assert_eq!(lost(&decision), ["invoices.approve", "payments.write"]);
    let cause = format!("device={}", facts.device.id);
    let finding = Finding {
        rule: "new_device".into(),
        action: Action::Revoke,
        remedy: Remedy::ConfirmDevice,
        cause: cause.clone(),
        subject: SubjectKind::Device,
        until: None,
    };
    assert_eq!(payment(&decision), [finding]);
    facts.waivers.push(waiver("new_device", &cause, in_hours(1)));
    let decision = decide(&facts);
    assert_eq!(payment(&decision), []);
    assert_eq!(decision.valid_until, Some(in_hours(1)), "the waiver ends first");
}

#[test]
fn a_waiver_for_some_scopes_leaves_the_others() {
    let mut facts = at_home();
    facts.device.trusted = false;
    facts.device.trusted_until = None;
    let cause = format!("device={}", facts.device.id);
    let scopes = Some([scope("invoices.approve")].into());
    facts.waivers.push(WaiverFact { scopes, ..waiver("new_device", &cause, in_hours(1)) });
    let decision = decide(&facts);
    assert_eq!(lost(&decision), ["payments.write"]);
    assert_eq!(decision.valid_until, Some(in_hours(1)));
    facts.waivers[0].cause = "device=another".into();
    assert_eq!(lost(&decide(&facts)), ["invoices.approve", "payments.write"]);
}

#[test]
fn trust_ends_on_its_day() {
    let mut facts = at_home();
    facts.device.trusted_until = Some(in_hours(2));
    assert_eq!(decide(&facts).valid_until, Some(in_hours(2)));
    facts.now = in_hours(2);
    assert_eq!(payment(&decide(&facts))[0].rule, "new_device");
}

#[test]
fn a_blocked_device_is_not_waived_by_what_was_confirmed_before() {
    let mut facts = at_home();
    facts.device.blocked = true;
    facts.waivers.push(waiver("new_device", &format!("device={}", facts.device.id), in_hours(1)));
    assert_eq!(payment(&decide(&facts))[0].cause, format!("blocked={}", facts.device.id));
}

#[test]
fn in_brazil_what_is_sensitive_needs_a_step_up() {
    let mut facts = at_home();
    facts.place = place(Some("BR"), Some("other"), Quality::Asserted);
    let decision = decide(&facts);
    assert_eq!(lost(&decision), ["invoices.approve", "payments.write"]);
    let finding = Finding {
        rule: "left_region".into(),
        action: Action::Revoke,
        remedy: Remedy::StepUp,
        cause: "country=BR".into(),
        subject: SubjectKind::Session,
        until: None,
    };
    assert_eq!(payment(&decision), [finding]);
}

#[test]
fn another_region_than_at_issuance_counts_even_when_it_is_inside() {
    let mut facts = at_home();
    facts.issued_in = Some(place(Some("BR"), Some("other"), Quality::Observed));
    assert_eq!(payment(&decide(&facts))[0].cause, "country=NL");
    // What was only claimed at issuance is compared with nothing.
    facts.issued_in = Some(place(Some("BR"), Some("other"), Quality::Claimed));
    assert_eq!(payment(&decide(&facts)), []);
    facts.issued_in = None;
    assert_eq!(payment(&decide(&facts)), []);
}

#[test]
fn another_country_counts_only_when_asked_for() {
    let mut facts = at_home();
    facts.place = place(Some("DE"), Some("eu_eea"), Quality::Observed);
    assert_eq!(payment(&decide(&facts)), []);
    let by_country = tuned("\"by\": \"region\"", "\"by\": \"country\"");
    assert_eq!(payment(&by_country.decide(&facts).unwrap())[0].cause, "country=DE");
}

#[test]
fn an_unknown_place_suspends_and_never_revokes() {
    for unknown in [
        place(None, None, Quality::Observed),
        place(None, None, Quality::Asserted),
        place(Some("BR"), None, Quality::Observed),
        place(None, Some("other"), Quality::Observed),
    ] {
        let facts = Facts { place: unknown, ..at_home() };
        let decision = decide(&facts);
        let finding = &payment(&decision)[0];
        assert_eq!((finding.action, finding.remedy), (Action::Suspend, Remedy::Wait));
        assert_eq!(finding.cause, "country=unknown");
    }
}

#[test]
fn a_claimed_place_opens_nothing() {
    for claimed in [Place::default(), place(Some("BR"), Some("other"), Quality::Claimed)] {
        let facts = Facts { place: claimed, ..at_home() };
        assert_eq!(lost(&decide(&facts)), Vec::<&str>::new());
    }
}

#[test]
fn after_hours_invoices_wait_until_the_next_working_day() {
    let mut facts = at_home();
    facts.hours.open = false;
    facts.hours.changes_at = in_hours(15);
    let decision = decide(&facts);
    assert_eq!(lost(&decision), ["invoices.approve"]);
    let finding = Finding {
        rule: "business_hours".into(),
        action: Action::Suspend,
        remedy: Remedy::Wait,
        cause: "outside_hours".into(),
        subject: SubjectKind::User,
        until: Some(in_hours(15)),
    };
    assert_eq!(decision.findings[&scope("invoices.approve")], [finding]);
    assert_eq!(decision.valid_until, Some(in_hours(15)));
}

#[test]
fn hours_bound_a_decision_only_where_they_concern_a_scope() {
    let mut facts = at_home();
    facts.scopes.remove(&scope("invoices.approve"));
    assert_eq!(decide(&facts).valid_until, facts.device.trusted_until);
}

#[test]
fn data_tune_the_rules() {
    let mut facts = at_home();
    facts.place = place(Some("BR"), Some("other"), Quality::Observed);
    facts.hours.open = false;
    let everything = tuned("\"scopes\": \"sensitive\"", "\"scopes\": \"all_but_harmless\"");
    assert_eq!(
        lost(&everything.decide(&facts).unwrap()),
        ["accounts.read", "invoices.approve", "payments.write"]
    );
    let no_hours = tuned("\"enabled\": true", "\"enabled\": false").decide(&facts).unwrap();
    assert_eq!(no_hours.iter().filter(|(_, finding)| finding.rule == "business_hours").count(), 0);
    assert_eq!(no_hours.valid_until, facts.device.trusted_until, "its boundary is gone too");
    let larger = tuned("\"inside\": [\"eu_eea\"]", "\"inside\": [\"eu_eea\", \"other\"]");
    assert_eq!(payment(&larger.decide(&facts).unwrap())[0].cause, "country=BR", "it is another region still");
    facts.issued_in = Some(facts.place.clone());
    assert_eq!(payment(&larger.decide(&facts).unwrap()), []);
    // Without regions of work only movement counts.
    assert_eq!(payment(&tuned("[\"eu_eea\"]", "[]").decide(&facts).unwrap()), []);
}

#[test]
fn two_rules_speak_side_by_side() {
    let mut facts = at_home();
    facts.place = place(Some("BR"), Some("other"), Quality::Observed);
    facts.device.trusted = false;
    facts.hours.open = false;
    let decision = decide(&facts);
    let rules: Vec<_> =
        decision.findings[&scope("invoices.approve")].iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(rules, ["business_hours", "left_region", "new_device"]);
}
