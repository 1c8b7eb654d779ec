//! Authorization codes and pushed requests.

use leasehold_storage::Storage as _;

use crate::support::{App, NL, TestBrowser, VERIFIER};

const ALL: &str = "openid accounts.read payments.write";

async fn code(app: &App, browser: &mut TestBrowser) -> String {
    let uri = app.request_uri(&app.northbank, &[("scope", "openid accounts.read")]).await;
    let answer = browser.authorize(app, &app.northbank, &uri).await;
    let answer = browser.sign_in(app, &answer).await;
    let page = answer.location().to_owned();
    let answer = browser.submit(app, &page, &[("decision", "allow"), ("scope.accounts.read", "on")]).await;
    assert_eq!(answer.parameter("iss").as_deref(), Some("http://localhost:8080"));
    assert_eq!(answer.parameter("state").as_deref(), Some("st"));
    answer.parameter("code").unwrap()
}

#[tokio::test]
async fn a_code_used_again_ends_its_grant() {
    let app = App::start().await;
    let code = code(&app, &mut TestBrowser::at(NL)).await;
    let tokens = app.redeem(&app.northbank, &code).await.json();
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(app.introspect(&app.northbank, token, NL).await["active"], true);
    assert_eq!(app.redeem(&app.northbank, &code).await.json()["error"], "invalid_grant");
    assert_eq!(app.introspect(&app.northbank, token, NL).await["active"], false);
    let signals = app.storage.read().await.unwrap().signals(app.alice, app.clock_now(), 10).await.unwrap();
    let [replay] = &signals[..] else { panic!("{signals:?}") };
    assert_eq!(replay.kind, leasehold_domain::signal::SignalKind::TokenReplay);
    assert!(replay.session.is_some(), "what else the session has is looked at differently");
}

#[tokio::test]
async fn code_replay_without_verifier_revokes_nothing() {
    let app = App::start().await;
    let code = code(&app, &mut TestBrowser::at(NL)).await;
    let tokens = app.redeem(&app.northbank, &code).await.json();
    let wrong = VERIFIER.replace('d', "e");
    let pairs = [("grant_type", "authorization_code"), ("code", &*code), ("code_verifier", &*wrong)];
    assert_eq!(app.post_as(&app.northbank, "/token", &pairs).await.json()["error"], "invalid_grant");
    assert_eq!(app.redeem(&app.ledgerly, &code).await.json()["error"], "invalid_grant");
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(app.introspect(&app.northbank, token, NL).await["active"], true);
}

#[tokio::test]
async fn a_wrong_verifier_does_not_use_the_code_up() {
    let app = App::start().await;
    let code = code(&app, &mut TestBrowser::at(NL)).await;
    let wrong = VERIFIER.replace('d', "e");
    let pairs = [("grant_type", "authorization_code"), ("code", &*code), ("code_verifier", &*wrong)];
    assert_eq!(app.post_as(&app.northbank, "/token", &pairs).await.status, 400);
    assert_eq!(app.redeem(&app.northbank, &code).await.status, 200);
}

#[tokio::test]
async fn single_use_under_100_parallel() {
    let app = App::start().await;
    let code = code(&app, &mut TestBrowser::at(NL)).await;
    let attempts = (0..100).map(|_| app.redeem(&app.northbank, &code));
    let answers = futures::future::join_all(attempts).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    // Each further one was a replay with everything right, so what came of the first is over.
    let token = answers.iter().find(|answer| answer.status == 200).unwrap().json();
    let seen = app.introspect(&app.northbank, token["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(seen["active"], false);
}

#[tokio::test]
async fn a_code_dies_after_a_minute() {
    let app = App::start().await;
    let code = code(&app, &mut TestBrowser::at(NL)).await;
    app.clock.advance(chrono::Duration::seconds(60));
    assert_eq!(app.redeem(&app.northbank, &code).await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn a_request_uri_is_bound_to_client_browser_and_one_answer() {
    let app = App::start().await;
    let uri = app.request_uri(&app.northbank, &[("scope", ALL)]).await;
    let mut stranger = TestBrowser::at(NL);
    assert_eq!(stranger.authorize(&app, &app.ledgerly, &uri).await.status, 400, "another client");
    let mut browser = TestBrowser::at(NL);
    let first = browser.authorize(&app, &app.northbank, &uri).await;
    assert_eq!(first.status, 303);
    assert_eq!(browser.authorize(&app, &app.northbank, &uri).await.status, 303, "a reload goes on");
    assert_eq!(stranger.authorize(&app, &app.northbank, &uri).await.status, 400, "another browser");
    let answer = browser.sign_in(&app, &first).await;
    let page = answer.location().to_owned();
    browser.submit(&app, &page, &[("decision", "deny")]).await;
    let over = browser.authorize(&app, &app.northbank, &uri).await;
    assert_eq!(over.status, 400, "answered");
    assert!(over.headers.get("location").is_none());
}

#[tokio::test]
async fn pushed_requests_are_checked() {
    let app = App::start().await;
    let error = |extra: &'static [(&'static str, &'static str)]| {
        let app = &app;
        async move { app.push(&app.northbank, extra).await.json()["error"].as_str().unwrap_or("-").to_owned() }
    };
    assert_eq!(error(&[("scope", ALL), ("code_challenge_method", "plain")]).await, "invalid_request");
    assert_eq!(error(&[("scope", ALL), ("code_challenge_method", "")]).await, "invalid_request");
    assert_eq!(error(&[("scope", ALL), ("code_challenge", "short")]).await, "invalid_request");
    assert_eq!(error(&[("scope", "openid admin.everything")]).await, "invalid_scope");
    assert_eq!(error(&[("scope", ALL), ("request_uri", "urn:x")]).await, "invalid_request");
    assert_eq!(error(&[("scope", ALL), ("state", "twice")]).await, "invalid_request");
    assert_eq!(error(&[("scope", ALL), ("prompt", "none login")]).await, "invalid_request");
    for uri in [
        "http://northbank.localhost:8080/auth/callback/",
        "http://NORTHBANK.localhost:8080/auth/callback",
        "http://northbank.localhost:8080/auth/callback?x=1",
        "http://northbank.localhost:8080/auth/%2e%2e/auth/callback",
        "http://northbank.localhost:8081/auth/callback",
        "http://a@northbank.localhost:8080/auth/callback",
        "http://northbank.localhost:8080/auth/callback#x",
    ] {
        let answer = app.push(&app.northbank, &[("scope", ALL), ("redirect_uri", uri)]).await;
        assert_eq!(answer.json()["error"], "invalid_request", "{uri}");
    }
    let restore = r#"[{"type":"lease_restore","holds":["hld_1"]}]"#;
    let answer = app.push(&app.northbank, &[("scope", ALL), ("authorization_details", restore)]).await;
    assert_eq!(answer.json()["error"], "invalid_authorization_details", "only the dashboard may");
}
