//! The main job: a scope is withdrawn when the context changes, and the person gets it back.

use leasehold_oauth_types::interaction::{InteractionView, StepUpPurpose};
use leasehold_storage::{LogFilter, Storage as _};

use crate::support::{App, BR, NL, TestBrowser, elevation, payment, scopes, status};

const ALL: &str = "openid profile accounts.read payments.write";

#[tokio::test]
async fn a_payment_is_confirmed_once_and_lasts_five_minutes() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    assert_eq!(scopes(&tokens), ["accounts.read", "openid", "profile"]);
    let token = tokens["access_token"].as_str().unwrap();
    let before = app.introspect(&app.northbank, token, NL).await;
    assert_eq!(status(&before, "payments.write"), "expired");
    assert_eq!(before["scope_status"]["payments.write"]["reasons"][0]["code"], "stale_authentication");

    let answer = browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await;
    let elevated = answer.json();
    assert!(scopes(&elevated).contains(&"payments.write"), "{elevated}");
    assert_eq!(elevated["grant_id"], tokens["grant_id"]);
    assert_eq!(app.introspect(&app.northbank, token, NL).await["active"], false, "replaced");

    let token = elevated["access_token"].as_str().unwrap();
    assert_eq!(status(&app.introspect(&app.northbank, token, NL).await, "payments.write"), "active");
    app.clock.advance(chrono::Duration::seconds(299));
    let late = app.introspect(&app.northbank, token, NL).await;
    assert_eq!(status(&late, "payments.write"), "active");
    app.clock.advance(chrono::Duration::seconds(1));
    let refresh =
        [("grant_type", "refresh_token"), ("refresh_token", elevated["refresh_token"].as_str().unwrap())];
    let refreshed = app.post_as(&app.northbank, "/token", &refresh).await.json();
    assert_eq!(scopes(&refreshed), ["accounts.read", "openid", "profile"], "the refresh after it drops it");
}

/// Only a key tells the browser that confirmed from a copy of its cookie.
#[tokio::test]
async fn without_a_key_a_step_up_is_good_for_one_object() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let elevated = browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await.json();
    assert!(scopes(&elevated).contains(&"payments.write"), "{elevated}");
    let token = elevated["access_token"].as_str().unwrap();
    let only = |seen: &serde_json::Value| seen["scope_status"]["payments.write"]["only_confirmed"] == true;
    let once = app.introspect(&app.northbank, token, NL).await;
    assert!(status(&once, "payments.write") == "active" && only(&once), "{once}");
    let now = app.clock.now().timestamp();
    let keyed = app.introspect_keyed(&app.northbank, token, now).await;
    assert!(status(&keyed, "payments.write") == "active" && !only(&keyed), "{keyed}");

    // The next token carries no object.
    let refresh =
        [("grant_type", "refresh_token"), ("refresh_token", elevated["refresh_token"].as_str().unwrap())];
    let refreshed = app.post_as(&app.northbank, "/token", &refresh).await.json();
    assert!(!scopes(&refreshed).contains(&"payments.write"), "{refreshed}");
    let token = refreshed["access_token"].as_str().unwrap();
    let unkeyed = app.introspect(&app.northbank, token, NL).await;
    assert_eq!(status(&unkeyed, "payments.write"), "expired");
    let keyed = app.introspect_keyed(&app.northbank, token, now).await;
    assert_eq!(status(&keyed, "payments.write"), "active");
    assert!(keyed["decision_exp"].as_i64().unwrap() <= now + 305);
    let old = app.introspect_keyed(&app.northbank, token, now - 305).await;
    assert_eq!(status(&old, "payments.write"), "expired", "five minutes and the skew");
}

