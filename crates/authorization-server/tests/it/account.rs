//! The account API, as it answers behind its guard.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use chrono::Duration;
use futures::StreamExt as _;
use http_body_util::BodyExt as _;
use leasehold_domain::clock::Clock as _;
use leasehold_domain::session::Session;
use leasehold_oauth_types::introspection::ActiveToken;
use leasehold_storage::Storage as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::{Answer, App, BR, NL, TestBrowser, just_proved};

/// The answer of introspection for a session, as the guard leaves it in the request.
pub(crate) fn token(session: &Session) -> Arc<ActiveToken> {
    let token = json!({"scope": "openid", "client_id": "leasehold-account", "token_type": "Bearer", "exp": 0, "iat": 0,
        "sub": session.user.to_string(), "aud": "", "iss": "", "acr": "urn:leasehold:acr:aal1", "auth_time": 0,
        "granted_scope": "openid", "scope_status": {}, "context_id": "", "decision_exp": 0, "grant": "", "rev": 1,
        "sid": session.id.to_string()});
    Arc::new(serde_json::from_value(token).unwrap())
}

/// Calls an API as the guard would after it let the token pass.
pub(crate) async fn call(
    router: Router,
    method: Method,
    path: &str,
    token: Option<Arc<ActiveToken>>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    request.extensions_mut().extend(
        token
            .map(|token| {
                let mut extensions = axum::http::Extensions::new();
                extensions.insert(token);
                extensions
            })
            .unwrap_or_default(),
    );
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

async fn read(app: &App, session: &Session, what: &str) -> Value {
    let router = app.server.account_read_router();
    let answer = call(router, Method::GET, &format!("/account/v1/{what}"), Some(token(session))).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

async fn act(app: &App, session: &Session, path: &str) -> Answer {
    let router = app.server.account_manage_router();
    call(router, Method::POST, &format!("/account/v1/{path}"), Some(token(session))).await
}

/// The session that was begun last.
pub(crate) async fn newest(app: &App) -> Session {
    let mut tx = app.storage.read().await.unwrap();
    tx.sessions(app.alice).await.unwrap().remove(0)
}

/// A browser with northbank connected, and its session.
async fn connected(app: &App) -> (TestBrowser, Session, Value) {
    app.clock.advance(Duration::seconds(1));
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(app, &app.northbank, "openid accounts.read payments.write").await;
    let session = newest(app).await;
    (browser, session, tokens)
}

fn scope<'a>(access: &'a Value, app: usize, name: &str) -> &'a Value {
    let scopes = access["apps"][app]["scopes"].as_array().unwrap();
    scopes.iter().find(|scope| scope["scope"] == name).unwrap_or_else(|| panic!("no {name}: {access}"))
}

#[tokio::test]
async fn nothing_is_answered_without_a_living_session() {
    let app = App::start().await;
    let (_, session, _) = connected(&app).await;
    let reads = [
        "access",
        "activity",
        "device-number",
        "devices",
        "events",
        "notices",
        "profile",
        "unusual-activity",
    ];
    let acts = [
        "notices/ntc_00000000000070008000000000000000/read".to_owned(),
        "notices/ntc_00000000000070008000000000000000/read-all".to_owned(),
        "sessions/sign-out-others".to_owned(),
        format!("sessions/{}/sign-out", session.id),
        format!("devices/{}/block", session.device),
        "unusual-activity/sig_00000000000070008000000000000000/confirm".to_owned(),
    ];
    let mut stranger = ActiveToken::clone(&token(&session));
    stranger.sid = "ses_nonsense".into();
    let mut other = ActiveToken::clone(&token(&session));
    other.sub = "usr_00000000000000000000000000000000".into();
    for token in [None, Some(Arc::new(stranger)), Some(Arc::new(other))] {
        for path in reads {
            let path = format!("/account/v1/{path}");
            let answer = call(app.server.account_read_router(), Method::GET, &path, token.clone()).await;
            assert_eq!(answer.status, 401, "{path}");
            assert_eq!(answer.headers["content-type"], "application/problem+json");
        }
        for path in &acts {
            let path = format!("/account/v1/{path}");
            let answer = call(app.server.account_manage_router(), Method::POST, &path, token.clone()).await;
            assert_eq!(answer.status, 401, "{path}");
        }
    }
    let out = act(&app, &session, &format!("sessions/{}/sign-out", session.id)).await;
    assert_eq!(out.status, 204);
    let router = app.server.account_read_router();
    let answer = call(router, Method::GET, "/account/v1/access", Some(token(&session))).await;
    assert_eq!(answer.status, 401, "a token outlived its session");
}

