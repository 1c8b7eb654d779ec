//! The decision matrix, printed and kept: any change of the policy shows as a difference of
//! `policies/matrix.txt`. To accept one, run the test with `LEASEHOLD_UPDATE=1`.

use std::fmt::Write as _;
use std::path::Path;

use leasehold_domain::decision::SubjectKind;
use leasehold_domain::facts::{Facts, KeyState, Quality};
use leasehold_domain::signal::SignalKind;

use super::facts::{as_always, at_home, in_hours, place, posture, scope, signal, travel, waiver};
use crate::PolicyEngine;

fn situations() -> Vec<(&'static str, Facts)> {
    let at = |country, region| place(Some(country), Some(region), Quality::Observed);
    let changed = |change: &dyn Fn(&mut Facts)| {
        let mut facts = at_home();
        change(&mut facts);
        facts
    };
    vec![
        ("at home, at work, trusted device", at_home()),
        ("another country of the region", changed(&|facts| facts.place = at("DE", "eu_eea"))),
        ("outside the region", changed(&|facts| facts.place = at("BR", "other"))),
        (
            "outside the region, confirmed",
            changed(&|facts| {
                facts.place = at("BR", "other");
                facts.waivers = vec![waiver("left_region", "country=BR", in_hours(1))];
            }),
        ),
        (
            "outside the region, another country confirmed",
            changed(&|facts| {
                facts.place = at("AR", "other");
                facts.waivers = vec![waiver("left_region", "country=BR", in_hours(1))];
            }),
        ),
        ("back inside, granted outside", changed(&|facts| facts.issued_in = Some(at("BR", "other")))),
        ("unknown place", changed(&|facts| facts.place = place(None, None, Quality::Observed))),
        (
            "claimed place outside the region",
            changed(&|facts| facts.place = place(Some("BR"), Some("other"), Quality::Claimed)),
        ),
        ("new device", changed(&|facts| facts.device.trusted = false)),
        ("blocked device", changed(&|facts| facts.device.blocked = true)),
        (
            "without the key of its device",
            changed(&|facts| (facts.device.trusted, facts.device.key) = (false, KeyState::Lost)),
        ),
        (
            "with another key than its device has",
            changed(&|facts| (facts.device.trusted, facts.device.key) = (false, KeyState::Changed)),
        ),
        ("trust has ended", changed(&|facts| facts.device.trusted_until = Some(in_hours(-1)))),
        ("outside working hours", changed(&|facts| facts.hours.open = false)),
        ("on a holiday", changed(&|facts| (facts.hours.open, facts.hours.holiday) = (false, true))),
        ("faster than anybody travels", changed(&|facts| facts.signals = vec![travel(60)])),
        (
            "failed sign-ins in a browser without a key",
            changed(&|facts| {
                facts.device.key = KeyState::None;
                facts.signals = vec![signal(SignalKind::SignInFailed, SubjectKind::Device, 60); 5];
            }),
        ),
        (
            "failed sign-ins in a browser that proves its key",
            changed(&|facts| {
                facts.signals = vec![signal(SignalKind::SignInFailed, SubjectKind::Device, 60); 50];
            }),
        ),
        (
            "a session that began among failures, without a key",
            changed(&|facts| {
                facts.device.key = KeyState::None;
                facts.signals = vec![signal(SignalKind::HotNetwork, SubjectKind::Session, 60)];
            }),
        ),
        (
            "unlike always, and nothing else",
            changed(&|facts| {
                let mut behaviour = as_always();
                (behaviour.hour_permille, behaviour.network_permille) = (0, 0);
                behaviour.calls = 1000;
                facts.behaviour = Some(behaviour);
            }),
        ),
        (
            "some risk",
            changed(&|facts| {
                facts.signals = vec![signal(SignalKind::TokenReplay, SubjectKind::Session, 60)];
            }),
        ),
        (
            "much risk",
            changed(&|facts| {
                facts.signals = vec![
                    signal(SignalKind::TokenReplay, SubjectKind::Session, 60),
                    signal(SignalKind::CookieReused, SubjectKind::Device, 60),
                ];
            }),
        ),
        (
            "much risk, one part confirmed",
            changed(&|facts| {
                facts.signals = vec![
                    signal(SignalKind::TokenReplay, SubjectKind::Session, 60),
                    signal(SignalKind::CookieReused, SubjectKind::Device, 60),
                ];
                facts.waivers = vec![waiver("risk_score", "token_replay=1", in_hours(1))];
            }),
        ),
        ("a listed network", changed(&|facts| facts.network.listed = Some("drop".into()))),
        (
            "not used for half a year",
            changed(&|facts| {
                let used = facts.scopes.get_mut(&scope("payments.write")).unwrap();
                used.idle_since = Some(in_hours(-24 * 180));
            }),
        ),
        (
            "a device that does not comply",
            changed(&|facts| facts.device.posture = vec![posture("mdm", false, None)]),
        ),
        (
            "new device outside the region, outside working hours",
            changed(&|facts| {
                facts.device.trusted = false;
                facts.place = at("BR", "other");
                facts.hours.open = false;
            }),
        ),
    ]
}

#[test]
fn the_matrix_is_as_it_was() {
    let engine = PolicyEngine::shipped().unwrap();
    let mut matrix = String::from("Decisions of the shipped policy, by situation and scope.\n");
    for (name, facts) in situations() {
        let decision = engine.decide(&facts).unwrap();
        write!(matrix, "\n{name}\n").unwrap();
        for scope in facts.scopes.keys() {
            let findings = decision.findings.get(scope).map_or(&[][..], Vec::as_slice);
            let said: Vec<_> = findings
                .iter()
                .map(|finding| {
                    format!("{:?} by {}, {}", finding.action, finding.rule, finding.remedy.as_str())
                        .to_lowercase()
                })
                .collect();
            let said = if said.is_empty() { "keep".to_owned() } else { said.join("; ") };
            writeln!(matrix, "  {:<18}{said}", scope.as_str()).unwrap();
        }
        if decision.ends_session {
            writeln!(matrix, "  the session ends").unwrap();
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/matrix.txt");
    if std::env::var_os("LEASEHOLD_UPDATE").is_some() {
        std::fs::write(&file, &matrix).unwrap();
    }
    assert_eq!(matrix, std::fs::read_to_string(&file).unwrap_or_default());
}
