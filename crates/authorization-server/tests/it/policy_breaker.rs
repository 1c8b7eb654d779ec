//! The breaker: what would take from too many at once is more likely a mistake.

use chrono::Duration;
use leasehold_authorization_server::policy::{Ask, Asked, LifecycleError, PolicyConfig};
use leasehold_domain::facts::{Facts, Place};
use leasehold_domain::policy::PolicyRequestState;
use leasehold_policy::PolicySources;
use leasehold_storage::Storage as _;

use crate::policies::{nowhere, own_rule, without};
use crate::policy_changes::{activate, active, add_admin, back};
use crate::support::{App, BR, NL, TestBrowser};

/// Nobody may lose anything unasked, so that one person is a crowd.
fn strict() -> PolicyConfig {
    PolicyConfig { breaker_people: 0, ..PolicyConfig::default() }
}

#[tokio::test]
async fn the_breaker_stops_what_would_touch_too_many() {
    let app = App::start().await;
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    TestBrowser::at(NL).connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    add_admin(&app, "ada").await;
    let shipped = active(&app).await;
    let server = app.restarted_with(strict(), crate::people::teleported());
    let harsh = server.draft_policy(&nowhere(), "ada").await.unwrap().version;

    let error = server.ask_for_policy(activate(&harsh, "ada")).await.unwrap_err();
    assert!(matches!(error, LifecycleError::Breaker { losing: 1, people: 1 }), "{error}");
    assert_eq!(active(&app).await, shipped);
    assert_eq!(app.log("policy_stopped_by_breaker").await.len(), 1);
    let requests = server.policy_requests(1).await.unwrap();
    assert_eq!(requests[0].state, PolicyRequestState::Stopped);
    assert!(app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap().is_empty());

    let reason = "we moved to the moon";
    let asked = server
        .ask_for_policy(Ask { past_the_breaker: Some(reason), ..activate(&harsh, "ada") })
        .await
        .unwrap();
    assert!(matches!(asked, Asked::Active { .. }), "{asked:?}");
    let entry = app.log("policy_activated").await.remove(0);
    assert_eq!(entry.facts["past_the_breaker"], reason);
    assert_eq!(entry.policy_version.as_deref(), Some(&*harsh));
}

/// The same for facts that change under everybody: another database of places.
#[tokio::test]
async fn other_facts_are_weighed_before_they_are_used() {
    let app = App::start().await;
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    TestBrowser::at(NL).connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let server = app.restarted_with(strict(), crate::people::teleported());
    let same = server.would_touch(Clone::clone).await.unwrap();
    assert_eq!((same.people, same.losing), (1, 0));
    assert!(!server.breaker_stops("places", &same));

    let lost = |facts: &Facts| Facts {
        place: Place { country: None, region: None, ..facts.place.clone() },
        ..facts.clone()
    };
    let touched = server.would_touch(lost).await.unwrap();
    assert_eq!((touched.people, touched.losing), (1, 1));
    assert!(server.breaker_stops("places", &touched));
    assert!(!app.server.breaker_stops("places", &touched), "one person is no crowd by default");
    assert!(app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap().is_empty());
}

/// A command runs in a process of its own, in which nothing but what ships has ever decided. It weighs against what
/// the database says.
#[tokio::test]
async fn commands_weigh_against_the_active_policy() {
    let app = App::start().await;
    let shipped = PolicySources::shipped();
    app.server.begin_policy(&shipped).await.unwrap();
    let shipped = shipped.version();
    add_admin(&app, "ada").await;
    add_admin(&app, "bo").await;
    let lenient = app.server.draft_policy(&without("left_region"), "ada").await.unwrap().version;
    app.server.ask_for_policy(activate(&lenient, "ada")).await.unwrap();
    app.server.approve_policy(&lenient, "bo").await.unwrap();
    app.server.look_at_policy().await.unwrap();
    // Under the lenient one somebody in Brazil keeps everything.
    TestBrowser::at(BR).connect(&app, &app.northbank, "openid accounts.read payments.write").await;

    let beside = || app.restarted_with(strict(), crate::people::teleported());
    for ask in [back("ada"), activate(&shipped, "ada")] {
        app.clock.advance(Duration::seconds(1));
        let error = beside().ask_for_policy(ask).await.unwrap_err();
        assert!(matches!(error, LifecycleError::Breaker { losing: 1, people: 1 }), "{error}");
    }
    assert_eq!(active(&app).await, lenient);

    // The breaker looks again when somebody agrees, in yet another process. This one gives here and takes there.
    let other = app.server.draft_policy(&without("new_device"), "ada").await.unwrap().version;
    let asked = app.server.ask_for_policy(activate(&other, "ada")).await.unwrap();
    assert!(matches!(asked, Asked::Waits { .. }), "{asked:?}");
    let error = beside().approve_policy(&other, "bo").await.unwrap_err();
    assert!(matches!(error, LifecycleError::Breaker { losing: 1, people: 1 }), "{error}");
    assert_eq!(active(&app).await, lenient);
}

/// Whoever is signed out loses everything, though no scope is taken from them.
#[tokio::test]
async fn the_breaker_counts_sessions_that_would_end() {
    let app = App::start().await;
    app.server.begin_policy(&PolicySources::shipped()).await.unwrap();
    TestBrowser::at(NL).connect(&app, &app.northbank, "openid accounts.read").await;
    add_admin(&app, "ada").await;
    let server = app.restarted_with(strict(), crate::people::teleported());
    let out = own_rule("revoke", "step_up", "ends_session if true");
    let out = server.draft_policy(&out, "ada").await.unwrap().version;
    let error = server.ask_for_policy(activate(&out, "ada")).await.unwrap_err();
    assert!(matches!(error, LifecycleError::Breaker { losing: 1, people: 1 }), "{error}");
}

/// A harder way back is a loss too.
#[tokio::test]
async fn the_breaker_counts_harder_ways_back() {
    let app = App::start().await;
    let always = |action, remedy| {
        own_rule(
            action,
            remedy,
            "findings contains {\"cause\": \"always\", \"subject\": \"session\"} if true",
        )
    };
    let (waits, asks) = (always("suspend", "wait"), always("revoke", "ask_admin"));
    app.server.begin_policy(&waits).await.unwrap();
    TestBrowser::at(NL).connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    add_admin(&app, "ada").await;
    let server = app.restarted_with(strict(), crate::people::teleported());
    let asks = server.draft_policy(&asks, "ada").await.unwrap().version;
    let error = server.ask_for_policy(activate(&asks, "ada")).await.unwrap_err();
    assert!(matches!(error, LifecycleError::Breaker { losing: 1, people: 1 }), "{error}");
}