#[tokio::test]
async fn access_says_what_is_off_and_what_brings_it_back() {
    let app = App::start().await;
    let (_, session, tokens) = connected(&app).await;
    let access = read(&app, &session, "access").await;
    assert_eq!(access["apps"].as_array().unwrap().len(), 1);
    assert_eq!(access["apps"][0]["this_session"], true);
    assert_eq!(scope(&access, 0, "accounts.read")["word"], "active");
    let payments = scope(&access, 0, "payments.write");
    assert_eq!((&payments["word"], &payments["losses"]), (&json!("asks_each_time"), &json!([])));
    assert_eq!(payments["noun"], "Sending money");

    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    let access = read(&app, &session, "access").await;
    assert_eq!(scope(&access, 0, "accounts.read")["word"], "active");
    let payments = scope(&access, 0, "payments.write");
    assert_eq!((&payments["word"], &payments["status"]), (&json!("needs_you"), &json!("revoked")));
    let loss = &payments["losses"][0];
    assert_eq!((&loss["code"], &loss["remedy"]), (&json!("left_region"), &json!("step_up")));
    assert_eq!(loss["can_restore_here"], true);
    assert!(loss["text"].as_str().unwrap().contains("Brazil"), "{loss}");
    assert!(loss["hold"].as_str().unwrap().starts_with("hld_"));

    let (_, elsewhere, _) = connected(&app).await;
    let access = read(&app, &elsewhere, "access").await;
    assert_eq!(access["apps"][0]["this_session"], true, "this session's first");
    assert_eq!(access["apps"][1]["session"], session.id.to_string());
    let loss = &scope(&access, 1, "payments.write")["losses"][0];
    assert_eq!(loss["can_restore_here"], false, "restored from another session");
}

