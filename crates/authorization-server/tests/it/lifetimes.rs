//! The end of a lease's own lifetime.

use chrono::Duration;
use leasehold_domain::clock::Clock as _;
use leasehold_domain::log::{Change, Initiator};
use leasehold_oauth_types::event::GrantEvent;
use leasehold_oauth_types::interaction::InteractionView;
use leasehold_storage::Storage as _;
use serde_json::Value;

use crate::support::{App, NL, TestBrowser, scopes, status};

const SHORT: &str = "openid accounts.read statements.read";

async fn connected(app: &App) -> (TestBrowser, Value) {
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(app, &app.northbank, SHORT).await;
    (browser, tokens)
}

async fn refresh(app: &App, tokens: &Value) -> Value {
    let token = tokens["refresh_token"].as_str().unwrap();
    app.post_as(&app.northbank, "/token", &[("grant_type", "refresh_token"), ("refresh_token", token)])
        .await
        .json()
}

#[tokio::test]
async fn the_end_of_a_lifetime_is_told_once() {
    let app = App::start().await;
    let (_, tokens) = connected(&app).await;
    let seen = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&seen, "statements.read"), "active");
    let rev = seen["rev"].as_u64().unwrap();
    let end = app.clock.now() + Duration::hours(1);
    let mut tx = app.storage.read().await.unwrap();
    let heard = tx.last_event().await.unwrap();
    drop(tx);

    app.clock.advance(Duration::seconds(3599));
    app.server.policy_time_moved().await;
    assert!(app.log("lifetime_over").await.is_empty());
    let mut tx = app.storage.read().await.unwrap();
    assert!(tx.next_due().await.unwrap().is_some_and(|due| due <= end), "the job wakes for it");
    drop(tx);
    app.clock.advance(Duration::seconds(1));
    for _ in 0..3 {
        app.server.policy_time_moved().await;
    }
    let entries = app.log("lifetime_over").await;
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].change, entries[0].initiator), (Change::LeaseExpired, Initiator::System));
    assert_eq!((entries[0].before.to_string().as_str(), entries[0].at), ("statements.read", end));
    let events = app.storage.read().await.unwrap().events_after(heard, 10).await.unwrap();
    let grant = tokens["grant_id"].as_str().unwrap().to_owned();
    let told: Vec<_> = events.into_iter().map(|event| event.event).collect();
    assert_eq!(told, [GrantEvent::GrantChanged { grant, rev: rev + 1 }]);

    let refreshed = refresh(&app, &tokens).await;
    assert_eq!(scopes(&refreshed), ["accounts.read", "openid"], "a refresh leaves it out");
    let seen = app.introspect(&app.northbank, refreshed["access_token"].as_str().unwrap(), NL).await;
    assert_eq!((status(&seen, "statements.read"), seen["rev"].as_u64()), ("expired", Some(rev + 1)));
    assert!(seen["granted_scope"].as_str().unwrap().contains("statements.read"), "the grant is not shrunk");
    let reason = &seen["scope_status"]["statements.read"]["reasons"][0];
    assert_eq!((&reason["code"], &reason["remedy"]), (&"lifetime_over".into(), &"reconsent".into()));
    assert_eq!(app.log("lifetime_over").await.len(), 1);
}

/// Whoever weighs the grant first tells it; the moment is not lost to the job that comes later.
#[tokio::test]
async fn a_refresh_before_the_job_tells_it_too() {
    let app = App::start().await;
    let (_, tokens) = connected(&app).await;
    app.clock.advance(Duration::hours(1));
    refresh(&app, &tokens).await;
    assert_eq!(app.log("lifetime_over").await.len(), 1);
    app.server.policy_time_moved().await;
    assert_eq!(app.log("lifetime_over").await.len(), 1);
}

#[tokio::test]
async fn an_end_during_a_restart_is_told_after_it() {
    let app = App::start().await;
    connected(&app).await;
    app.clock.advance(Duration::hours(5));
    let server = app.restarted();
    let job = tokio::spawn(async move { server.run().await });
    while app.log("lifetime_over").await.is_empty() {
        tokio::task::yield_now().await;
    }
    job.abort();
}

/// The end of a step-up is no end of a lifetime.
#[tokio::test]
async fn the_log_tells_a_lifetime_from_a_step_up() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, "openid payments.write").await;
    browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await;
    app.clock.advance(Duration::seconds(300));
    app.server.policy_time_moved().await;
    let entries = app.log("stale_authentication").await;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].change, Change::LeaseExpired);
    assert!(app.log("lifetime_over").await.is_empty());
}

