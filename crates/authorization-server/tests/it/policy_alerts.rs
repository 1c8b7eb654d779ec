//! What whoever operates the server hears of a policy that fails.

use std::cell::RefCell;

use chrono::Duration;
use leasehold_policy::PolicyEngine;
use leasehold_storage::Storage as _;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::policies::with_rule;
use crate::support::{App, BR, NL, TestBrowser, status};

thread_local! {
    /// The alerts of this thread, and so of this test.
    static ALERTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Hears all events of the process: one of a thread alone would miss what another test met first.
struct Heard;

impl Subscriber for Heard {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Alert);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Alert;

impl Visit for Alert {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "alert" {
            ALERTS.with_borrow_mut(|alerts| alerts.push(value.to_owned()));
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// What was heard since the last time.
fn alerts() -> Vec<String> {
    ALERTS.take()
}

/// The policy fails for one of two people, who come in turn.
#[tokio::test]
async fn policy_failed_is_told_once_and_policy_works_when_it_does() {
    tracing::subscriber::set_global_default(Heard).unwrap();
    let brazil = r#"findings contains {"cause": "c", "subject": "session"} if { input.place.country == "BR"; input.place.country / 1 > 0 }"#;
    let app = App::start_with(with_rule("revoke", "step_up", brazil)).await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, "openid statements.read").await;
    let token = tokens["access_token"].as_str().unwrap();
    assert!(alerts().is_empty());
    for _ in 0..4 {
        assert_eq!(status(&app.introspect(&app.northbank, token, BR).await, "statements.read"), "suspended");
        assert_eq!(status(&app.introspect(&app.northbank, token, NL).await, "statements.read"), "active");
        app.clock.advance(Duration::seconds(61));
    }
    assert_eq!(alerts(), ["policy_failed"]);
    app.clock.advance(Duration::minutes(10));
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, "openid statements.read").await;
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(alerts(), ["policy_works"]);
    app.introspect(&app.northbank, token, BR).await;
    assert_eq!(alerts(), ["policy_failed"], "it is another time");
    app.server.exchange_policy(PolicyEngine::shipped().unwrap());
    app.introspect(&app.northbank, token, NL).await;
    assert_eq!(alerts(), ["policy_works"], "another policy does");
}

/// The due-time job writes each time it looks.
#[tokio::test]
async fn the_due_time_job_looks_less_and_less_often_while_the_policy_fails() {
    let broken = r#"findings contains {"cause": "c", "subject": "session"} if input.place.country / 1 > 0"#;
    let app = App::start_with(with_rule("revoke", "step_up", broken)).await;
    TestBrowser::at(NL).connect(&app, &app.northbank, "openid accounts.read").await;
    let mut looks = Vec::new();
    let begun = app.clock_now();
    for _ in 0..8 {
        let next = app.storage.read().await.unwrap().next_due().await.unwrap().unwrap();
        looks.push((next - begun).num_seconds());
        app.clock.advance(next - app.clock_now());
        app.server.policy_time_moved().await;
    }
    assert_eq!(looks, [5, 15, 35, 75, 155, 315, 615, 915]);
}
