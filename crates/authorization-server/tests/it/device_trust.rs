//! Confirming a device, and what it takes back to block one.

use axum::http::Method;
use chrono::Duration;
use leasehold_domain::Clock as _;
use leasehold_domain::device::TrustState;
use leasehold_domain::notice::Notice;
use leasehold_domain::session::Session;
use leasehold_domain::user::FactorKind;
use leasehold_oauth_types::interaction::{InteractionView, StepUpFactor, StepUpPurpose};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::Storage as _;
use serde_json::{Value, json};

use crate::account::{call, token};
use crate::authenticator::Authenticator;
use crate::device_keys::{Key, connect, payments};
use crate::passkeys::{enrol, start};
use crate::support::{Answer, App, NL, TestBrowser, elevation, just_proved, payment};

/// A new browser with everything allowed.
async fn connected(app: &App) -> (TestBrowser, Session, Value) {
    let mut browser = TestBrowser::keyed(NL);
    let key = Key::new(browser.key.unwrap());
    let (session, tokens) = connect(app, &mut browser, Some(&key)).await;
    (browser, session, tokens)
}

/// The page that confirms a device.
async fn page_for(app: &App, from: &mut TestBrowser, device: &Session) -> String {
    let details = json!([{"type": "device_confirmation", "device": device.device.to_string()}]).to_string();
    let extra = [("scope", "openid account.manage"), ("authorization_details", &*details)];
    from.ask(app, &app.account, &extra).await.location().to_owned()
}

/// What the new device shows.
async fn number(app: &App, new: &Session) -> String {
    let router = app.server.account_read_router();
    let number = call(router, Method::GET, "/account/v1/device-number", Some(token(new))).await.json();
    number["number"].as_str().unwrap().to_owned()
}

/// Confirms with code and number from `from`, and with its key if it has one.
async fn confirm(app: &App, from: &mut TestBrowser, new: &Session, key: Option<&Key>) -> Answer {
    app.next_step();
    let page = page_for(app, from, new).await;
    let (code, number) = (app.code(), number(app, new).await);
    let mut fields = vec![("factor", "totp"), ("code", &*code), ("number", &number)];
    let proof = match key {
        Some(key) => key.proof(app, from).await,
        None => String::new(),
    };
    fields.extend(key.map(|_| ("device_proof", &*proof)));
    from.submit(app, &page, &fields).await
}

/// Confirms the device itself with a passkey.
async fn confirm_itself(
    app: &App,
    browser: &mut TestBrowser,
    own: &Session,
    key: &mut Authenticator,
) -> Answer {
    let page = page_for(app, browser, own).await;
    let csrf = browser.csrf(app, &page).await;
    let (ceremony, options) = start(app, browser, &page.replace("step-up", "passkey"), &csrf).await;
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    browser.submit(app, &page, &fields).await
}

async fn is_trusted(app: &App, session: &Session) -> bool {
    let trust = app.storage.read().await.unwrap().trust(app.alice, session.device).await.unwrap().unwrap();
    matches!(trust.state, TrustState::Trusted { .. })
}

pub async fn block(app: &App, from: &Session, device: &Session) {
    just_proved(app, from).await;
    let path = format!("/account/v1/devices/{}/block", device.device);
    let answer = call(app.server.account_manage_router(), Method::POST, &path, Some(token(from))).await;
    assert_eq!(answer.status, 204, "{answer:?}");
}

async fn passkeys(app: &App) -> usize {
    let factors = app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
    factors.iter().filter(|factor| factor.kind == FactorKind::Passkey).count()
}

