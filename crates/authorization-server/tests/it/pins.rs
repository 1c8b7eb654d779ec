//! PINs with a key of the device: set, proved, locked, and refused.

use axum::http::{Method, StatusCode};
use chrono::Duration;
use leasehold_authorization_server::factors::FactorPage;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_oauth_types::factors::{FactorPageView, PinEnrolmentView};
use leasehold_oauth_types::interaction::{InteractionView, StepUpError, StepUpFactor, StepUpView};
use leasehold_storage::Storage as _;
use serde_json::{Value, json};

use crate::account::{call, newest, token};
use crate::authenticator::Authenticator;
use crate::passkeys::{self, confirm_with_code};
use crate::pin_client::{DeviceKey, Page, ask, exchange, ke1, register, signed, wrong};
use crate::support::{
    Answer, App, ISSUER, NL, TestBrowser, factors_page, just_proved, payment, scopes, seen,
};

const PAGE: &str = "/factors/pin";
pub const PIN: &str = "205713";
pub const OTHER: &str = "640918";
pub const SCOPE: &str = "openid accounts.read payments.write";

async fn view(app: &App, browser: &TestBrowser) -> PinEnrolmentView {
    match factors_page(app, browser, PAGE).await {
        FactorPageView::Pin(view) => view,
        _ => panic!("another page"),
    }
}

/// The page on which a PIN is set, after the authenticator app has confirmed that it is Alice.
async fn enrolment(app: &App, browser: &mut TestBrowser) -> Page {
    confirm_with_code(app, browser, PAGE).await;
    let view = view(app, browser).await;
    Page { path: view.start, csrf: view.form.csrf }
}

async fn upload(app: &App, browser: &mut TestBrowser, page: &Page, ceremony: &Value, pin: &Value) -> Answer {
    let (ceremony, pin) = (ceremony.as_str().unwrap(), pin.to_string());
    browser.post(app, PAGE, &[("csrf", &*page.csrf), ("ceremony", ceremony), ("pin", &pin)]).await
}

async fn set(app: &App, browser: &mut TestBrowser, key: &DeviceKey, pin: &str) {
    let page = enrolment(app, browser).await;
    let registration = register(app, browser, &page, key, pin).await;
    let ceremony = registration.answer["ceremony"].clone();
    let pin = registration.finish(key, ISSUER);
    let answer = upload(app, browser, &page, &ceremony, &pin).await;
    assert_eq!(answer.location(), "http://app.localhost:8080/ways", "{answer:?}");
}

/// Alice at home, where her PIN works.
pub async fn at_home(app: &App) -> (TestBrowser, DeviceKey) {
    let (mut browser, key) = (TestBrowser::at(NL), DeviceKey::new());
    browser.connect(app, &app.northbank, SCOPE).await;
    set(app, &mut browser, &key, PIN).await;
    (browser, key)
}

async fn pins(app: &App) -> Vec<Factor> {
    let factors = app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
    factors.into_iter().filter(|factor| factor.kind == FactorKind::Pin).collect()
}

/// A payment to be confirmed: the page, and where its script posts.
pub async fn payment_page(app: &App, browser: &mut TestBrowser, amount: &str) -> (String, Page) {
    let details = payment(amount);
    proof_page(app, browser, &[("authorization_details", &*details)]).await
}

/// A page that asks for a proof, and where its script posts. On a device that is held no object is asked for.
pub async fn proof_page(app: &App, browser: &mut TestBrowser, more: &[(&str, &str)]) -> (String, Page) {
    let own =
        [("scope", "openid payments.write"), ("acr_values", "urn:leasehold:acr:aal2"), ("max_age", "300")];
    let extra = [&own, more].concat();
    let page = browser.ask(app, &app.northbank, &extra).await.location().to_owned();
    assert!(page.ends_with("/step-up"), "{page}");
    let csrf = browser.csrf(app, &page).await;
    let path = page.replace("step-up", "pin");
    (page, Page { path, csrf })
}

