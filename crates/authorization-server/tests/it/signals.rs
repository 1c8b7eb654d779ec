//! What is noticed, and what becomes of it.

use leasehold_authorization_server::policy::PolicyConfig;
use leasehold_domain::signal::SignalKind;
use leasehold_storage::Storage as _;
use serde_json::json;

use crate::people::places;
use crate::support::{ALL, App, BR, DE, NL, TestBrowser, status};

async fn kinds(app: &App) -> Vec<SignalKind> {
    let mut tx = app.storage.read().await.unwrap();
    let signals = tx.signals(app.alice, app.clock_now(), 50).await.unwrap();
    signals.iter().map(|signal| signal.kind).collect()
}

async fn fail(app: &App, browser: &mut TestBrowser, times: usize) {
    let uri = app.request_uri(&app.northbank, &[("scope", ALL), ("prompt", "login")]).await;
    let page = browser.authorize(app, &app.northbank, &uri).await.location().to_owned();
    for _ in 0..times {
        browser.submit(app, &page, &[("username", "alice"), ("password", "not it")]).await;
    }
}

/// Failed sign-ins of somebody else, however many, say nothing about the person.
#[tokio::test]
async fn stranger_cannot_suspend() {
    let app = App::start().await;
    let mut owner = TestBrowser::at(NL);
    let tokens = owner.connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    let before = app.introspect(&app.northbank, token, NL).await;
    // From the very address of the owner.
    fail(&app, &mut TestBrowser::at(NL), 20).await;
    assert!(kinds(&app).await.is_empty());
    let after = app.introspect(&app.northbank, token, NL).await;
    assert_eq!(after["scope_status"], before["scope_status"]);
    assert_eq!(after["rev"], before["rev"], "nothing was weighed anew");
}

#[tokio::test]
async fn a_slip_on_a_known_device_is_noted_there() {
    let app = App::start().await;
    let mut owner = TestBrowser::at(NL);
    owner.connect(&app, &app.northbank, ALL).await;
    fail(&app, &mut owner, 2).await;
    assert_eq!(kinds(&app).await, [SignalKind::SignInFailed]);
    app.clock.advance(chrono::Duration::seconds(1));
    fail(&app, &mut owner, 1).await;
    assert_eq!(kinds(&app).await.len(), 2, "one a moment");
}

/// Resource servers report on their own audience, about scopes that were granted, and never in the future.
#[tokio::test]
async fn uses_are_reported_by_whom_they_concern() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let grant = tokens["grant_id"].as_str().unwrap();
    let later = app.clock_now().timestamp() + 1000;
    let used =
        |grant: &str, scope: &str| json!({"grant": grant, "scope": scope, "count": 2, "last_at": later});
    let uses = json!([
        used(grant, "accounts.read"),
        used(grant, "invoices.approve"),
        used("grt_01a2028215e07a06980bcf030449ac00", "accounts.read"),
        used("nonsense", "accounts.read"),
    ]);
    let report = |uses: String| {
        let app = &app;
        async move { app.post_as(&app.bank, "/usage", &[("uses", &uses)]).await.status }
    };
    assert_eq!(report(uses.to_string()).await, 204);
    let mut tx = app.storage.read().await.unwrap();
    let found = tx.scope_uses(app.alice, &leasehold_domain::ClientId::new("northbank")).await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].scope.as_str(), found[0].count, found[0].last_at),
        ("accounts.read", 2, app.clock_now())
    );
    drop(tx);
    for bad in ["", "{}", "[1]", &json!(vec![used(grant, "accounts.read"); 201]).to_string()] {
        assert_eq!(report(bad.to_owned()).await, 400, "{bad}");
    }
    // A client is no resource server.
    let answer = app.post_as(&app.northbank, "/usage", &[("uses", "[]")]).await;
    assert_eq!(answer.status, 401);
}

/// One word of its device manager takes what is sensitive, and its next gives it back, with nobody asking.
#[tokio::test]
async fn a_posture_takes_and_gives_back() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let grant = tokens["grant_id"].as_str().unwrap();
    let elevated = browser.elevate(&app, &app.northbank, grant).await.json();
    let token = elevated["access_token"].as_str().unwrap();
    assert_eq!(status(&app.introspect(&app.northbank, token, NL).await, "payments.write"), "active");
    let device = {
        let mut tx = app.storage.read().await.unwrap();
        tx.trusts(app.alice).await.unwrap()[0].device
    };
    assert!(app.server.set_posture(device, "mdm", false, None).await.unwrap());
    let seen = app.introspect(&app.northbank, token, NL).await;
    assert_eq!(status(&seen, "payments.write"), "suspended", "{seen}");
    assert_eq!(status(&seen, "accounts.read"), "active");
    app.clock.advance(chrono::Duration::seconds(1));
    assert!(!app.server.clear_posture(device, "somebody else").await.unwrap(), "only its source");
    app.server.set_posture(device, "mdm", true, None).await.unwrap();
    let seen = app.introspect(&app.northbank, token, NL).await;
    assert_ne!(status(&seen, "payments.write"), "suspended", "{seen}");
}

/// Two places too far apart for the time between them: asked about at once, in this session alone.
#[tokio::test]
async fn impossible_travel_is_asked_about() {
    let app = App::start().await;
    let server = app.restarted_with(PolicyConfig::default(), places().into());
    let app = App { server, ..app };
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    app.clock.advance(chrono::Duration::minutes(2));
    app.introspect(&app.northbank, token, DE).await;
    let travels = async || {
        let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
        holds.into_iter().filter(|hold| hold.rule == "impossible_travel").collect::<Vec<_>>()
    };
    assert!(travels().await.is_empty(), "the circles of neighbours touch");
    app.clock.advance(chrono::Duration::minutes(2));
    app.introspect(&app.northbank, token, BR).await;
    let holds = travels().await;
    assert_eq!(holds.len(), 1, "{holds:?}");
    assert_eq!(holds[0].cause, "travel=NL>BR");
    assert!(holds[0].subject.session.is_some());
    app.introspect(&app.northbank, token, BR).await;
    assert_eq!(travels().await.len(), 1, "once");
}