/// A changed key, confirmed from another device: the new one is the device's own from then on.
#[tokio::test]
async fn a_confirmed_change_stays_confirmed() {
    let app = App::start().await;
    let (mut laptop, mut phone) = (TestBrowser::at(NL), TestBrowser::at(NL));
    let (old, new, own) = (Key::new(1), Key::new(2), Key::new(3));
    connect(&app, &mut phone, Some(&own)).await;
    let (before, _) = connect(&app, &mut laptop, Some(&old)).await;
    confirm(&app, &mut phone, &before, Some(&own)).await;
    let (after, tokens) = connect(&app, &mut laptop, Some(&new)).await;
    assert_eq!(payments(&app, &tokens).await, "revoked");
    let answer = confirm(&app, &mut phone, &after, Some(&own)).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    assert_eq!(payments(&app, &tokens).await, "expired");
    let (again, tokens) = connect(&app, &mut laptop, Some(&new)).await;
    assert_eq!(again.device, after.device);
    assert_eq!(payments(&app, &tokens).await, "expired", "no loop");
    let trust = app.storage.read().await.unwrap().trust(app.alice, after.device).await.unwrap().unwrap();
    assert_eq!(trust.succeeds, None);
}

/// A copy of a trusted device's cookies confirms nothing: the key is asked for.
#[tokio::test]
async fn a_keyed_device_confirms_with_its_key_only() {
    let app = App::start().await;
    let (mut owner, key) = (TestBrowser::at(NL), Key::new(1));
    connect(&app, &mut owner, Some(&key)).await;
    let (_, thief, _) = connected(&app).await;
    let mut copy = TestBrowser { cookies: owner.cookies.clone(), ..TestBrowser::at(NL) };
    let answer = confirm(&app, &mut copy, &thief, None).await;
    assert!(answer.location().ends_with("/sign-in"), "{answer:?}");
    assert!(!is_trusted(&app, &thief).await);
    confirm(&app, &mut owner, &thief, Some(&key)).await;
    assert!(is_trusted(&app, &thief).await);
}

/// Without a key, or with one that came after the new device, a trusted device confirms nothing: it may be a copy.
#[tokio::test]
async fn an_unkeyed_device_confirms_nothing() {
    let app = App::start().await;
    let mut owner = TestBrowser::at(NL);
    let (first, _) = connect(&app, &mut owner, None).await;
    assert!(is_trusted(&app, &first).await);
    let (_, new, _) = connected(&app).await;
    let seen = async |session: &Session| {
        let router = app.server.account_read_router();
        let devices = call(router, Method::GET, "/account/v1/devices", Some(token(session))).await.json();
        devices["devices"][1].clone()
    };
    let device = seen(&first).await;
    assert_eq!((&device["can_confirm"], &device["lacks_key"]), (&json!(false), &json!(true)));
    assert_eq!(device["can_block"], true, "a newer one is blocked without");
    for key in [None, Some(Key::new(9))] {
        let answer = confirm(&app, &mut owner, &new, key.as_ref()).await;
        assert!(answer.location().ends_with("/step-up"), "{answer:?}");
        assert!(!is_trusted(&app, &new).await);
        app.next_step();
    }
    // What comes after the key is its to confirm.
    let (_, next, _) = connected(&app).await;
    assert_eq!(seen(&first).await["can_confirm"], true);
    confirm(&app, &mut owner, &next, Some(&Key::new(9))).await;
    assert!(is_trusted(&app, &next).await);
}

/// `device_confirms_itself_via_friend`: A confirms B, B confirms A, with codes and with passkeys.
#[tokio::test]
async fn device_confirms_itself_via_friend() {
    let app = App::start().await;
    let (_, owner, _) = connected(&app).await;
    let (mut a, of_a, tokens_a) = connected(&app).await;
    let (mut b, of_b, tokens_b) = connected(&app).await;
    for (from, new) in [(&mut a, &of_b), (&mut b, &of_a)] {
        let answer = confirm(&app, from, new, None).await;
        assert!(answer.location().ends_with("/step-up"), "{answer:?}");
    }
    // Each adds a passkey, with the code it knows, and the other uses it.
    app.next_step();
    let (mut key_of_a, mut key_of_b) = (Authenticator::new(1), Authenticator::new(2));
    enrol(&app, &mut a, &mut key_of_a).await;
    enrol(&app, &mut b, &mut key_of_b).await;
    app.clock.advance(Duration::seconds(1));
    let (mut c, of_c, tokens_c) = connected(&app).await;
    let answers = [
        confirm_itself(&app, &mut a, &of_a, &mut key_of_b).await,
        confirm_itself(&app, &mut b, &of_b, &mut key_of_a).await,
        confirm_itself(&app, &mut c, &of_c, &mut key_of_a).await,
    ];
    for answer in answers {
        assert!(answer.location().ends_with("/step-up"), "{answer:?}");
    }
    for (session, tokens) in [(of_a, tokens_a), (of_b, tokens_b), (of_c, tokens_c)] {
        assert!(!is_trusted(&app, &session).await);
        assert_eq!(payments(&app, &tokens).await, "revoked");
    }
    assert!(is_trusted(&app, &owner).await);
}