async fn submit(app: &App, browser: &mut TestBrowser, page: &str, ceremony: &str, pin: &str) -> Answer {
    browser.submit(app, page, &[("factor", "pin"), ("ceremony", ceremony), ("pin", pin)]).await
}

/// Types a PIN on that page.
pub async fn typed(
    app: &App,
    browser: &mut TestBrowser,
    page: &(String, Page),
    key: &DeviceKey,
    pin: &str,
) -> Answer {
    let exchange = exchange(app, browser, &page.1, key, pin).await;
    let ceremony = exchange.ceremony();
    submit(app, browser, &page.0, &ceremony, &exchange.finish(key)).await
}

/// A try that is given up once KE2 is there, said to be wrong.
pub async fn wrong_try(app: &App, browser: &mut TestBrowser, page: &(String, Page), key: &DeviceKey) {
    let exchange = exchange(app, browser, &page.1, key, OTHER).await;
    submit(app, browser, &page.0, &exchange.ceremony(), &wrong()).await;
}

pub async fn shown(app: &App, browser: &TestBrowser, page: &str) -> StepUpView {
    match browser.view(app, page).await {
        InteractionView::StepUp(view) => view,
        _ => panic!("another page"),
    }
}

/// The PIN in the list of the dashboard.
async fn listed(app: &App) -> Value {
    let token = Some(token(&newest(app).await));
    let list = call(app.server.account_read_router(), Method::GET, "/account/v1/factors", token).await.json();
    list["factors"].as_array().unwrap().iter().find(|factor| factor["kind"] == "pin").unwrap().clone()
}

/// A second click on "Set PIN": the first one's PIN stays, and works.
#[tokio::test]
async fn a_pin_is_set_once_for_two_clicks() {
    let app = App::start().await;
    let (mut browser, key) = (TestBrowser::at(NL), DeviceKey::new());
    browser.connect(&app, &app.northbank, SCOPE).await;
    let page = enrolment(&app, &mut browser).await;
    let registration = register(&app, &mut browser, &page, &key, PIN).await;
    let ceremony = registration.answer["ceremony"].clone();
    let pin = registration.finish(&key, ISSUER);
    let mut second = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
    let (first, again) = futures::join!(
        upload(&app, &mut browser, &page, &ceremony, &pin),
        upload(&app, &mut second, &page, &ceremony, &pin)
    );
    assert_eq!((first.location(), again.location()), ("http://app.localhost:8080/ways", first.location()));
    assert!(!view(&app, &browser).await.failed);
    assert_eq!(pins(&app).await.len(), 1);
    assert_eq!(app.log("pin_enrolled").await.len(), 1);
    let page = payment_page(&app, &mut browser, "250.00").await;
    assert!(typed(&app, &mut browser, &page, &key, PIN).await.parameter("code").is_some());
}

/// What a PIN proved that another one replaced counts no longer, in any session.
#[tokio::test]
async fn a_replaced_pin_leaves_no_assurance() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    app.clock.advance(Duration::minutes(6));
    let page = payment_page(&app, &mut browser, "250.00").await;
    typed(&app, &mut browser, &page, &key, PIN).await;
    let proved =
        |session: &Session| session.proofs.iter().any(|proof| proof.kind == FactorKind::Pin && !proof.lapsed);
    assert!(proved(&newest(&app).await));
    set(&app, &mut browser, &key, OTHER).await;
    assert!(!proved(&newest(&app).await));
}

#[tokio::test]
async fn a_pin_confirms_a_payment() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    let [pin] = &*pins(&app).await else { panic!("one PIN") };
    assert_eq!(pin.device, Some(newest(&app).await.device));
    assert_eq!(app.log("pin_enrolled").await.len(), 1);

    app.clock.advance(Duration::minutes(6));
    let page = payment_page(&app, &mut browser, "250.00").await;
    assert_eq!(shown(&app, &browser, &page.0).await.factors, [StepUpFactor::Pin, StepUpFactor::Totp]);
    let answer = typed(&app, &mut browser, &page, &key, PIN).await;
    let code = answer.parameter("code").unwrap_or_else(|| panic!("{answer:?}"));
    let tokens = app.redeem(&app.northbank, &code).await.json();
    assert!(scopes(&tokens).contains(&"payments.write"), "{tokens}");
    let session = newest(&app).await;
    assert_eq!(
        session.proofs.last().map(|proof| (proof.kind, proof.factor)),
        Some((FactorKind::Pin, pin.id))
    );
}

