//! What was noticed, and what it costs.

use leasehold_domain::decision::{Action, Decision, RiskFactor, SubjectKind};
use leasehold_domain::facts::{Facts, KeyState, Quality};
use leasehold_domain::signal::SignalKind;
use leasehold_oauth_types::Remedy;

use super::decisions::{decide, lost, payment, tuned};
use super::facts::{as_always, at_home, in_hours, posture, scope, signal, travel, waiver};
use crate::PolicyEngine;

fn noticed(kinds: &[(SignalKind, SubjectKind)]) -> Facts {
    let signals = kinds.iter().map(|(kind, subject)| signal(*kind, *subject, 60)).collect();
    Facts { signals, ..at_home() }
}

const REPLAY: (SignalKind, SubjectKind) = (SignalKind::TokenReplay, SubjectKind::Session);
const COOKIE: (SignalKind, SubjectKind) = (SignalKind::CookieReused, SubjectKind::Device);

fn causes(decision: &Decision) -> Vec<&str> {
    payment(decision).iter().map(|finding| finding.cause.as_str()).collect()
}

/// Whoever has no more than a name, a copied cookie or even the password fails to sign in as often as they like:
/// a session whose device proves its key notices nothing (invariant 9).
#[test]
fn stranger_cannot_suspend() {
    let mut facts = at_home();
    for kind in [
        SignalKind::SignInFailed,
        SignalKind::WrongFactor,
        SignalKind::HotNetwork,
        SignalKind::PasswordSpraying,
    ] {
        for subject in [SubjectKind::Session, SubjectKind::Device, SubjectKind::User] {
            facts.signals.extend((0..20).map(|ago| signal(kind, subject, ago)));
        }
    }
    let decision = decide(&facts);
    assert_eq!(lost(&decision), Vec::<&str>::new());
    assert_eq!((decision.risk.score, decision.ends_session), (0, false));
    facts.device.key = KeyState::None;
    assert!(!payment(&decide(&facts)).is_empty());
}

/// A week of failures is as good as a day of them, and takes no longer to decide on.
#[test]
fn more_of_the_same_says_no_more() {
    let mut facts = at_home();
    facts.device.key = KeyState::None;
    let failures =
        |count| (0..count).map(|ago| signal(SignalKind::WrongFactor, SubjectKind::User, ago)).collect();
    facts.signals = failures(50);
    let some = decide(&facts);
    facts.signals = failures(5000);
    assert_eq!(decide(&facts), some);
    assert_eq!(some.risk.score, 750);
}

#[test]
fn too_many_failures_wait_until_they_are_fewer() {
    let mut facts = at_home();
    facts.device.key = KeyState::None;
    facts.signals = [800, 600, 400, 200, 100]
        .map(|ago| signal(SignalKind::SignInFailed, SubjectKind::Device, ago))
        .into();
    let decision = decide(&facts);
    assert_eq!(lost(&decision), ["invoices.approve", "payments.write"]);
    let finding = &payment(&decision)[0];
    assert_eq!((finding.rule.as_str(), finding.subject), ("failed_sign_ins", SubjectKind::Device));
    assert_eq!(finding.until, Some(facts.now + chrono::Duration::seconds(100)));
    assert_eq!(decision.valid_until, finding.until);
    facts.now = finding.until.unwrap();
    assert_eq!(payment(&decide(&facts)), []);
}

#[test]
fn some_risk_waits_and_says_when_it_is_weighed_again() {
    let facts = noticed(&[REPLAY]);
    let decision = decide(&facts);
    assert_eq!(lost(&decision), ["invoices.approve", "payments.write"]);
    assert_eq!(causes(&decision), ["elevated"]);
    assert_eq!((payment(&decision)[0].action, payment(&decision)[0].remedy), (Action::Suspend, Remedy::Wait));
    assert!(!decision.ends_session);
    // A quarter of the half-life after it was noticed.
    assert_eq!(decision.valid_until, Some(in_hours(5).min(in_hours(6) - chrono::Duration::seconds(60))));
}

#[test]
fn much_risk_is_confirmed_part_by_part() {
    let mut facts = noticed(&[REPLAY, COOKIE]);
    let decision = decide(&facts);
    assert_eq!(lost(&decision), ["accounts.read", "invoices.approve", "payments.write"]);
    assert_eq!(causes(&decision), ["elevated", "cookie_reused=1", "token_replay=1"]);
    assert!(payment(&decision).iter().all(|finding| finding.subject == SubjectKind::Session));
    assert!(decision.ends_session);
    facts.waivers = vec![waiver("risk_score", "cookie_reused=1", in_hours(1))];
    assert_eq!(causes(&decide(&facts)), ["elevated"], "what is left is above the soft limit");
    facts.waivers.push(waiver("risk_score", "token_replay=1", in_hours(1)));
    let decision = decide(&facts);
    assert_eq!(lost(&decision), Vec::<&str>::new());
    assert_eq!(decision.risk.score, 0);
}

#[test]
fn only_a_session_that_is_part_of_the_risk_ends() {
    let decision = decide(&noticed(&[(SignalKind::RecoveryUsed, SubjectKind::User), COOKIE, COOKIE]));
    assert!(!payment(&decision).is_empty() && !decision.ends_session);
}