/// `no_self_lift`, with a factor enrolled on the very device.
#[tokio::test]
async fn no_self_lift_with_a_factor_of_the_device() {
    let app = App::start().await;
    connected(&app).await;
    let (mut thief, session, tokens) = connected(&app).await;
    app.next_step();
    let mut key = Authenticator::new(1);
    enrol(&app, &mut thief, &mut key).await;
    app.clock.advance(Duration::seconds(1));
    let answer = confirm_itself(&app, &mut thief, &session, &mut key).await;
    assert!(answer.location().ends_with("/step-up"), "{answer:?}");
    // Nor with a new session on it.
    thief.cookies.remove("__Host-Http-lh_sid");
    let own = Key::new(thief.key.unwrap());
    let (session, _) = connect(&app, &mut thief, Some(&own)).await;
    let answer = confirm_itself(&app, &mut thief, &session, &mut key).await;
    assert!(answer.location().ends_with("/step-up"), "{answer:?}");
    assert_eq!(payments(&app, &tokens).await, "revoked");
}

/// A passkey enrolled before and elsewhere confirms a device on itself; a code does not.
#[tokio::test]
async fn a_strong_factor_confirms_the_device_it_is_used_on() {
    let app = App::start().await;
    let (mut laptop, of_laptop, _) = connected(&app).await;
    let mut key = Authenticator::new(1);
    enrol(&app, &mut laptop, &mut key).await;
    app.clock.advance(Duration::seconds(1));
    let (mut phone, session, tokens) = connected(&app).await;
    assert_eq!(payments(&app, &tokens).await, "revoked");
    let answer = confirm(&app, &mut phone, &session, None).await;
    assert!(answer.location().ends_with("/step-up"), "a code is not enough: {answer:?}");
    let own = call(
        app.server.account_read_router(),
        Method::GET,
        "/account/v1/device-number",
        Some(token(&session)),
    );
    assert_eq!(own.await.json()["can_confirm_here"], session.device.to_string());
    let page = page_for(&app, &mut phone, &session).await;
    let InteractionView::StepUp(view) = phone.view(&app, &page).await else { panic!("{page}") };
    assert_eq!(view.factors, [StepUpFactor::Passkey], "nothing else does");
    assert!(matches!(view.purpose, StepUpPurpose::ConfirmDevice { itself: true, .. }));
    let answer = confirm_itself(&app, &mut phone, &session, &mut key).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    assert_eq!(payments(&app, &tokens).await, "expired");
    let trust = app.storage.read().await.unwrap().trust(app.alice, session.device).await.unwrap().unwrap();
    assert_eq!(trust.confirmed_by, Some(of_laptop.device), "where the passkey came from");
}

