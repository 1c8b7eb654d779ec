//! What is noticed, and what becomes of it.

use leasehold_authorization_server::policy::PolicyConfig;
use leasehold_domain::facts::Quality;
use leasehold_domain::hold::HoldKind;
use leasehold_domain::signal::{Signal, SignalKind};
use leasehold_domain::{SignalId, SystemEntropy};
use leasehold_storage::Storage as _;
use serde_json::json;

use crate::account::newest;
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

/// A clock that was a day ahead is set right: what was dated by it gives nothing for longer, and can be corrected.
#[tokio::test]
async fn a_clock_that_is_set_back_widens_nothing_and_blocks_nothing() {
    let app = App::start().await;
    let server = app.restarted_with(PolicyConfig::default(), places().into());
    let app = App { server, ..app };
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let device = app.storage.read().await.unwrap().trusts(app.alice).await.unwrap()[0].device;
    let day = chrono::Duration::days(1);
    app.clock.advance(day);
    let elevated = browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await.json();
    app.server.set_posture(device, "mdm", false, None).await.unwrap();
    app.clock.set_back(day);
    let token = elevated["access_token"].as_str().unwrap();
    let seen = app.introspect(&app.northbank, token, NL).await;
    assert_ne!(status(&seen, "payments.write"), "active", "{seen}");

    // The posture can be corrected, and the way from there is looked at again.
    app.clock.advance(chrono::Duration::minutes(2));
    assert!(
        app.server.set_posture(device, "mdm", true, None).await.unwrap(),
        "said later, by the right clock"
    );
    app.introspect(&app.northbank, token, NL).await;
    app.clock.advance(chrono::Duration::minutes(2));
    app.introspect(&app.northbank, token, BR).await;
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    let rules: Vec<&str> = holds.iter().map(|hold| hold.rule.as_str()).collect();
    assert!(rules.contains(&"impossible_travel") && !rules.contains(&"device_posture"), "{rules:?}");
}

/// Signals count by when they happened, in whatever order they are told: late ones for less, and twice is once.
#[tokio::test]
async fn late_and_disordered_signals_count_by_their_own_time() {
    let app = App::start().await;
    let mut owner = TestBrowser::at(NL);
    let tokens = owner.connect(&app, &app.northbank, ALL).await;
    let session = newest(&app).await;
    let now = app.clock_now();
    let told = |minutes: i64, kind: SignalKind| Signal {
        id: SignalId::generate(now, &SystemEntropy),
        kind,
        user: app.alice,
        device: None,
        session: Some(session.id),
        cause: format!("{}={minutes}", kind.as_str()),
        quality: Quality::Observed,
        source: "leasehold".into(),
        at: now - chrono::Duration::minutes(minutes),
        until: now - chrono::Duration::minutes(minutes) + chrono::Duration::days(7),
        values: [].into(),
    };
    // The newest comes first, the oldest between, and one of them twice.
    let order = [
        told(1, SignalKind::CookieReused),
        told(6000, SignalKind::TokenReplay),
        told(30, SignalKind::NewDevice),
    ];
    let mut tx = app.storage.write().await.unwrap();
    for signal in order.iter().chain([&order[0]]) {
        tx.add_signal(signal).await.unwrap();
    }
    let stored = tx.signals(app.alice, now, 10).await.unwrap();
    assert_eq!(
        stored.iter().map(|signal| signal.at).collect::<Vec<_>>(),
        [order[0].at, order[2].at, order[1].at]
    );
    tx.commit().await.unwrap();
    // Together above the soft limit; with the oldest at its full weight they would be above the hard one.
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), NL).await;
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    let of_risk: Vec<_> = holds.iter().filter(|hold| hold.rule == "risk_score").collect();
    let [elevated] = &of_risk[..] else { panic!("{of_risk:?}") };
    assert_eq!((elevated.cause.as_str(), elevated.kind), ("elevated", HoldKind::Suspend));
}