/// A proof for an object raises nothing that a rule has taken: the page names what comes back with it, or nobody is
/// asked, and what is taken after the answer is not raised.
#[tokio::test]
async fn a_step_up_for_an_object_heeds_holds() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let (token, grant) = (tokens["access_token"].as_str().unwrap(), tokens["grant_id"].as_str().unwrap());
    app.introspect(&app.northbank, token, BR).await;
    browser.address = BR;
    let details = payment("250.00");
    let page = browser.ask(&app, &app.northbank, &elevation(grant, &details)).await.location().to_owned();
    let InteractionView::StepUp(view) = browser.view(&app, &page).await else { panic!("{page}") };
    let StepUpPurpose::Object { lost, titles, .. } = view.purpose else { panic!("{page}") };
    assert_eq!((lost[0].loss.code.as_str(), lost.len()), ("left_region", 1));
    assert_eq!(titles, ["Send money"]);
    let answer = browser.submit(&app, &page, &[("factor", "totp"), ("code", &app.code())]).await;
    let elevated = app.redeem(&app.northbank, &answer.parameter("code").unwrap()).await.json();
    let token = elevated["access_token"].as_str().unwrap();
    assert_eq!(status(&app.introspect(&app.northbank, token, BR).await, "payments.write"), "active");

    // Taken between the answer and the code's redemption.
    app.next_step();
    let page = browser.ask(&app, &app.northbank, &elevation(grant, &details)).await.location().to_owned();
    let answer = browser.submit(&app, &page, &[("factor", "totp"), ("code", &app.code())]).await;
    app.introspect(&app.northbank, token, "203.0.113.5").await;
    let redeemed = app.redeem(&app.northbank, &answer.parameter("code").unwrap()).await.json();
    assert!(redeemed.get("elevation_expires_in").is_none(), "{redeemed}");
    let token = redeemed["access_token"].as_str().unwrap();
    assert_eq!(status(&app.introspect(&app.northbank, token, NL).await, "payments.write"), "revoked");

    // A device that has to be confirmed is not asked for a code that would change nothing.
    app.clock.advance(chrono::Duration::minutes(1));
    let mut new = TestBrowser::at(NL);
    let tokens = new.connect(&app, &app.northbank, ALL).await;
    let grant = tokens["grant_id"].as_str().unwrap();
    let answer = new.ask(&app, &app.northbank, &elevation(grant, &details)).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("scope_held"), "{answer:?}");
}

#[tokio::test]
async fn restore_never_loops() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();

    let moved = app.introspect(&app.northbank, token, BR).await;
    assert_eq!(moved["active"], true);
    assert_eq!(status(&moved, "payments.write"), "revoked");
    assert_eq!(status(&moved, "accounts.read"), "active");
    assert_eq!(moved["reason"], "left_region");
    let reasons = &moved["scope_status"]["payments.write"]["reasons"];
    assert_eq!(reasons[0]["remedy"], "step_up");

    // Back home the hold stays: a revoke hold never closes by condition.
    assert_eq!(status(&app.introspect(&app.northbank, token, NL).await, "payments.write"), "revoked");

    let mut tx = app.storage.read().await.unwrap();
    let holds: Vec<String> =
        tx.open_holds(app.alice).await.unwrap().iter().map(|hold| hold.id.to_string()).collect();
    drop(tx);
    assert_eq!(holds.len(), 1);
    browser.address = BR;
    let answer = browser.restore(&app, &holds).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");

    for _ in 0..3 {
        let restored = app.introspect(&app.northbank, token, BR).await;
        // Restored is not elevated: a payment still asks its usual confirmation.
        assert_eq!(status(&restored, "payments.write"), "expired", "{restored}");
    }
    app.next_step();
    let elevated = browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await.json();
    let token = elevated["access_token"].as_str().unwrap();
    assert_eq!(status(&app.introspect(&app.northbank, token, BR).await, "payments.write"), "active");

    let mut tx = app.storage.read().await.unwrap();
    let log = tx
        .log(&LogFilter { rule: Some("left_region".into()), limit: 10, ..LogFilter::default() })
        .await
        .unwrap();
    assert_eq!(log.len(), 2, "opened and closed");
    assert!(log.iter().all(|record| record.entry.cause.as_deref() == Some("country=BR")));
}