/// Alone, it amounts to exactly `pin swk mfa` and aal2.
#[tokio::test]
async fn a_pin_amounts_to_two_factors_and_never_to_a_passkey() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    let mut session = newest(&app).await;
    session.proofs.retain(|proof| proof.kind == FactorKind::Password);
    let mut tx = app.storage.write().await.unwrap();
    tx.update_session(&session).await.unwrap();
    tx.commit().await.unwrap();
    let page = payment_page(&app, &mut browser, "250.00").await;
    let answer = typed(&app, &mut browser, &page, &key, PIN).await;
    let tokens = app.redeem(&app.northbank, &answer.parameter("code").unwrap()).await.json();
    let token = tokens["access_token"].as_str().unwrap();
    let introspection = app.introspect(&app.northbank, token, NL).await;
    assert_eq!(introspection["acr"], "urn:leasehold:acr:aal2");
    assert_eq!(introspection["amr"], json!(["mfa", "pin", "pwd", "swk"]));

    let extra = [("scope", "openid payments.write"), ("acr_values", "phr"), ("max_age", "300")];
    let answer = browser.ask(&app, &app.northbank, &extra).await;
    let error = answer.parameter("error");
    assert_eq!(error.as_deref(), Some("unmet_authentication_requirements"), "{answer:?}");
}

#[tokio::test]
async fn a_pin_confirms_a_change_of_factors() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    app.clock.advance(Duration::minutes(6));
    let question = factors_page(&app, &browser, "/factors/confirm?to=/factors/passkey").await;
    let csrf = question.csrf().to_owned();
    let page = Page { path: "/factors/confirm/pin".into(), csrf: csrf.clone() };
    let exchange = exchange(&app, &mut browser, &page, &key, PIN).await;
    let ceremony = exchange.ceremony();
    let pin = exchange.finish(&key);
    let to = "/factors/passkey";
    let fields = [("csrf", &*csrf), ("to", to), ("factor", "pin"), ("ceremony", &*ceremony), ("pin", &*pin)];
    let answer = browser.post(&app, "/factors/confirm", &fields).await;
    assert_eq!(answer.location(), to, "{answer:?}");
    assert!(app.server.interactions().factors(&FactorPage::Passkey, &seen(&browser)).await.is_ok());
}

#[tokio::test]
async fn five_wrong_pins_lock_it_until_something_stronger_is_proved() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    let page = payment_page(&app, &mut browser, "250.00").await;
    let answer = typed(&app, &mut browser, &page, &key, OTHER).await;
    assert_eq!(answer.location(), page.0);
    let error = shown(&app, &browser, &page.0).await.error;
    assert_eq!(error, Some(StepUpError::WrongPin { tries_left: 4 }));
    // The right one forgets the wrong ones before it.
    let answer = typed(&app, &mut browser, &page, &key, PIN).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");

    let page = payment_page(&app, &mut browser, "250.00").await;
    for left in (1..5).rev() {
        wrong_try(&app, &mut browser, &page, &key).await;
        let error = shown(&app, &browser, &page.0).await.error;
        assert_eq!(error, Some(StepUpError::WrongPin { tries_left: left }));
    }
    wrong_try(&app, &mut browser, &page, &key).await;
    let view = shown(&app, &browser, &page.0).await;
    assert_eq!((view.error, view.factors), (Some(StepUpError::PinLocked), vec![StepUpFactor::Totp]));
    assert_eq!(typed(&app, &mut browser, &page, &key, PIN).await.location(), page.0, "locked");
    assert!(listed(&app).await["locked"].as_bool().unwrap(), "and listed so");

    // Neither time nor the password opens it.
    app.clock.advance(Duration::days(1));
    let fresh = [("scope", SCOPE), ("prompt", "login")];
    let answer = browser.ask(&app, &app.northbank, &fresh).await;
    browser.sign_in(&app, &answer).await;
    let page = payment_page(&app, &mut browser, "250.00").await;
    assert_eq!(shown(&app, &browser, &page.0).await.error, Some(StepUpError::PinLocked), "without a try");
    assert_eq!(typed(&app, &mut browser, &page, &key, PIN).await.location(), page.0, "locked");

    let answer = browser.submit(&app, &page.0, &[("factor", "totp"), ("code", &app.code())]).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    let page = payment_page(&app, &mut browser, "250.00").await;
    let answer = typed(&app, &mut browser, &page, &key, PIN).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
}

