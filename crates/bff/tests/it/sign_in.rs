//! Signing in, and everything that must not become a session.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use leasehold_oauth_types::Acr;
use serde_json::json;

use crate::browser::{From, LOGIN, SESSION};
use crate::issuer::ISSUER;
use crate::world::World;

#[tokio::test]
async fn a_person_signs_in_and_comes_back() {
    let world = World::new().await;
    let mut browser = world.browser();
    let begun = browser.get("/auth/login?return_to=/accounts?tab=1", From::Foreign).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    let pushed = world.issuer.state().last_pushed.clone();
    assert_eq!(pushed["scope"], "accounts.read openid payments.write profile");
    assert_eq!(pushed["code_challenge_method"], "S256");
    let hop = browser.get(&world.issuer.allow(begun.location()), From::Foreign).await;
    assert_eq!(hop.status, StatusCode::OK);
    assert!(world.session(&browser).await.is_none());
    let landed = browser.get(&hop.hop(), From::Own).await;
    assert_eq!(landed.location(), "/accounts?tab=1");
    let session = world.session(&browser).await.unwrap();
    assert_eq!((session.name(), session.username(), session.locale()), ("Alice Visser", "alice", Some("nl")));
    assert_eq!((session.subject(), session.sid(), session.acr()), ("usr_alice", Some("ses_1"), Acr::Aal1));
    assert!(world.bff.verify_csrf(&session, session.csrf()));
    assert!(!world.bff.verify_csrf(&session, "") && !world.bff.verify_csrf(&session, &session.csrf()[1..]));
}

#[tokio::test]
async fn parallel_tabs_share_the_cookie_and_all_finish() {
    let world = World::new().await;
    let mut browser = world.browser();
    let one = browser.get("/auth/login?return_to=/one", From::Foreign).await;
    let cookie = browser.cookies[LOGIN].clone();
    let two = browser.get("/auth/login?return_to=/two", From::Foreign).await;
    assert_eq!(browser.cookies[LOGIN], cookie);
    let (one, two) = (world.issuer.allow(one.location()), world.issuer.allow(two.location()));
    assert_eq!(world.arrive(&mut browser, &two).await.location(), "/two");
    assert_eq!(world.arrive(&mut browser, &one).await.location(), "/one");
}