#[tokio::test]
async fn looking_opens_no_hold() {
    let app = App::start().await;
    let (_, session, _) = connected(&app).await;
    let mut tx = app.storage.write().await.unwrap();
    let mut moved = session.clone();
    moved.place.country = Some("BR".into());
    moved.place.region = Some("other".into());
    tx.update_session(&moved).await.unwrap();
    tx.commit().await.unwrap();
    let access = read(&app, &session, "access").await;
    assert_eq!(scope(&access, 0, "payments.write")["word"], "needs_you");
    let mut tx = app.storage.read().await.unwrap();
    assert!(tx.open_holds(app.alice).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_new_device_is_confirmed_from_the_trusted_one_only() {
    let app = App::start().await;
    let (_, trusted, _) = connected(&app).await;
    app.clock.advance(Duration::minutes(1));
    let (_, new, _) = connected(&app).await;
    let view = |devices: &Value, session: &Session| {
        let devices = devices["devices"].as_array().unwrap().clone();
        devices.into_iter().find(|device| device["device"] == session.device.to_string()).unwrap()
    };
    let devices = read(&app, &trusted, "devices").await;
    assert_eq!(devices["devices"][0]["this_device"], true);
    assert_eq!(view(&devices, &trusted)["trust"], "trusted");
    let seen = view(&devices, &new);
    assert_eq!((&seen["trust"], &seen["can_confirm"]), (&json!("new"), &json!(false)), "its key is missing");
    assert_eq!(seen["place"], "Netherlands");
    assert_eq!(seen["sessions"][0]["apps"], json!(["northbank"]));

    let devices = read(&app, &new, "devices").await;
    assert!(devices["devices"].as_array().unwrap().iter().all(|device| device["can_confirm"] == false));
    assert_eq!(read(&app, &trusted, "device-number").await["number"], Value::Null);
    let number = read(&app, &new, "device-number").await["number"].as_str().unwrap().to_owned();
    assert!(number.len() == 2 && number.parse::<u8>().is_ok());
}

#[tokio::test]
async fn a_newer_session_never_evicts_an_older_one() {
    let app = App::start().await;
    let (_, trusted, tokens) = connected(&app).await;
    app.clock.advance(Duration::minutes(1));
    let (_, new, _) = connected(&app).await;
    for path in [
        format!("sessions/{}/sign-out", trusted.id),
        "sessions/sign-out-others".to_owned(),
        format!("devices/{}/block", trusted.device),
    ] {
        let answer = act(&app, &new, &path).await;
        assert_eq!(answer.status, 403, "{path}");
    }
    let answer = act(&app, &new, &format!("sessions/{}/sign-out", trusted.id)).await;
    assert_eq!(answer.json()["reasons"][0]["remedy"], "confirm_device");
    let still = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(still["active"], true);
    assert_eq!(act(&app, &new, &format!("sessions/{}/sign-out", new.id)).await.status, 204, "its own");
}

/// Invariant 9: a cookie of a trusted device that has no key, copied, ends no session on one that has.
#[tokio::test]
async fn an_unkeyed_session_evicts_no_keyed_one() {
    let app = App::start().await;
    let (mut browser, plain, _) = connected(&app).await;
    app.clock.advance(Duration::minutes(1));
    let mut keyed = TestBrowser::keyed(NL);
    keyed.connect(&app, &app.northbank, "openid accounts.read").await;
    let target = newest(&app).await;
    for path in [format!("sessions/{}/sign-out", target.id), "sessions/sign-out-others".to_owned()] {
        let answer = act(&app, &plain, &path).await;
        assert_eq!(answer.status, 401, "{path}");
        let challenge = answer.headers["www-authenticate"].to_str().unwrap();
        assert!(challenge.contains("insufficient_user_authentication"), "{challenge}");
    }
    // With a second factor it is her, whatever her browser can.
    let again =
        [("scope", "openid account.manage"), ("acr_values", "urn:leasehold:acr:aal2"), ("max_age", "0")];
    let page = browser.ask(&app, &app.account, &again).await.location().to_owned();
    assert!(page.ends_with("/step-up"), "{page}");
    browser.submit(&app, &page, &[("factor", "totp"), ("code", &app.code())]).await;
    let proved = app.storage.read().await.unwrap().session(plain.id).await.unwrap().unwrap();
    app.clock.advance(Duration::seconds(299));
    assert_eq!(act(&app, &proved, "sessions/sign-out-others").await.status, 204);
    let ended = app.storage.read().await.unwrap().session(target.id).await.unwrap().unwrap();
    assert!(ended.ended.is_some());
    keyed.connect(&app, &app.northbank, "openid accounts.read").await;
    app.clock.advance(Duration::seconds(1));
    assert_eq!(act(&app, &proved, "sessions/sign-out-others").await.status, 401, "too long ago");
}

#[tokio::test]
async fn signing_out_elsewhere_ends_that_session_and_its_tokens() {
    let app = App::start().await;
    let (_, trusted, _) = connected(&app).await;
    let (_, new, tokens) = connected(&app).await;
    let path = format!("sessions/{}/sign-out", new.id);
    assert_eq!(act(&app, &trusted, &path).await.status, 204);
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(app.introspect(&app.northbank, token, NL).await["active"], false);
    assert_eq!(act(&app, &trusted, &path).await.status, 404, "over already");
    let devices = read(&app, &trusted, "devices").await;
    let ended = devices["devices"][1]["sessions"][0]["signed_out"].as_i64();
    assert_eq!(ended, Some(app.clock.now().timestamp()));
    app.clock.advance(Duration::days(13));
    for session in [&trusted] {
        let mut tx = app.storage.write().await.unwrap();
        tx.update_session(&Session { last_seen: app.clock.now(), ..session.clone() }).await.unwrap();
        tx.commit().await.unwrap();
    }
    app.clock.advance(Duration::days(13));
    assert_eq!(read(&app, &trusted, "devices").await["devices"][1]["sessions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn another_persons_session_is_not_there() {
    let app = App::start().await;
    let (_, alice, _) = connected(&app).await;
    let mut tx = app.storage.write().await.unwrap();
    let mut user = tx.user(app.alice).await.unwrap().unwrap();
    user.id = "usr_0190a0b0c0d07000800000000000000f".parse().unwrap();
    user.username = "bram".into();
    assert!(tx.add_user(&user).await.unwrap());
    let bram = Session {
        id: "ses_0190a0b0c0d07000800000000000000f".parse().unwrap(),
        user: user.id,
        cookie: leasehold_domain::HashedToken::from_bytes([7; 32]),
        ..alice.clone()
    };
    tx.add_session(&bram).await.unwrap();
    tx.commit().await.unwrap();
    for (caller, target) in [(&alice, bram.id.to_string()), (&bram, alice.id.to_string())] {
        let answer = act(&app, caller, &format!("sessions/{target}/sign-out")).await;
        assert_eq!(answer.status, 404);
    }
    assert_eq!(act(&app, &bram, &format!("devices/{}/block", alice.device)).await.status, 404);
    assert_eq!(act(&app, &alice, "sessions/nonsense/sign-out").await.status, 404);
    assert_eq!(read(&app, &bram, "access").await["apps"], json!([]));
    assert_eq!(read(&app, &bram, "activity").await["entries"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn blocking_a_device_signs_it_out_for_good() {
    let app = App::start().await;
    let (_, trusted, _) = connected(&app).await;
    app.clock.advance(Duration::minutes(1));
    let (mut browser, new, _) = connected(&app).await;
    let path = format!("devices/{}/block", new.device);
    assert_eq!(act(&app, &trusted, &path).await.status, 401, "a password of a minute ago is no fresh proof");
    just_proved(&app, &trusted).await;
    app.clock.advance(Duration::minutes(5));
    assert_eq!(act(&app, &trusted, &path).await.status, 401, "nor is a code of five minutes ago");
    just_proved(&app, &trusted).await;
    assert_eq!(act(&app, &trusted, &path).await.status, 204);
    let devices = read(&app, &trusted, "devices").await;
    assert_eq!(devices["devices"][1]["trust"], "blocked");
    app.clock.advance(Duration::seconds(1));
    browser.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let again = newest(&app).await;
    assert_eq!(again.device, new.device);
    let access = read(&app, &again, "access").await;
    assert_eq!(scope(&access, 0, "payments.write")["word"], "needs_you");
    let losses = scope(&access, 0, "payments.write")["losses"].as_array().unwrap();
    let says = |loss: &Value| loss["text"].as_str().unwrap().contains("say so on");
    assert!(losses.iter().any(says), "the way back: {losses:?}");
}

#[tokio::test]
async fn activity_tells_what_went_and_came_back() {
    let app = App::start().await;
    let (mut browser, session, tokens) = connected(&app).await;
    app.clock.advance(Duration::seconds(1));
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    app.clock.advance(Duration::seconds(1));
    let access = read(&app, &session, "access").await;
    let hold = scope(&access, 0, "payments.write")["losses"][0]["hold"].as_str().unwrap().to_owned();
    browser.address = BR;
    let answer = browser.restore(&app, &[hold]).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    let activity = read(&app, &session, "activity").await;
    let entries = activity["entries"].as_array().unwrap();
    let kinds: Vec<_> = entries.iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(&kinds[..2], ["restored", "withdrawn"], "{activity}");
    assert!(kinds.contains(&"sign_in") && kinds.contains(&"allowed"), "{activity}");
    assert_eq!(entries[1]["title"], "Sending money");
    assert!(entries[1]["detail"].as_str().unwrap().contains("Brazil"));
}

#[tokio::test]
async fn profile_is_of_the_person_who_asks() {
    let app = App::start().await;
    let (_, session, _) = connected(&app).await;
    let profile = read(&app, &session, "profile").await;
    assert_eq!((&profile["username"], &profile["name"]), (&json!("alice"), &json!("Alice Visser")));
    assert_eq!((&profile["has_totp"], &profile["admin"]), (&json!(true), &json!(false)));
    assert_eq!(profile["acr"], "urn:leasehold:acr:aal1");
}

#[tokio::test]
async fn events_are_heard_until_the_session_ends() {
    let app = App::start().await;
    let (_, listener, _) = connected(&app).await;
    let (_, _, tokens) = connected(&app).await;
    let mut request = Request::get("/account/v1/events").body(Body::empty()).unwrap();
    request.extensions_mut().insert(token(&listener));
    let response = app.server.account_read_router().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut body = response.into_body().into_data_stream();
    let mut heard = async || match body.next().await {
        Some(chunk) => String::from_utf8(chunk.unwrap().to_vec()).unwrap(),
        None => "over".to_owned(),
    };
    assert!(heard().await.contains("connected"));
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    assert!(heard().await.contains("grant_changed"), "of another session of the same person");
    assert_eq!(act(&app, &listener, &format!("sessions/{}/sign-out", listener.id)).await.status, 204);
    assert!(heard().await.contains("grant_ended"));
    assert_eq!(heard().await, "over");
}

#[tokio::test]
async fn a_page_that_comes_back_hears_what_it_missed() {
    let app = App::start().await;
    let (_, session, tokens) = connected(&app).await;
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    let request = Request::get("/account/v1/events").header("last-event-id", "0");
    let mut request = request.body(Body::empty()).unwrap();
    request.extensions_mut().insert(token(&session));
    let response = app.server.account_read_router().oneshot(request).await.unwrap();
    let first = response.into_body().into_data_stream().next().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&first).contains("grant_changed"));
}