/// A proof on one device gives no further guesses to whoever holds another.
#[tokio::test]
async fn a_lock_is_opened_on_its_own_device_only() {
    let app = App::start().await;
    let (mut lost, key) = at_home(&app).await;
    let page = proof_page(&app, &mut lost, &[]).await;
    for _ in 0..5 {
        ask(&app, &mut lost, &page.1, &key, &ke1(OTHER)).await;
    }
    let mut other = TestBrowser::at(NL);
    other.connect(&app, &app.northbank, SCOPE).await;
    app.next_step();
    confirm_with_code(&app, &mut other, PAGE).await;
    assert_eq!(shown(&app, &lost, &page.0).await.error, Some(StepUpError::PinLocked));
    assert_eq!(typed(&app, &mut lost, &page, &key, PIN).await.location(), page.0);
}

/// Also at the very beginning of a session.
#[tokio::test]
async fn a_passkey_that_signs_in_opens_the_lock() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    let mut passkey = Authenticator::new(1);
    passkeys::enrol(&app, &mut browser, &mut passkey).await;
    let page = payment_page(&app, &mut browser, "250.00").await;
    for _ in 0..5 {
        ask(&app, &mut browser, &page.1, &key, &ke1(OTHER)).await;
    }
    assert_eq!(shown(&app, &browser, &page.0).await.error, Some(StepUpError::PinLocked));
    browser.cookies.remove("__Host-Http-lh_sid");
    let answer = passkeys::sign_in(&app, &mut browser, &mut passkey).await;
    assert!(!answer.location().ends_with("/sign-in"), "{answer:?}");
    let page = payment_page(&app, &mut browser, "250.00").await;
    let answer = typed(&app, &mut browser, &page, &key, PIN).await;
    assert!(answer.location().contains("northbank"), "{answer:?}");
}

/// What comes without the device's key has the size of the real thing, is steady, says nothing of whether there
/// is a PIN, and is not the blinding of the real one: that would make every refused try a guess.
#[tokio::test]
async fn a_fake_answer_looks_real_and_helps_no_guess() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, SCOPE).await;
    let (key, strangers, typed) = (DeviceKey::new(), DeviceKey::new(), ke1(PIN));
    let fields = async |browser: &mut TestBrowser, key: &DeviceKey| {
        let page = payment_page(&app, browser, "250.00").await;
        let answer = ask(&app, browser, &page.1, key, &typed).await.json();
        let text = |name: &str| answer[name].as_str().unwrap().to_owned();
        // The first 32 bytes of KE2 are the typed PIN under the key of the record.
        (text("ke2").len(), text("credential"), text("ke2")[..42].to_owned(), answer["stretching"].clone())
    };
    let none = fields(&mut browser, &key).await;
    set(&app, &mut browser, &key, PIN).await;
    let fake = fields(&mut browser, &strangers).await;
    let real = fields(&mut browser, &key).await;
    assert_eq!(none, fake);
    assert_eq!((fake.0, fake.1.len(), &fake.3), (real.0, real.1.len(), &real.3));
    assert_ne!((&fake.1, &fake.2), (&real.1, &real.2));
    assert_ne!(fake.2, real.2);
    // Nor does setting a new one tell.
    let page = enrolment(&app, &mut browser).await;
    let name = register(&app, &mut browser, &page, &key, PIN).await.answer["credential"].clone();
    assert!(name != *fake.1 && name != *real.1);
}