/// Blocking a device takes back the trust it gave, and what that gave in turn, and the factors enrolled there.
#[tokio::test]
async fn blocking_takes_back_what_a_device_gave() {
    let app = App::start().await;
    let (mut owner, first, first_tokens) = connected(&app).await;
    let (mut bad, second, _) = connected(&app).await;
    app.next_step();
    let answer = confirm(&app, &mut owner, &second, None).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    app.next_step();
    let mut key = Authenticator::new(1);
    enrol(&app, &mut bad, &mut key).await;
    app.clock.advance(Duration::seconds(1));
    let (mut third_browser, third, tokens) = connected(&app).await;
    confirm(&app, &mut bad, &third, None).await;
    app.next_step();
    enrol(&app, &mut third_browser, &mut Authenticator::new(2)).await;
    app.clock.advance(Duration::seconds(1));
    let (mut fourth_browser, fourth, _) = connected(&app).await;
    confirm_itself(&app, &mut fourth_browser, &fourth, &mut key).await;
    for session in [&second, &third, &fourth] {
        assert!(is_trusted(&app, session).await);
    }
    assert_eq!(passkeys(&app).await, 2);

    block(&app, &first, &second).await;
    for session in [&second, &third, &fourth] {
        assert!(!is_trusted(&app, session).await);
    }
    assert_eq!(passkeys(&app).await, 0);
    assert_eq!(app.log("enrolled_on_blocked_device").await.len(), 2);
    let notices = app.storage.read().await.unwrap().notices(app.alice, 50).await.unwrap();
    let removed = |notice: &&Notice| matches!(notice.kind, NoticeKind::FactorRemoved { .. });
    assert_eq!(notices.iter().filter(removed).count(), 2);
    assert_eq!(payments(&app, &tokens).await, "revoked", "at once");
    assert!(is_trusted(&app, &first).await);
    assert_eq!(payments(&app, &first_tokens).await, "expired");
    let factors = app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
    assert!(factors.iter().any(|factor| factor.kind == FactorKind::Totp), "enrolled elsewhere");
}

/// Trust of the only device that has lapsed: its key, and a factor from before, are enough to have it back there.
#[tokio::test]
async fn a_lapsed_device_renews_its_trust() {
    let app = App::start().await;
    let (mut browser, first, _) = connected(&app).await;
    app.next_step();
    app.clock.advance(Duration::days(91));
    let (mut newer, later, _) = connected(&app).await;
    let key = Key::new(browser.key.unwrap());
    let (session, tokens) = connect(&app, &mut browser, Some(&key)).await;
    assert_eq!(session.device, first.device);
    assert_eq!(payments(&app, &tokens).await, "revoked");
    let router = || app.server.account_read_router();
    let own = call(router(), Method::GET, "/account/v1/device-number", Some(token(&session))).await.json();
    assert_eq!(own["can_confirm_here"], session.device.to_string());
    let answer = confirm(&app, &mut newer, &later, None).await;
    assert!(answer.location().ends_with("/step-up"), "a new one has nothing from before: {answer:?}");
    let answer = confirm(&app, &mut browser, &session, None).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    assert_eq!(payments(&app, &tokens).await, "expired");

    // Another one that was trusted before the lapse, though after the first meeting, does as well.
    app.clock.advance(Duration::days(1));
    let (mut phone, of_phone, _) = connected(&app).await;
    confirm(&app, &mut browser, &of_phone, None).await;
    assert!(is_trusted(&app, &of_phone).await);
    app.clock.advance(Duration::days(89) + Duration::hours(1));
    let mut tx = app.storage.write().await.unwrap();
    let mut trust = tx.trust(app.alice, of_phone.device).await.unwrap().unwrap();
    let TrustState::Trusted { since, .. } = trust.state else { panic!() };
    trust.state = TrustState::Trusted { since, until: app.clock.now() + Duration::days(90) };
    tx.put_trust(&trust).await.unwrap();
    let mut lapsed = tx.trust(app.alice, first.device).await.unwrap().unwrap();
    let TrustState::Trusted { since, .. } = lapsed.state else { panic!() };
    lapsed.state = TrustState::Trusted { since, until: app.clock.now() - Duration::hours(1) };
    tx.put_trust(&lapsed).await.unwrap();
    tx.commit().await.unwrap();
    let (session, tokens) = connect(&app, &mut browser, Some(&key)).await;
    assert_eq!(payments(&app, &tokens).await, "revoked");
    let phone_key = Key::new(phone.key.unwrap());
    connect(&app, &mut phone, Some(&phone_key)).await;
    let answer = confirm(&app, &mut phone, &session, None).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
}

