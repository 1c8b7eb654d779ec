//! Decisions that are kept, the shadow, and the replay.

use chrono::Duration;
use leasehold_authorization_server::policy::forget;
use leasehold_domain::decision::Decision;
use leasehold_domain::facts::Facts;
use leasehold_domain::{Clock as _, Time};
use leasehold_policy::{PolicyEngine, PolicySources};
use leasehold_storage::{DecisionMode, KeptBecause, Storage as _, StoredDecision};

use crate::policies::{nowhere, without};
use crate::policy_changes::{activate, add_admin, draft};
use crate::support::{App, BR, DE, NL, TestBrowser, status};

const SCOPES: &str = "openid accounts.read payments.write";

async fn kept(app: &App, mode: DecisionMode) -> Vec<StoredDecision> {
    app.server.record_waiting_decisions().await;
    let mut tx = app.storage.read().await.unwrap();
    tx.decisions(mode, (Time::UNIX_EPOCH, None), 1000).await.unwrap()
}

/// Stored facts give the stored decision, bit for bit: later, in another process, without anything but the facts.
#[tokio::test]
async fn replay_without_clock_and_rng() {
    let app = App::start().await;
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, SCOPES).await;
    let token = tokens["access_token"].as_str().unwrap();
    for address in [NL, DE, "203.0.113.9", "192.88.99.1", BR] {
        app.introspect(&app.northbank, token, address).await;
    }
    TestBrowser::at(BR).connect(&app, &app.ledgerly, "openid invoices.approve").await;
    app.clock.advance(Duration::hours(9));
    app.server.policy_time_moved().await;
    let stored = kept(&app, DecisionMode::Live).await;
    assert!(stored.len() >= 4, "{}", stored.len());
    assert!(stored.iter().any(|one| one.because == KeptBecause::Changed));
    let found = |one: &StoredDecision| serde_json::from_str::<Decision>(&one.decision).unwrap().findings;
    assert!(stored.iter().any(|one| !found(one).is_empty()));

    app.clock.advance(Duration::days(3));
    let engine = PolicyEngine::shipped().unwrap();
    for one in stored.iter().rev() {
        let facts: Facts = serde_json::from_str(&one.facts).unwrap();
        let decision = engine.decide(&facts).unwrap();
        assert_eq!(serde_json::to_string(&decision).unwrap(), one.decision);
    }
    let server = app.restarted();
    let version = engine.version();
    let replay = server.replay_policy(version, DecisionMode::Live, Duration::days(14)).await.unwrap();
    assert_eq!((replay.own, replay.differing), (stored.len() as u64, 0));
    assert!(replay.tally.changes.is_empty() && !replay.tally.gives_more());

    // What was tampered with shows.
    let forged = StoredDecision {
        id: "dcn_0190a0b0c0d070008000000000000001".parse().unwrap(),
        decision: stored[0].decision.replacen("\"score\":", "\"score\":1", 1),
        ..stored[0].clone()
    };
    assert_ne!(forged.decision, stored[0].decision);
    let mut tx = app.storage.write().await.unwrap();
    tx.add_decision(&forged).await.unwrap();
    tx.commit().await.unwrap();
    let replay = server.replay_policy(version, DecisionMode::Live, Duration::days(14)).await.unwrap();
    assert_eq!(replay.differing, 1);
}

/// A draft is told by name and scope.
#[tokio::test]
async fn a_replay_says_who_would_have_lost_or_kept_what() {
    let app = App::start().await;
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    add_admin(&app, "ada").await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, SCOPES).await;
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    kept(&app, DecisionMode::Live).await;
    let mut said = Vec::new();
    for sources in [without("left_region"), nowhere()] {
        let draft = app.server.draft_policy(&sources, "ada").await.unwrap().version;
        let back = Duration::days(1);
        let replay = app.server.replay_policy(&draft, DecisionMode::Live, back).await.unwrap();
        let payments =
            replay.tally.changes.iter().filter(|((.., scope, _), _)| scope.as_str() == "payments.write");
        said.extend(payments.map(|((user, _, difference), change)| {
            assert_eq!(*user, app.alice);
            (format!("{difference:?}"), change.rules.iter().cloned().collect::<Vec<_>>().join(","))
        }));
    }
    assert_eq!(
        said,
        [("Kept".to_owned(), "left_region".to_owned()), ("Lost".to_owned(), "left_region".to_owned())]
    );
}