/// Replayed, parallel, late, and for another page: nothing of an exchange is good twice or elsewhere.
#[tokio::test]
async fn an_exchange_belongs_to_its_page_and_moment() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    let first = payment_page(&app, &mut browser, "250.00").await;
    let second = payment_page(&app, &mut browser, "9999.00").await;

    // KE1 for the challenge of another page, twice for one, too late, and by another session.
    let start = async |browser: &mut TestBrowser, page: &Page| {
        page.step(&app, browser, json!({"step": "challenge"})).await.json()
    };
    let started = start(&mut browser, &first.1).await;
    let step = signed(&started, &key, &ke1(PIN));
    assert_eq!(second.1.step(&app, &mut browser, step.clone()).await.status, StatusCode::CONFLICT);
    assert_eq!(first.1.step(&app, &mut browser, step.clone()).await.status, StatusCode::OK);
    assert_eq!(first.1.step(&app, &mut browser, step).await.status, StatusCode::CONFLICT);
    let started = start(&mut browser, &first.1).await;
    app.clock.advance(Duration::seconds(60));
    let step = signed(&started, &key, &ke1(PIN));
    assert_eq!(first.1.step(&app, &mut browser, step).await.status, StatusCode::CONFLICT);
    let started = start(&mut browser, &first.1).await;
    let mut stranger = TestBrowser::at(NL);
    stranger.connect(&app, &app.northbank, SCOPE).await;
    let there = proof_page(&app, &mut stranger, &[]).await;
    let step = signed(&started, &key, &ke1(PIN));
    assert_eq!(there.1.step(&app, &mut stranger, step.clone()).await.status, StatusCode::CONFLICT);
    assert_eq!(first.1.step(&app, &mut stranger, step).await.status, StatusCode::FORBIDDEN);

    // KE3 for another payment: sent there, and made for it.
    let done = exchange(&app, &mut browser, &first.1, &key, PIN).await;
    let ceremony = done.ceremony();
    let pin = done.finish(&key);
    assert_eq!(submit(&app, &mut browser, &second.0, &ceremony, &pin).await.location(), second.0);
    let other = exchange(&app, &mut browser, &second.1, &key, PIN).await;
    let transaction = other.answer["transaction"].as_str().unwrap().to_owned();
    let first_again = exchange(&app, &mut browser, &first.1, &key, PIN).await;
    assert_ne!(first_again.answer["transaction"], transaction);
    let ceremony = first_again.ceremony();
    let bytes = base64::Engine::decode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, transaction).unwrap();
    let pin = first_again.finish_for(&key, bytes.try_into().unwrap());
    assert_eq!(submit(&app, &mut browser, &first.0, &ceremony, &pin).await.location(), first.0);
    let error = shown(&app, &browser, &first.0).await.error;
    assert!(matches!(error, Some(StepUpError::WrongPin { .. })), "{error:?}");
}