#[test]
fn the_risk_names_what_makes_it_up() {
    let mut facts = noticed(&[COOKIE, REPLAY, COOKIE]);
    facts.network.listed = Some("drop".into());
    let factor =
        |kind: &str, cause: &str, points| RiskFactor { kind: kind.into(), cause: cause.into(), points };
    let risk = decide(&facts).risk;
    assert_eq!(risk.score, 180);
    assert_eq!(
        risk.factors,
        [
            factor("cookie_reused", "cookie_reused=1", 80),
            factor("token_replay", "token_replay=1", 60),
            factor("threat_list", "list=drop", 40),
        ]
    );
}

#[test]
fn what_anyone_may_claim_is_no_signal() {
    let mut facts = noticed(&[REPLAY, COOKIE]);
    facts.signals.push(travel(60));
    for signal in &mut facts.signals {
        signal.quality = Quality::Claimed;
    }
    let decision = decide(&facts);
    assert_eq!((lost(&decision), decision.risk.score), (Vec::new(), 0));
}

#[test]
fn unusual_behaviour_alone_takes_nothing_and_adds_to_the_rest() {
    let mut facts = at_home();
    let mut behaviour = as_always();
    behaviour.hour_permille = 0;
    behaviour.first_used = [scope("payments.write")].into();
    facts.behaviour = Some(behaviour);
    let decision = decide(&facts);
    assert_eq!((lost(&decision), decision.risk.score), (Vec::new(), 15));
    assert_eq!(decision.valid_until, Some(in_hours(0) + chrono::Duration::minutes(30)));
    facts.signals = vec![signal(SignalKind::CookieReused, SubjectKind::Device, 60)];
    assert_eq!(causes(&decide(&facts)), ["elevated"]);
}

#[test]
fn travel_is_asked_about_once() {
    let mut facts = at_home();
    facts.signals = vec![travel(60)];
    let decision = decide(&facts);
    assert_eq!(lost(&decision), ["accounts.read", "invoices.approve", "payments.write"]);
    assert_eq!(causes(&decision), ["impossible_travel=1"]);
    facts.waivers = vec![waiver("impossible_travel", "impossible_travel=1", in_hours(12))];
    assert_eq!(lost(&decide(&facts)), Vec::<&str>::new());
    facts.now = in_hours(12);
    assert_eq!(payment(&decide(&facts)), [], "the waiver is over, and so is the matter");
}

/// As when a VPN is switched on and off: the rule asks once, and the score does not ask after it.
#[test]
fn the_score_does_not_ask_again_what_the_rule_about_travel_asked() {
    let mut facts = at_home();
    facts.signals = vec![travel(180), travel(120), travel(60)];
    facts.waivers = vec![waiver("impossible_travel", "impossible_travel=1", in_hours(12))];
    assert_eq!(lost(&decide(&facts)), Vec::<&str>::new());
}

#[test]
fn a_dormant_scope_goes_alone_and_only_where_the_rule_looks() {
    let mut facts = at_home();
    for name in ["accounts.read", "openid", "payments.write"] {
        facts.scopes.get_mut(&scope(name)).unwrap().idle_since = Some(in_hours(-24 * 180));
    }
    let decision = decide(&facts);
    assert_eq!(lost(&decision), ["accounts.read", "payments.write"]);
    assert_eq!(causes(&decision), ["scope=payments.write"]);
    assert_eq!(payment(&decision)[0].subject, SubjectKind::Client);
    let sensitive = tuned(
        "\"all_but_harmless\",\n      \"action\": \"revoke\",\n      \"remedy\": \"reconsent\"",
        "\"sensitive\",\n      \"action\": \"revoke\",\n      \"remedy\": \"reconsent\"",
    );
    assert_eq!(lost(&sensitive.decide(&facts).unwrap()), ["payments.write"]);
}

#[test]
fn a_scope_for_a_role_goes_without_it() {
    let roles =
        tuned("\"roles\": {}", "\"roles\": {\"payments.write\": [\"payer\"], \"openid\": [\"guest\"]}");
    let mut facts = at_home();
    facts.roles = ["payer".to_owned()].into();
    assert_eq!(lost(&roles.decide(&facts).unwrap()), ["openid"], "also what is harmless, if it is named");
    facts.roles = ["guest".to_owned()].into();
    let decision = roles.decide(&facts).unwrap();
    assert_eq!(lost(&decision), ["payments.write"]);
    assert_eq!(payment(&decision)[0].remedy, Remedy::AskAdmin);
    assert_eq!(lost(&decide(&facts)), Vec::<&str>::new(), "as it ships, roles decide nothing");
}

#[test]
fn only_its_source_takes_back_what_it_said_of_a_device() {
    let mut facts = at_home();
    facts.device.posture = vec![posture("edr", false, Some(in_hours(1))), posture("mdm", true, None)];
    let decision = decide(&facts);
    assert_eq!(causes(&decision), ["posture=edr"]);
    assert_eq!((payment(&decision)[0].until, decision.valid_until), (Some(in_hours(1)), Some(in_hours(1))));
    facts.device.posture[0].compliant = true;
    assert_eq!(lost(&decide(&facts)), Vec::<&str>::new());
}

/// Person-facing texts do not tell an attacker how far to go.
#[test]
fn reasons_name_no_limits() {
    let engine = PolicyEngine::shipped().unwrap();
    for locale in ["en", "nl", "de"] {
        for cause in ["elevated", "token_replay=1"] {
            let text = engine.reason_text("risk_score", locale, cause);
            assert!(!text.contains(|letter: char| letter.is_ascii_digit()), "{text}");
        }
    }
}