#[tokio::test]
async fn strict_cookie_and_login_csrf() {
    let world = World::new().await;
    let (mut attacker, mut victim) = (world.browser(), world.browser());
    let begun = attacker.get("/auth/login", From::Foreign).await;
    let callback = world.issuer.allow(begun.location());
    // Without any sign-in of their own the victim has no cookie; with one, it is another browser's.
    for _ in 0..2 {
        let refused = victim.get(&callback, From::Foreign).await;
        let landing = callback.replace("/auth/callback", "/auth/landing");
        let landed = victim.get(&landing, From::Own).await;
        assert!(refused.status == StatusCode::BAD_REQUEST || landed.status == StatusCode::BAD_REQUEST);
        assert!(!victim.cookies.contains_key(SESSION));
        victim.get("/auth/login", From::Foreign).await;
    }
    // A sibling host tossed a second cookie of the same name: which one is ours cannot be told.
    let mine = attacker.cookies[LOGIN].clone();
    attacker.cookies.insert(LOGIN.into(), format!("{mine}; {LOGIN}={mine}"));
    assert_eq!(attacker.get(&callback, From::Foreign).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(world.issuer.state().token_requests, 0);
    // What was refused is not used up: the browser that began it can finish it.
    attacker.cookies.insert(LOGIN.into(), mine);
    assert_eq!(world.arrive(&mut attacker, &callback).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_wrong_or_missing_issuer_stops_before_the_code_is_sent() {
    let world = World::new().await;
    let mut browser = world.browser();
    let begun = browser.get("/auth/login", From::Foreign).await;
    let right = world.issuer.allow(begun.location());
    let encoded = "iss=http%3A%2F%2Flocalhost%3A8080";
    assert!(right.contains(encoded));
    for wrong in
        ["", "iss=", "iss=http%3A%2F%2Flocalhost%3A8080%2F", "iss=https%3A%2F%2Fevil.example", "iss=a&iss=b"]
    {
        for path in [right.clone(), right.replace("callback", "landing")] {
            let reply = browser.get(&path.replace(encoded, wrong), From::Foreign).await;
            assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{wrong}");
            assert!(reply.hop().starts_with("/sign-in-failed?code="));
        }
    }
    assert_eq!(world.issuer.state().token_requests, 0);
}

#[tokio::test]
async fn a_callback_works_once() {
    let world = World::new().await;
    let mut browser = world.browser();
    let begun = browser.get("/auth/login", From::Foreign).await;
    let callback = world.issuer.allow(begun.location());
    world.arrive(&mut browser, &callback).await;
    let cookie = browser.cookies[SESSION].clone();
    let again = world.arrive(&mut browser, &callback).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert_eq!(browser.cookies[SESSION], cookie);
    assert_eq!(world.issuer.state().token_requests, 1);
}

#[tokio::test]
async fn an_id_token_that_fails_any_check_signs_nobody_in() {
    let world = World::new().await;
    let now = 1_760_000_000;
    for (name, value) in [
        ("nonce", json!("other")),
        ("aud", json!("ledgerly")),
        ("aud", json!(["northbank", "ledgerly"])),
        ("iss", json!("https://evil.example")),
        ("exp", json!(now - 1)),
        ("iat", json!(now + 3600)),
    ] {
        let mut browser = world.browser();
        let begun = browser.get("/auth/login", From::Foreign).await;
        let callback = world.issuer.allow(begun.location());
        world.issuer.state().claims.insert(name, value.clone());
        let landed = world.arrive(&mut browser, &callback).await;
        assert_eq!(landed.status, StatusCode::BAD_REQUEST, "{name} {value}");
        assert!(!browser.cookies.contains_key(SESSION));
        // Tokens that nobody uses are given back.
        let state = world.issuer.state();
        assert_eq!(state.revoked.last(), state.refresh.as_ref());
    }
    world.issuer.state().wrong_key = true;
    let mut browser = world.browser();
    assert_eq!(world.sign_in(&mut browser, "/").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_refusal_is_explained() {
    let world = World::new().await;
    let mut browser = world.browser();
    let begun = browser.get("/auth/login?return_to=/accounts", From::Foreign).await;
    let callback = world.issuer.allow(begun.location());
    let (_, state) = callback.split_once("&state=").unwrap();
    let denied = format!("/auth/callback?error=access_denied&state={state}");
    let landed = world.arrive(&mut browser, &denied).await;
    assert_eq!(landed.hop(), "/sign-in-failed?code=denied");
    assert_eq!(world.issuer.state().token_requests, 0);
    assert!(!landed.body.contains(ISSUER));
}

#[tokio::test]
async fn a_new_sign_in_ends_the_old_session() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let old = browser.clone();
    world.sign_in(&mut browser, "/").await;
    assert_ne!(browser.cookies[SESSION], old.cookies[SESSION]);
    assert!(world.session(&old).await.is_none());
    assert!(world.session(&browser).await.is_some());
}

#[tokio::test]
async fn a_cookie_set_before_signing_in_is_worth_nothing_after() {
    let world = World::new().await;
    let mut browser = world.browser();
    let planted = world.signed_in().await.cookies[SESSION].clone();
    browser.cookies.insert(SESSION.into(), planted.clone());
    world.sign_in(&mut browser, "/").await;
    assert_ne!(browser.cookies[SESSION], planted);
}

#[tokio::test]
async fn a_bad_return_path_leads_home() {
    let world = World::new().await;
    for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "/auth/logout"] {
        let mut browser = world.browser();
        assert_eq!(world.sign_in(&mut browser, bad).await.location(), "/", "{bad}");
    }
}

#[tokio::test]
async fn an_issuer_out_of_reach_is_no_error_page_of_the_server() {
    let world = World::new().await;
    let mut browser = world.browser();
    let begun = browser.get("/auth/login", From::Foreign).await;
    let callback = world.issuer.allow(begun.location());
    world.issuer.state().broken_token = Some((503, json!({ "error": "temporarily_unavailable" })));
    let landed = world.arrive(&mut browser, &callback).await;
    assert_eq!(landed.hop(), "/sign-in-failed?code=unavailable");
}

#[tokio::test]
async fn the_failure_page_never_begins_a_sign_in() {
    let world = World::new().await;
    let reply = world.browser().get("/auth/login?return_to=/sign-in-failed?code=denied", From::Foreign).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn malformed_requests_get_no_500() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    for path in [
        "/auth/login?return_to=%ff",
        "/auth/login?return_to=/a&return_to=/b",
        "/auth/callback",
        "/auth/callback?code=%",
        "/auth/landing?code=a&code=b",
        "/auth/landing?code=x&error=y&state=z&iss=http://localhost:8080",
        "/auth/step-up?pending=%00",
        "/auth/step-up?pending=nothing",
        "/auth/step-up?max_age=-1&scope=%22&return_to=//evil",
        "/api/bank",
        "/api//v1/accounts",
    ] {
        let reply = browser.get(path, From::Own).await;
        assert!(reply.status.as_u16() < 500, "{path}: {reply:?}");
    }
    let cut =
        Request::post("/auth/logout").header("sec-fetch-site", "same-origin").body(Body::from("{}")).unwrap();
    assert_eq!(browser.send(cut, From::Own).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

/// Each attempt is written down, here and at the authorization server.
#[tokio::test]
async fn one_address_begins_so_many_sign_ins_in_a_minute() {
    let world = World::new().await;
    let mut browser = world.browser();
    for _ in 0..20 {
        assert_eq!(browser.get("/auth/login", From::Foreign).await.status, StatusCode::SEE_OTHER);
    }
    let refused = browser.get("/auth/login", From::Foreign).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers["retry-after"], "61");
    world.clock.advance(chrono::Duration::seconds(60));
    assert_eq!(browser.get("/auth/login", From::Foreign).await.status, StatusCode::SEE_OTHER);
}