#[tokio::test]
async fn a_proof_is_good_once_and_for_a_minute() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    let page = payment_page(&app, &mut browser, "250.00").await;
    let late = exchange(&app, &mut browser, &page.1, &key, PIN).await;
    let ceremony = late.ceremony();
    let pin = late.finish(&key);
    app.clock.advance(Duration::seconds(60));
    assert_eq!(submit(&app, &mut browser, &page.0, &ceremony, &pin).await.location(), page.0);
    assert_eq!(shown(&app, &browser, &page.0).await.error, Some(StepUpError::PinRefused));

    // Used up by a wrong end, so that the right one comes too late.
    let spoilt = exchange(&app, &mut browser, &page.1, &key, PIN).await;
    let ceremony = spoilt.ceremony();
    let pin = spoilt.finish(&key);
    let unsigned = json!({"ke3": serde_json::from_str::<Value>(&pin).unwrap()["ke3"], "signature": "AAAA"});
    submit(&app, &mut browser, &page.0, &ceremony, &unsigned.to_string()).await;
    assert_eq!(submit(&app, &mut browser, &page.0, &ceremony, &pin).await.location(), page.0);

    // The transcript signed by another key.
    let by_other = exchange(&app, &mut browser, &page.1, &key, PIN).await;
    let ceremony = by_other.ceremony();
    let pin = by_other.finish(&DeviceKey::new());
    assert_eq!(submit(&app, &mut browser, &page.0, &ceremony, &pin).await.location(), page.0);

    let good = exchange(&app, &mut browser, &page.1, &key, PIN).await;
    let ceremony = good.ceremony();
    let pin = good.finish(&key);
    let csrf = page.1.csrf.clone();
    let fields = [("csrf", &*csrf), ("factor", "pin"), ("ceremony", &*ceremony), ("pin", &*pin)];
    let tries = (0..10).map(|_| {
        let mut browser = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
        let (app, page) = (&app, &page.0);
        async move {
            // The others find the request answered, or the session under its new cookie.
            let answer = browser.post(app, page, &fields).await;
            answer.headers.contains_key("location").then(|| answer.parameter("code"))?
        }
    });
    let codes: Vec<String> = futures::future::join_all(tries).await.into_iter().flatten().collect();
    assert_eq!(codes.len(), 1, "{codes:?}");
}

#[tokio::test]
async fn a_pin_works_on_its_own_device_only() {
    let app = App::start().await;
    let (_, key) = at_home(&app).await;
    let mut other = TestBrowser::at(NL);
    other.connect(&app, &app.northbank, SCOPE).await;
    let page = proof_page(&app, &mut other, &[]).await;
    assert_eq!(shown(&app, &other, &page.0).await.factors, [StepUpFactor::Totp]);
    // Even with the key of the first device, were it there.
    assert_eq!(typed(&app, &mut other, &page, &key, PIN).await.location(), page.0);
    assert_eq!(shown(&app, &other, &page.0).await.error, Some(StepUpError::NotEligible));
}

#[tokio::test]
async fn a_pin_is_set_only_by_whoever_proved_themselves_and_holds_the_key() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, SCOPE).await;
    let key = DeviceKey::new();
    // The password alone leads to the question.
    assert!(app.server.interactions().factors(&FactorPage::Pin, &seen(&browser)).await.is_err());
    let page = enrolment(&app, &mut browser).await;
    let forged = Page { csrf: "no token".into(), ..page.clone() };
    assert_eq!(forged.step(&app, &mut browser, json!({"step": "request"})).await.status, 422);
    let challenge =
        json!({"step": "request", "request": "AAAA", "key": {"kty": "EC", "crv": "P-256", "x": "", "y": ""}});
    assert_eq!(forged.step(&app, &mut browser, challenge.clone()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(page.step(&app, &mut browser, challenge).await.status, StatusCode::BAD_REQUEST);

    let spoils: [fn(&mut Value); 4] = [
        |pin| pin["signature"] = json!("AAAA"),
        |pin| pin["stretching"] = json!(0),
        |pin| pin["record"] = json!("AAAA"),
        |pin| *pin = json!({}),
    ];
    for spoil in spoils {
        let registration = register(&app, &mut browser, &page, &key, PIN).await;
        let ceremony = registration.answer["ceremony"].clone();
        let right = registration.finish(&key, ISSUER);
        let mut pin = right.clone();
        spoil(&mut pin);
        assert_eq!(upload(&app, &mut browser, &page, &ceremony, &pin).await.location(), PAGE, "{pin}");
        assert!(view(&app, &browser).await.failed);
        assert_eq!(upload(&app, &mut browser, &page, &ceremony, &right).await.location(), PAGE, "replayed");
    }
    for (signer, origin) in [(&DeviceKey::new(), ISSUER), (&key, "http://evil.localhost:8080")] {
        let registration = register(&app, &mut browser, &page, &key, PIN).await;
        let ceremony = registration.answer["ceremony"].clone();
        let pin = registration.finish(signer, origin);
        assert_eq!(upload(&app, &mut browser, &page, &ceremony, &pin).await.location(), PAGE, "{origin}");
    }
    assert!(pins(&app).await.is_empty());
}

/// The older PIN of the device stops working.
#[tokio::test]
async fn a_new_pin_takes_the_place_of_the_old_one() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    let old = pins(&app).await;
    assert!(view(&app, &browser).await.replaces);
    set(&app, &mut browser, &key, OTHER).await;
    let new = pins(&app).await;
    assert_eq!(new.len(), 1);
    assert_ne!(new[0].id, old[0].id);
    assert_eq!(app.log("pin_removed").await.len(), 1);
    let page = payment_page(&app, &mut browser, "250.00").await;
    assert_eq!(typed(&app, &mut browser, &page, &key, PIN).await.location(), page.0);
    let answer = typed(&app, &mut browser, &page, &key, OTHER).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
}

