//! Devices, what they vouch for, and copies of them.

use axum::http::Method;
use chrono::Duration;
use leasehold_domain::Clock as _;
use leasehold_domain::session::Session;
use leasehold_storage::{LogFilter, Storage as _};
use serde_json::{Value, json};

use crate::account::{call, newest, token};
use crate::support::{ALL, App, BR, NL, PASSWORD, TestBrowser, form, just_proved, status};

const DEVICE: &str = "__Host-Http-lh_dev";
const SESSION: &str = "__Host-Http-lh_sid";

async fn connected(app: &App) -> (TestBrowser, Session, Value) {
    app.clock.advance(Duration::seconds(1));
    let mut browser = TestBrowser::keyed(NL);
    let tokens = browser.connect(app, &app.northbank, ALL).await;
    (browser, newest(app).await, tokens)
}

async fn payments(app: &App, tokens: &Value, address: &str) -> String {
    let seen = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), address).await;
    status(&seen, "payments.write").to_owned()
}

/// Confirms the device of a session from another one, as the dashboard does.
async fn confirm(app: &App, from: &mut TestBrowser, new: &Session) {
    let router = app.server.account_read_router();
    let number = call(router, Method::GET, "/account/v1/device-number", Some(token(new))).await.json();
    let details = json!([{"type": "device_confirmation", "device": new.device.to_string()}]).to_string();
    let extra = [("scope", "openid account.manage"), ("authorization_details", &*details)];
    let page = from.ask(app, &app.account, &extra).await.location().to_owned();
    // A wrong number with a right code: the page stays, and so does whoever is signed in, and the code is still good.
    let wrong = from.submit(app, &page, &[("code", &app.code()), ("number", "1")]).await;
    assert_eq!(wrong.location(), page);
    let number = number["number"].as_str().unwrap();
    let answer = from.submit(app, &page, &[("code", &app.code()), ("number", number)]).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    let mut tx = app.storage.read().await.unwrap();
    let bucket = format!("device-number:{}:{}", new.user, new.device);
    assert_eq!(tx.failures(&bucket, new.created_at).await.unwrap().0, 0, "forgotten once it was right");
}

async fn block(app: &App, from: &Session, device: &Session) {
    just_proved(app, from).await;
    let path = format!("/account/v1/devices/{}/block", device.device);
    let answer = call(app.server.account_manage_router(), Method::POST, &path, Some(token(from))).await;
    assert_eq!(answer.status, 204, "{answer:?}");
}

/// What a confirmation gave goes with the trust itself: there is no waiver that would outlive it.
#[tokio::test]
async fn a_waiver_never_outlives_the_trust_it_came_from() {
    let app = App::start().await;
    let (_, first, _) = connected(&app).await;
    let (mut second_browser, second, second_tokens) = connected(&app).await;
    let (_, third, third_tokens) = connected(&app).await;
    assert_eq!(payments(&app, &third_tokens, NL).await, "revoked");
    // The first device confirms the second, the second the third.
    let mut tx = app.storage.write().await.unwrap();
    let mut trust = tx.trust(app.alice, second.device).await.unwrap().unwrap();
    trust.state = tx.trust(app.alice, first.device).await.unwrap().unwrap().state;
    tx.put_trust(&trust).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(payments(&app, &second_tokens, NL).await, "revoked", "its hold is older than that trust");
    confirm(&app, &mut second_browser, &third).await;
    assert_eq!(payments(&app, &third_tokens, NL).await, "expired");
    let mut tx = app.storage.read().await.unwrap();
    assert_eq!(tx.waivers(app.alice, app.clock.now()).await.unwrap(), []);
    drop(tx);
    block(&app, &first, &second).await;
    assert_eq!(payments(&app, &third_tokens, NL).await, "revoked");
}

/// Blocking a device ends the waivers that were given on it.
#[tokio::test]
async fn a_blocked_device_vouches_for_nothing() {
    let app = App::start().await;
    let (_, first, first_tokens) = connected(&app).await;
    let (mut browser, second, tokens) = connected(&app).await;
    payments(&app, &tokens, BR).await;
    let mut tx = app.storage.read().await.unwrap();
    let holds = tx.open_holds(app.alice).await.unwrap();
    drop(tx);
    let named: Vec<String> =
        holds.iter().filter(|hold| hold.rule == "left_region").map(|hold| hold.id.to_string()).collect();
    browser.address = BR;
    let answer = browser.restore(&app, &named).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    let given = async || app.storage.read().await.unwrap().waivers(app.alice, app.clock.now()).await.unwrap();
    let waivers = given().await;
    assert_eq!(waivers.len(), 1);
    assert_eq!((waivers[0].given_by.device, waivers[0].given_by.session), (second.device, second.id));
    // One that was given there for the first device ends with it, one that was given elsewhere stays.
    let mut tx = app.storage.write().await.unwrap();
    let mut other = waivers[0].clone();
    other.id = "wav_0190a0b0c0d07000800000000000000f".parse().unwrap();
    other.given_by.device = first.device;
    tx.add_waiver(&other).await.unwrap();
    let mut lent = waivers[0].clone();
    lent.id = "wav_0190a0b0c0d07000800000000000000e".parse().unwrap();
    (lent.session, lent.device) = (Some(first.id), first.device);
    tx.add_waiver(&lent).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(payments(&app, &first_tokens, BR).await, "expired", "waived");
    app.clock.advance(Duration::seconds(1));
    block(&app, &first, &second).await;
    assert_eq!(given().await, [other]);
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    let held = holds.iter().find(|hold| hold.subject.session == Some(first.id));
    assert_eq!(held.map(|hold| hold.rule.as_str()), Some("left_region"), "at once: {holds:?}");
}