/// Begun abroad and confirmed at home: home is where access was given from then on, and no waiver has to be renewed.
/// Confirmed abroad it is not, and who comes home from there is asked nothing.
#[tokio::test]
async fn a_session_begun_abroad_arrives() {
    for (begun, then) in [(BR, NL), (NL, BR)] {
        let app = App::start().await;
        let mut browser = TestBrowser::at(begun);
        let tokens = browser.connect(&app, &app.northbank, ALL).await;
        let token = tokens["access_token"].as_str().unwrap();
        app.introspect(&app.northbank, token, begun).await;
        app.clock.advance(chrono::Duration::minutes(1));
        app.introspect(&app.northbank, token, then).await;
        let lost = async || app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
        let named: Vec<String> = lost().await.iter().map(|hold| hold.id.to_string()).collect();
        browser.address = then;
        let answer = browser.restore(&app, &named).await;
        assert!(answer.parameter("code").is_some(), "{answer:?}");
        assert!(lost().await.is_empty());

        // At home, and longer than any waiver.
        app.introspect(&app.northbank, token, NL).await;
        app.clock.advance(chrono::Duration::days(8));
        let grant = tokens["grant_id"].as_str().unwrap().parse().unwrap();
        let mut tx = app.storage.read().await.unwrap();
        assert!(tx.waivers(app.alice, app.clock_now()).await.unwrap().is_empty());
        assert_eq!(tx.grant(grant).await.unwrap().unwrap().issued_in.country.as_deref(), Some("NL"));
        drop(tx);
        let refresh = tokens["refresh_token"].as_str().unwrap();
        let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        let tokens = app.post_as(&app.northbank, "/token", &pairs).await.json();
        let token = tokens["access_token"].as_str().unwrap();
        let seen = app.introspect(&app.northbank, token, NL).await;
        assert_eq!(status(&seen, "payments.write"), "expired", "only the usual confirmation: {seen}");
        assert!(lost().await.iter().all(|hold| hold.cause != "country=NL"));
        // Abroad it is asked again.
        assert_eq!(status(&app.introspect(&app.northbank, token, BR).await, "payments.write"), "revoked");
    }
}

#[tokio::test]
async fn waiver_covers_only_its_cause() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    app.introspect(&app.northbank, token, BR).await;
    let mut tx = app.storage.read().await.unwrap();
    let hold = tx.open_holds(app.alice).await.unwrap()[0].id.to_string();
    drop(tx);
    browser.address = BR;
    browser.restore(&app, &[hold]).await;
    assert_eq!(status(&app.introspect(&app.northbank, token, BR).await, "payments.write"), "expired");
    let elsewhere = app.introspect(&app.northbank, token, "203.0.113.5").await;
    assert_eq!(status(&elsewhere, "payments.write"), "revoked", "another country is another cause");
}

#[tokio::test]
async fn new_grant_inherits_holds() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    // Another app on the same session, and the same app once more, with remembered consent.
    let other = browser.connect(&app, &app.ledgerly, "openid invoices.approve").await;
    let seen = app.introspect(&app.ledgerly, other["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&seen, "invoices.approve"), "revoked");
    let again = browser.connect(&app, &app.northbank, ALL).await;
    assert_ne!(again["grant_id"], tokens["grant_id"]);
    let seen = app.introspect(&app.northbank, again["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&seen, "payments.write"), "revoked");
}

#[tokio::test]
async fn business_hours_suspend_and_return_by_themselves() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.ledgerly, "openid invoices.approve").await;
    let server = app.server.clone();
    let job = tokio::spawn(async move { server.run().await });
    let refresh = |token: String| {
        let app = &app;
        async move {
            let pairs = [("grant_type", "refresh_token"), ("refresh_token", &*token)];
            app.post_as(&app.ledgerly, "/token", &pairs).await.json()
        }
    };
    // Friday 18:00.
    app.clock.advance(chrono::Duration::hours(56));
    let friday = refresh(tokens["refresh_token"].as_str().unwrap().to_owned()).await;
    let seen = app.introspect(&app.ledgerly, friday["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&seen, "invoices.approve"), "suspended");
    // Monday 09:00, three hours of the day and two days later.
    let monday = app.clock.now() + chrono::Duration::hours(63);
    assert_eq!(seen["scope_status"]["invoices.approve"]["until"], monday.timestamp());
    app.clock.advance(chrono::Duration::hours(63));
    app.server.policy_time_moved().await;
    // Nobody asks; the hold closes.
    loop {
        let mut tx = app.storage.read().await.unwrap();
        if tx.open_holds(app.alice).await.unwrap().is_empty() {
            break;
        }
        drop(tx);
        tokio::task::yield_now().await;
    }
    job.abort();
}

use leasehold_domain::Clock as _;