#[tokio::test]
async fn blocking_a_device_removes_its_pin() {
    let app = App::start().await;
    let mut first = TestBrowser::at(NL);
    first.connect(&app, &app.northbank, SCOPE).await;
    let here = newest(&app).await;
    app.clock.advance(Duration::seconds(1));
    let (_, _) = at_home(&app).await;
    let there = newest(&app).await;
    assert_eq!(pins(&app).await[0].device, Some(there.device));
    just_proved(&app, &here).await;
    let path = format!("/account/v1/devices/{}/block", there.device);
    let answer = call(app.server.account_manage_router(), Method::POST, &path, Some(token(&here))).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    assert!(pins(&app).await.is_empty());
    let logged = app.log("pin_removed").await;
    assert_eq!(logged.iter().map(|entry| entry.subject.device).collect::<Vec<_>>(), [Some(there.device)]);
}

/// With another master key every PIN has to be set again (checklist OP-8); nothing else breaks over it.
#[tokio::test]
async fn a_pin_that_cannot_be_opened_is_none() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    let mut tx = app.storage.write().await.unwrap();
    tx.update_factor_secret(pins(&app).await[0].id, b"sealed with another key").await.unwrap();
    tx.commit().await.unwrap();
    let page = payment_page(&app, &mut browser, "250.00").await;
    assert_eq!(typed(&app, &mut browser, &page, &key, PIN).await.location(), page.0);
    let code = browser.submit(&app, &page.0, &[("factor", "totp"), ("code", &app.code())]).await;
    assert!(code.parameter("code").is_some(), "{code:?}");
    set(&app, &mut browser, &key, PIN).await;
    let page = payment_page(&app, &mut browser, "250.00").await;
    let answer = typed(&app, &mut browser, &page, &key, PIN).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
}

/// The challenge of one person is none for another in the same browser.
#[tokio::test]
async fn a_challenge_of_another_person_is_refused() {
    let app = App::start().await;
    app.add_bram().await;
    let (mut browser, key) = at_home(&app).await;
    let page = payment_page(&app, &mut browser, "250.00").await;
    let started = page.1.step(&app, &mut browser, json!({"step": "challenge"})).await.json();
    let extra = [("scope", SCOPE), ("prompt", "login")];
    let sign_in = browser.ask(&app, &app.northbank, &extra).await;
    let consent = browser.sign_in_as(&app, &sign_in, "bram").await;
    browser.allow(&app, &consent, &["openid", "accounts.read", "payments.write"]).await;
    let step = signed(&started, &key, &ke1(PIN));
    assert_ne!(page.1.step(&app, &mut browser, step.clone()).await.status, StatusCode::OK);
    let own = payment_page(&app, &mut browser, "250.00").await;
    assert_eq!(own.1.step(&app, &mut browser, step).await.status, StatusCode::CONFLICT);
    // On the same device, with the same key: there is no PIN of Bram's.
    assert_eq!(typed(&app, &mut browser, &own, &key, PIN).await.location(), own.0);
}
