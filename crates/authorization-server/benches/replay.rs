//! How long it takes to replay 50,000 decisions: `cargo xtask bench replay`. Issue: seconds.

#![expect(clippy::unwrap_used, reason = "a bench fails here")]

use std::sync::Arc;

use leasehold_authorization_server::policy::replay;
use leasehold_domain::clock::at_seconds;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::facts::{
    DeviceFacts, Facts, HoursFacts, KeyState, NetworkFacts, Place, Quality, ScopeFacts,
};
use leasehold_domain::{ClientId, DecisionId, DeviceId, SessionId, UserId};
use leasehold_policy::{PolicyEngine, PolicySources};
use leasehold_storage::{DecisionMode, KeptBecause, Storage as _, StoredDecision};
use leasehold_test_kit::TestDatabase;
use tokio::time::Instant;

const DECISIONS: i64 = 50_000;
const BEGIN: i64 = 1_794_992_400;

/// One of some hundred people, mostly where they should be.
fn facts(entropy: &SeededEntropy, people: &[UserId], at: i64) -> Facts {
    let now = at_seconds(BEGIN + at);
    let place = |country: &str, region: Option<&str>| Place {
        address: None,
        country: Some(country.into()),
        region: region.map(Into::into),
        quality: Quality::Asserted,
        ..Place::default()
    };
    let here = place("NL", Some("eu_eea"));
    let names = ["accounts.read", "statements.read", "payments.write", "invoices.approve"];
    let scopes = names.into_iter().enumerate().map(|(index, name)| {
        let facts = ScopeFacts { sensitive: index > 1, harmless: index == 0, idle_since: Some(now) };
        (name.parse().unwrap(), facts)
    });
    Facts {
        now,
        user: people[usize::try_from(at).unwrap() % people.len()],
        client: ClientId::new("northbank"),
        session: SessionId::generate(now, entropy),
        grant: None,
        assurance: Default::default(),
        scopes: scopes.collect(),
        issued_in: Some(here.clone()),
        place: if at % 20 == 0 { place("BR", None) } else { here },
        network: NetworkFacts::default(),
        device: DeviceFacts {
            id: DeviceId::generate(now, entropy),
            trusted: at % 7 != 0,
            blocked: false,
            trusted_until: None,
            key: KeyState::Proved,
            key_proved_at: Some(now),
            app_key_at: None,
            traits_changed_at: None,
            posture: Vec::new(),
        },
        hours: HoursFacts {
            zone: "Europe/Amsterdam".into(),
            open: at % 3 != 0,
            holiday: false,
            changes_at: now + chrono::Duration::hours(7),
            holiday_changes_at: None,
        },
        signals: Vec::new(),
        behaviour: None,
        roles: Default::default(),
        waivers: Vec::new(),
    }
}

#[tokio::main]
async fn main() {
    let storage = TestDatabase::fresh().await;
    let entropy = SeededEntropy::new(1);
    let people: Vec<_> = (0..400).map(|at| UserId::generate(at_seconds(at), &entropy)).collect();
    let active = Arc::new(PolicyEngine::shipped().unwrap());
    let mut tx = storage.write().await.unwrap();
    for at in 0..DECISIONS {
        let facts = facts(&entropy, &people, at);
        let decision = StoredDecision {
            id: DecisionId::generate(facts.now, &entropy),
            at: facts.now,
            user: facts.user,
            grant: facts.grant,
            client: facts.client.clone(),
            policy_version: active.version().to_owned(),
            mode: DecisionMode::Live,
            because: KeptBecause::Sampled,
            facts: serde_json::to_string(&facts).unwrap(),
            decision: serde_json::to_string(&active.decide(&facts).unwrap()).unwrap(),
            took_us: 40,
        };
        tx.add_decision(&decision).await.unwrap();
    }
    tx.commit().await.unwrap();

    let shipped = PolicySources::shipped();
    let data = shipped.data.replacen("\"eu_eea\"", "\"elsewhere\"", 1);
    let draft = Arc::new(PolicyEngine::new(&PolicySources { data, ..shipped }).unwrap());
    for (name, policy) in [("the policy that made them", &active), ("another policy", &draft)] {
        let begun = Instant::now();
        let since = at_seconds(BEGIN);
        let replay = replay(&storage, DecisionMode::Live, since, &active, policy).await.unwrap();
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "{} decisions, {name}: {seconds:.2} s, {} differ, {} changes",
            replay.tally.decisions,
            replay.differing,
            replay.tally.changes.len()
        );
    }
}