#[tokio::test]
async fn remembered_consent_renews_nothing() {
    let app = App::start().await;
    let (mut browser, _) = connected(&app).await;
    let end = app.clock.now() + Duration::hours(1);
    let silent = [("scope", SHORT), ("prompt", "none")];
    app.clock.advance(Duration::minutes(59));
    let code = browser.ask(&app, &app.northbank, &silent).await.parameter("code").unwrap();
    let tokens = app.redeem(&app.northbank, &code).await.json();
    let seen = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(seen["scope_status"]["statements.read"]["until"], end.timestamp(), "no second hour");

    app.clock.advance(Duration::minutes(1));
    let answer = browser.ask(&app, &app.northbank, &silent).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("consent_required"));
    let harmless = [("scope", "openid accounts.read"), ("prompt", "none")];
    assert!(browser.ask(&app, &app.northbank, &harmless).await.parameter("code").is_some());
    let page = browser.ask(&app, &app.northbank, &[("scope", SHORT)]).await;
    let InteractionView::Consent(view) = browser.view(&app, page.location()).await else {
        panic!("{page:?}")
    };
    let already = |name| view.scopes.iter().find(|scope| scope.scope.as_str() == name).unwrap().already;
    assert_eq!((already("accounts.read"), already("statements.read")), (true, false));
    let answer = browser.allow(&app, &page, &["accounts.read", "statements.read"]).await;
    let tokens = app.redeem(&app.northbank, &answer.parameter("code").unwrap()).await.json();
    assert!(scopes(&tokens).contains(&"statements.read"), "{tokens}");
}

#[tokio::test]
async fn a_code_gives_nothing_that_ran_out_meanwhile() {
    let app = App::start().await;
    let (mut browser, _) = connected(&app).await;
    app.clock.advance(Duration::seconds(3590));
    let silent = [("scope", SHORT), ("prompt", "none")];
    let code = browser.ask(&app, &app.northbank, &silent).await.parameter("code").unwrap();
    app.clock.advance(Duration::seconds(10));
    let tokens = app.redeem(&app.northbank, &code).await.json();
    assert_eq!(scopes(&tokens), ["accounts.read", "openid"]);
}

#[tokio::test]
async fn a_merge_begins_a_lifetime_anew_only_by_consent() {
    let app = App::start().await;
    let (mut browser, tokens) = connected(&app).await;
    let grant = tokens["grant_id"].as_str().unwrap();
    app.clock.advance(Duration::hours(1));
    app.server.policy_time_moved().await;
    let merge =
        [("scope", "openid statements.read"), ("grant_management_action", "merge"), ("grant_id", grant)];
    let silent = [merge.as_slice(), &[("prompt", "none")]].concat();
    let answer = browser.ask(&app, &app.northbank, &silent).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("consent_required"));

    let page = browser.ask(&app, &app.northbank, &merge).await;
    let answer = browser.allow(&app, &page, &["statements.read"]).await;
    let merged = app.redeem(&app.northbank, &answer.parameter("code").unwrap()).await.json();
    assert_eq!(merged["grant_id"], grant);
    assert!(scopes(&merged).contains(&"statements.read"), "{merged}");
    let renewed: Vec<_> = app.log("consent").await;
    let renewed: Vec<_> = renewed.iter().filter(|entry| entry.change == Change::LeaseRenewed).collect();
    assert_eq!(renewed.len(), 1, "once, by the page");
    assert!(renewed[0].after.has("statements.read"));
    // It ends again, and that is told again.
    app.clock.advance(Duration::hours(1));
    app.server.policy_time_moved().await;
    assert_eq!(app.log("lifetime_over").await.len(), 2);
}

/// Consent is one per person and client: given in one session, a merge in another takes it over.
#[tokio::test]
async fn a_merge_takes_over_consent_from_elsewhere() {
    let app = App::start().await;
    let (mut browser, tokens) = connected(&app).await;
    app.clock.advance(Duration::hours(1));
    connected(&app).await;
    let extra = [
        ("scope", "openid statements.read"),
        ("grant_management_action", "merge"),
        ("grant_id", tokens["grant_id"].as_str().unwrap()),
        ("prompt", "none"),
    ];
    let code = browser.ask(&app, &app.northbank, &extra).await.parameter("code").unwrap();
    let merged = app.redeem(&app.northbank, &code).await.json();
    assert!(scopes(&merged).contains(&"statements.read"), "{merged}");
}