/// The shadow decides and is recorded. Nothing else is different.
#[tokio::test]
async fn a_shadow_changes_nothing() {
    let app = App::start().await;
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    add_admin(&app, "ada").await;
    let harsh = app.server.draft_policy(&nowhere(), "ada").await.unwrap().version;
    app.server.shadow_policy(Some(&harsh), "ada").await.unwrap();
    app.server.look_at_policy().await.unwrap();

    let tokens = TestBrowser::at(NL).connect(&app, &app.ledgerly, "openid invoices.approve").await;
    let seen = app.introspect(&app.ledgerly, tokens["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&seen, "invoices.approve"), "active");
    let (live, shadow) = (kept(&app, DecisionMode::Live).await, kept(&app, DecisionMode::Shadow).await);
    assert_eq!(live.len(), shadow.len());
    assert!(!shadow.is_empty() && shadow.iter().all(|one| one.policy_version == harsh));
    assert!(shadow.iter().all(|one| one.decision.contains("left_region")));
    assert!(live.iter().all(|one| !one.decision.contains("left_region")));
    assert!(app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap().is_empty());
    assert_eq!(app.log("left_region").await.len(), 0);

    app.server.shadow_policy(None, "ada").await.unwrap();
    app.server.look_at_policy().await.unwrap();
    app.clock.advance(Duration::hours(1));
    app.server.policy_time_moved().await;
    app.introspect(&app.ledgerly, tokens["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(kept(&app, DecisionMode::Shadow).await.len(), shadow.len());
}

/// However many requests there are, an hour adds one unchanged decision per grant, without any address.
#[tokio::test]
async fn the_store_does_not_grow_with_requests() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, SCOPES).await;
    let token = tokens["access_token"].as_str().unwrap();
    for _ in 0..30 {
        app.introspect(&app.northbank, token, NL).await;
    }
    let first = kept(&app, DecisionMode::Live).await;
    let sampled =
        |kept: &[StoredDecision]| kept.iter().filter(|one| one.because == KeptBecause::Sampled).count();
    assert_eq!(sampled(&first), 1);
    for one in &first {
        assert!(!one.facts.contains(NL) && one.facts.contains("\"country\":\"NL\""), "{}", one.facts);
    }
    // Another hour; the token lives for five minutes, so the clock goes on just over the mark.
    let to_the_hour = 3600 - app.clock.now().timestamp().rem_euclid(3600);
    app.clock.advance(Duration::seconds(to_the_hour));
    let grants = app.storage.read().await.unwrap().live_grants(app.alice).await.unwrap();
    let mut tx = app.storage.write().await.unwrap();
    tx.set_due(grants[0].id, Some(app.clock.now())).await.unwrap();
    tx.commit().await.unwrap();
    app.server.policy_time_moved().await;
    assert_eq!(sampled(&kept(&app, DecisionMode::Live).await), 2);
}

/// What was decided about a person, on what, and what a request said of them: gone, and nothing of anybody else. The log
/// stays whole.
#[tokio::test]
async fn a_person_is_forgotten() {
    let app = App::start().await;
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    for admin in ["ada", "bo"] {
        add_admin(&app, admin).await;
    }
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, SCOPES).await;
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    app.server.record_waiting_decisions().await;
    let version = draft(&app.server, &without("left_region")).await;
    app.server.ask_for_policy(activate(&version, "ada")).await.unwrap();
    let requests = async || app.storage.read().await.unwrap().policy_requests(10).await.unwrap();
    let about = app.alice.to_string();
    assert!(requests().await[0].summary.to_string().contains(&about));
    let asked = &app.log("policy_asked").await[0];
    assert!(asked.facts["people"].is_number() && !asked.facts.to_string().contains(&about));
    let before = app.log("left_region").await;
    assert!(before.iter().all(|entry| entry.facts.to_string().contains(BR)));

    let mut tx = app.storage.write().await.unwrap();
    let forgotten = forget(tx.as_mut(), app.alice).await.unwrap();
    tx.commit().await.unwrap();
    assert!(forgotten.decisions > 0 && forgotten.facts > 0 && forgotten.lines > 0, "{forgotten:?}");
    assert!(kept(&app, DecisionMode::Live).await.is_empty());
    assert!(!requests().await[0].summary.to_string().contains(&about));
    let after = app.log("left_region").await;
    assert_eq!(after.len(), before.len());
    for (before, after) in before.iter().zip(&after) {
        assert!(after.facts.is_null());
        assert_eq!(
            after.commitment.digest, before.commitment.digest,
            "whoever kept facts and salt can show them"
        );
        assert_eq!((&after.before, &after.after, after.hold), (&before.before, &before.after, before.hold));
    }
    assert_eq!(app.log("policy_asked").await[0].facts, asked.facts);
}

/// They go with their age, and with their person.
#[tokio::test]
async fn decisions_are_forgotten() {
    let app = App::start().await;
    app.add_bram().await;
    let connected = TestBrowser::at(NL).connect(&app, &app.northbank, SCOPES).await;
    app.introspect(&app.northbank, connected["access_token"].as_str().unwrap(), BR).await;
    let before = kept(&app, DecisionMode::Live).await;
    assert!(before.iter().all(|one| one.user == app.alice) && !before.is_empty());
    let mut tx = app.storage.write().await.unwrap();
    assert_eq!(tx.erase_decisions(app.alice).await.unwrap(), before.len() as u64);
    tx.add_decision(&before[0]).await.unwrap();
    tx.commit().await.unwrap();

    app.clock.advance(Duration::days(30) - Duration::seconds(1));
    app.server.tidy().await.unwrap();
    assert_eq!(kept(&app, DecisionMode::Live).await.len(), 1, "not before its time");
    app.clock.advance(Duration::days(1));
    app.server.tidy().await.unwrap();
    assert!(kept(&app, DecisionMode::Live).await.is_empty());
}