/// An older device is blocked with a step-up, by a factor that does not come from it; taken back where it was said.
#[tokio::test]
async fn an_older_device_is_blocked_with_a_step_up_and_taken_back() {
    let app = App::start().await;
    let (mut old_browser, old, _) = connected(&app).await;
    let (mut browser, new, _) = connected(&app).await;
    app.next_step();
    let mut key = Authenticator::new(1);
    enrol(&app, &mut old_browser, &mut key).await;
    confirm(&app, &mut old_browser, &new, None).await;
    assert!(is_trusted(&app, &new).await);
    let path = format!("/account/v1/devices/{}/block", old.device);
    let ask = async || call(app.server.account_manage_router(), Method::POST, &path, Some(token(&new))).await;
    let prove =
        [("scope", "openid account.manage"), ("acr_values", "urn:leasehold:acr:aal2"), ("max_age", "0")];
    assert_eq!(ask().await.status, 401, "a cookie alone");
    app.clock.advance(Duration::seconds(1));
    let page = browser.ask(&app, &app.account, &prove).await.location().to_owned();
    let csrf = browser.csrf(&app, &page).await;
    let (ceremony, options) = start(&app, &mut browser, &page.replace("step-up", "passkey"), &csrf).await;
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    assert!(browser.submit(&app, &page, &fields).await.parameter("code").is_some());
    assert_eq!(ask().await.status, 401, "a passkey from the device to block");
    app.next_step();
    let page = browser.ask(&app, &app.account, &prove).await.location().to_owned();
    browser.submit(&app, &page, &[("factor", "totp"), ("code", &app.code())]).await;
    assert_eq!(ask().await.status, 204);

    // What it gave is gone, the trust of the one that blocked it too: confirmed again, that one takes it back.
    let key = Key::new(old_browser.key.unwrap());
    let (again, tokens) = connect(&app, &mut old_browser, Some(&key)).await;
    assert_eq!((again.device, payments(&app, &tokens).await.as_str()), (old.device, "revoked"));
    let mut tx = app.storage.write().await.unwrap();
    let mut trust = tx.trust(app.alice, new.device).await.unwrap().unwrap();
    let now = app.clock.now();
    trust.state = TrustState::Trusted { since: now, until: now + Duration::days(90) };
    tx.put_trust(&trust).await.unwrap();
    tx.commit().await.unwrap();
    let (mut third, _, _) = connected(&app).await;
    let answer = confirm(&app, &mut third, &again, None).await;
    assert!(answer.location().ends_with("/step-up"), "not from elsewhere: {answer:?}");
    let answer = confirm(&app, &mut browser, &again, None).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    assert_eq!(payments(&app, &tokens).await, "expired");
}

/// `elevation_of_another_session`: a step-up raises nothing in another session, on another device, or for
/// another grant of the same person.
#[tokio::test]
async fn elevation_of_another_session() {
    let app = App::start().await;
    let (mut one, first, tokens) = connected(&app).await;
    let (mut two, second, others) = connected(&app).await;
    confirm(&app, &mut one, &second, None).await;
    app.next_step();
    let grant = tokens["grant_id"].as_str().unwrap();
    let raised = one.elevate(&app, &app.northbank, grant).await.json();
    assert_eq!(payments(&app, &raised).await, "active");
    assert_eq!(payments(&app, &others).await, "expired");
    // Nor by naming the raised grant, by its cookies on another device, or after signing in again there.
    let details = payment("250.00");
    let answer = two.ask(&app, &app.northbank, &elevation(grant, &details)).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("access_denied"), "{answer:?}");
    one.cookies.remove("__Host-Http-lh_sid");
    let own = Key::new(one.key.unwrap());
    let (again, anew) = connect(&app, &mut one, Some(&own)).await;
    assert_ne!(again.id, first.id);
    assert_eq!(again.device, first.device);
    assert_eq!(payments(&app, &anew).await, "expired", "the same device, another session");
    assert_eq!(payments(&app, &raised).await, "active");
}