/// What somebody did on a request is not done for whoever signs in on it after them.
#[tokio::test]
async fn progress_belongs_to_whoever_made_it() {
    let app = App::start().await;
    app.add_bram().await;
    let mut browser = TestBrowser::at(NL);
    let extra = [("scope", ALL), ("acr_values", "urn:leasehold:acr:aal2"), ("prompt", "login")];
    let uri = app.request_uri(&app.northbank, &extra).await;
    let answer = browser.authorize(&app, &app.northbank, &uri).await;
    let sign_in = answer.location().to_owned();
    let answer = browser.sign_in(&app, &answer).await;
    let page = answer.location().to_owned();
    assert!(page.ends_with("/step-up"), "{page}");
    let answer = browser.submit(&app, &page, &[("code", &app.code())]).await;
    assert!(answer.location().ends_with("/consent"), "{answer:?}");
    // In another tab Alice signs out; Bram goes on with her request.
    let hint_free = browser.get(&app, "/end-session").await;
    assert_eq!(hint_free.location(), "/sign-out");
    let mut tx = app.storage.write().await.unwrap();
    let mut session = tx.sessions(app.alice).await.unwrap().remove(0);
    session.ended = Some(leasehold_domain::session::SessionEnd {
        at: app.clock.now(),
        reason: leasehold_domain::session::SessionEndReason::SignOut,
    });
    tx.update_session(&session).await.unwrap();
    tx.commit().await.unwrap();
    let pairs = [("username", "bram"), ("password", PASSWORD)];
    let answer = browser.submit(&app, &sign_in, &pairs).await;
    assert!(answer.location().ends_with("/step-up"), "his own second factor is asked: {answer:?}");
}

/// Two tabs send the same sign-in at once: the second finds the request gone on, and signs nobody in again.
#[tokio::test]
async fn a_sign_in_sent_twice_is_one_session() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let page = browser.ask(&app, &app.northbank, &[("scope", ALL)]).await.location().to_owned();
    let csrf = browser.csrf(&app, &page).await;
    let mut twin = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
    let pairs = [("username", "alice"), ("password", PASSWORD), ("csrf", &*csrf)];
    let (one, two) =
        tokio::join!(browser.send(&app, form(&page, &pairs)), twin.send(&app, form(&page, &pairs)));
    for answer in [one, two] {
        assert!(answer.location().ends_with("/consent"), "{answer:?}");
    }
    let mut tx = app.storage.read().await.unwrap();
    assert_eq!(tx.sessions(app.alice).await.unwrap().len(), 1);
}

/// A step-up lifts the browser that made it, and no copy of its cookie.
#[tokio::test]
async fn a_session_cookie_from_before_the_step_up_is_dead() {
    let app = App::start().await;
    let (mut browser, _, tokens) = connected(&app).await;
    let copy = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
    assert_eq!(browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await.status, 200);
    assert_ne!(browser.cookies[SESSION], copy.cookies[SESSION]);
    let silent = [("scope", "openid accounts.read"), ("prompt", "none")];
    let mut copy = copy;
    let answer = copy.ask(&app, &app.northbank, &silent).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("login_required"));
    assert!(browser.ask(&app, &app.northbank, &silent).await.parameter("code").is_some());
}

/// Whoever shows a device cookie from before the last rotation is a stranger, and it is written down once.
#[tokio::test]
async fn a_copied_device_cookie_is_a_signal() {
    let app = App::start().await;
    let (mut browser, session, tokens) = connected(&app).await;
    app.clock.advance(Duration::days(2));
    // The copy has everything the browser had; then the browser's device cookie is rotated.
    let old = browser.cookies[DEVICE].clone();
    let again = [("scope", ALL), ("prompt", "login")];
    let answer = browser.ask(&app, &app.northbank, &again).await;
    browser.sign_in(&app, &answer).await;
    assert_ne!(browser.cookies[DEVICE], old);
    let mut copy = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
    copy.cookies.insert(DEVICE.into(), old.clone());
    let silent = [("scope", "openid accounts.read"), ("prompt", "none")];
    app.clock.advance(Duration::seconds(60));
    assert!(copy.ask(&app, &app.northbank, &silent).await.parameter("code").is_some(), "an answer lost");
    app.clock.advance(Duration::seconds(60));

    for _ in 0..2 {
        let answer = copy.ask(&app, &app.northbank, &silent).await;
        assert_eq!(answer.parameter("error").as_deref(), Some("login_required"), "even with the session");
    }
    let mut tx = app.storage.read().await.unwrap();
    let filter = LogFilter { rule: Some("device_cookie_reused".into()), limit: 9, ..LogFilter::default() };
    let log = tx.log(&filter).await.unwrap();
    assert_eq!(log.len(), 1, "once after each rotation");
    assert_eq!(log[0].entry.subject.device, Some(session.device));
    let device = tx.device(session.device).await.unwrap().unwrap();
    assert_eq!(device.cookie_reused_at, Some(app.clock.now()));
    drop(tx);
    let router = app.server.account_read_router();
    let activity = call(router, Method::GET, "/account/v1/activity", Some(token(&session))).await.json();
    assert_eq!(activity["entries"][0]["kind"], "device_cookie_reused", "{activity}");

    // Nothing was taken from the browser itself; the copy that signs in is a new device.
    assert!(browser.ask(&app, &app.northbank, &silent).await.parameter("code").is_some());
    assert_ne!(payments(&app, &tokens, NL).await, "revoked");
    app.clock.advance(Duration::seconds(1));
    let stolen = copy.connect(&app, &app.northbank, ALL).await;
    assert_ne!(newest(&app).await.device, session.device);
    assert_eq!(payments(&app, &stolen, NL).await, "revoked");
}
