//! Passkeys: enrolled, used to sign in and to step up, and refused.

use axum::http::{Method, StatusCode};
use leasehold_authorization_server::factors::FactorPage;
use leasehold_authorization_server::interaction::InteractionError;
use leasehold_domain::user::FactorKind;
use leasehold_oauth_types::Acr;
use leasehold_oauth_types::factors::{AcceptedPasskeys, FactorPageView};
use leasehold_oauth_types::interaction::{InteractionView, SignInView};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::Storage as _;
use serde_json::{Value, json};

use crate::account::{call, newest, token};
use crate::authenticator::Authenticator;
use crate::support::{
    Answer, App, NL, PASSWORD, TestBrowser, factors_page, payment, post_json, scopes, seen,
};

pub const PAGE: &str = "/factors/passkey";

/// A challenge of a page of ours: token and options.
pub async fn start(app: &App, browser: &mut TestBrowser, path: &str, csrf: &str) -> (String, Value) {
    let answer = browser.send(app, post_json(path, csrf)).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let answer = answer.json();
    (answer["ceremony"].as_str().unwrap().to_owned(), answer["options"].clone())
}

/// Alice adds this key, after her authenticator app has confirmed that it is her.
pub async fn enrol(app: &App, browser: &mut TestBrowser, key: &mut Authenticator) -> Answer {
    confirm_with_code(app, browser, PAGE).await;
    let csrf = factors_page(app, browser, PAGE).await.csrf().to_owned();
    let (ceremony, options) = start(app, browser, "/factors/passkey/start", &csrf).await;
    let credential = key.create(&options);
    let fields = [("csrf", &*csrf), ("ceremony", &ceremony), ("credential", &credential), ("name", "Laptop")];
    browser.post(app, PAGE, &fields).await
}

/// The fresh proof that every change asks for.
pub async fn confirm_with_code(app: &App, browser: &mut TestBrowser, to: &str) {
    let page = FactorPage::Confirm(to.into());
    let Ok(question) = app.server.interactions().factors(&page, &seen(browser)).await else {
        // Proved a moment ago.
        return;
    };
    let csrf = question.csrf().to_owned();
    let code = app.code();
    let fields = [("csrf", &*csrf), ("to", to), ("factor", "totp"), ("code", &*code)];
    let answer = browser.post(app, "/factors/confirm", &fields).await;
    assert_eq!(answer.location(), to, "{answer:?}");
    app.next_step();
}

async fn passkeys(app: &App) -> usize {
    let factors = app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
    factors.iter().filter(|factor| factor.kind == FactorKind::Passkey).count()
}

/// A new browser on the sign-in page of northbank: page and hidden token.
async fn sign_in_page(app: &App, browser: &mut TestBrowser, scope: &str) -> (String, String) {
    let uri = app.request_uri(&app.northbank, &[("scope", scope)]).await;
    let page = browser.authorize(app, &app.northbank, &uri).await.location().to_owned();
    assert!(page.ends_with("/sign-in"), "{page}");
    let csrf = browser.csrf(app, &page).await;
    (page, csrf)
}

pub async fn sign_in(app: &App, browser: &mut TestBrowser, key: &mut Authenticator) -> Answer {
    let (page, csrf) = sign_in_page(app, browser, "openid accounts.read").await;
    let (ceremony, options) = start(app, browser, &page.replace("sign-in", "passkey"), &csrf).await;
    assert_eq!(options["allowCredentials"], Value::Array(Vec::new()), "says nothing of anybody");
    assert_eq!(options["userVerification"], "required");
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    browser.submit(app, &page, &fields).await
}

#[tokio::test]
async fn a_passkey_signs_in_without_a_name_and_steps_up() {
    let app = App::start().await;
    let mut home = TestBrowser::at(NL);
    home.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let mut key = Authenticator::new(1);
    let answer = enrol(&app, &mut home, &mut key).await;
    assert_eq!(answer.location(), "http://app.localhost:8080/ways");
    assert_eq!(passkeys(&app).await, 1);

    let mut other = TestBrowser::at(NL);
    let answer = sign_in(&app, &mut other, &mut key).await;
    let tokens = app.redeem(&app.northbank, &answer.parameter("code").unwrap()).await.json();
    let introspection = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(
        (&introspection["acr"], &introspection["amr"]),
        (&"phr".into(), &serde_json::json!(["hwk", "mfa", "user"]))
    );

    // At home the session began with a password; the key makes the payment's step-up.
    let tokens = step_up(&app, &mut home, &mut key, "phr").await;
    assert!(scopes(&tokens).contains(&"payments.write"), "{tokens}");
}

/// A payment confirmed with the key.
async fn step_up(app: &App, browser: &mut TestBrowser, key: &mut Authenticator, acr: &str) -> Value {
    let (page, csrf) = step_up_page(app, browser, acr).await;
    let (ceremony, options) = start(app, browser, &page.replace("step-up", "passkey"), &csrf).await;
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    let answer = browser.submit(app, &page, &fields).await;
    app.redeem(&app.northbank, &answer.parameter("code").unwrap_or_else(|| panic!("{answer:?}"))).await.json()
}

async fn step_up_page(app: &App, browser: &mut TestBrowser, acr: &str) -> (String, String) {
    let details = payment("250.00");
    let extra = [
        ("scope", "openid payments.write"),
        ("acr_values", acr),
        ("max_age", "300"),
        ("authorization_details", &*details),
    ];
    let uri = app.request_uri(&app.northbank, &extra).await;
    let page = browser.authorize(app, &app.northbank, &uri).await.location().to_owned();
    assert!(page.ends_with("/step-up"), "{page}");
    let csrf = browser.csrf(app, &page).await;
    (page, csrf)
}

#[tokio::test]
async fn a_code_never_answers_where_a_key_is_asked_for() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let mut key = Authenticator::new(1);
    enrol(&app, &mut browser, &mut key).await;
    let (page, _) = step_up_page(&app, &mut browser, "phr").await;
    let answer = browser.submit(&app, &page, &[("factor", "totp"), ("code", &app.code())]).await;
    assert_eq!(answer.location(), page, "back to the page, which offers keys only");
}

/// `webauthn_wrong_origin_rp_challenge_uv_counter`: each alone, and each recovers with the right answer.
#[tokio::test]
async fn webauthn_wrong_origin_rp_challenge_uv_counter() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let mut key = Authenticator::new(1);
    key.counter = 10;
    enrol(&app, &mut browser, &mut key).await;
    type Spoil = fn(&mut Authenticator);
    let wrongs: [(&str, Spoil); 4] = [
        ("origin", |key| key.origin = "http://evil.localhost:8080".into()),
        ("port", |key| key.origin = "http://localhost:8081".into()),
        ("rp", |key| key.rp = "evil.localhost".into()),
        ("uv", |key| key.verifies = false),
    ];
    for (what, spoil) in wrongs {
        let (page, csrf) = step_up_page(&app, &mut browser, "phr").await;
        let path = page.replace("step-up", "passkey");
        let (ceremony, options) = start(&app, &mut browser, &path, &csrf).await;
        let (origin, rp, counter) = (key.origin.clone(), key.rp.clone(), key.counter);
        spoil(&mut key);
        let credential = key.get(&options);
        (key.origin, key.rp, key.counter, key.verifies) = (origin, rp, counter, true);
        let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
        let answer = browser.submit(&app, &page, &fields).await;
        assert_eq!(answer.location(), page, "{what}");
        // The challenge is used up: even the right answer to it comes too late.
        let right = key.get(&options);
        let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &right)];
        assert_eq!(browser.submit(&app, &page, &fields).await.location(), page, "{what}, replayed");
    }
    // The answer to another challenge.
    let (page, csrf) = step_up_page(&app, &mut browser, "phr").await;
    let path = page.replace("step-up", "passkey");
    let (ceremony, _) = start(&app, &mut browser, &path, &csrf).await;
    let (_, options) = start(&app, &mut browser, &path, &csrf).await;
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    assert_eq!(browser.submit(&app, &page, &fields).await.location(), page, "another challenge");
    let tokens = step_up(&app, &mut browser, &mut key, "phr").await;
    assert!(scopes(&tokens).contains(&"payments.write"), "{tokens}");

    // A counter that is not above the stored one, also where it was above it when the challenge was made.
    let (page, csrf) = step_up_page(&app, &mut browser, "phr").await;
    let path = page.replace("step-up", "passkey");
    let (ceremony, options) = start(&app, &mut browser, &path, &csrf).await;
    let copy = key.get(&options);
    key.counter += 10;
    let mut other = TestBrowser::at(NL);
    sign_in(&app, &mut other, &mut key).await;
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &copy)];
    assert_eq!(browser.submit(&app, &page, &fields).await.location(), page, "a copy");
    assert_eq!(app.log("passkey_cloned").await.len(), 1);
    let notices = app.storage.read().await.unwrap().notices(app.alice, 20).await.unwrap();
    assert!(notices.iter().any(|notice| matches!(notice.kind, NoticeKind::PasskeyCloned { .. })));
}

/// `a_copied_passkey_counts_no_longer`: from the moment there may be a copy of it, whichever of the two answers, and
/// what was proved with it before too. Its owner removes it, with a code or, where nothing else is left, the password.
#[tokio::test]
async fn a_copied_passkey_counts_no_longer() {
    for has_code in [true, false] {
        let app = App::start().await;
        let mut browser = TestBrowser::at(NL);
        browser.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
        let mut key = Authenticator::new(1);
        key.counter = 10;
        enrol(&app, &mut browser, &mut key).await;
        app.clock.advance(chrono::Duration::minutes(6));
        let mut owner = TestBrowser::at(NL);
        sign_in(&app, &mut owner, &mut key).await;
        let session = newest(&app).await;
        let acr = async || {
            let mut tx = app.storage.read().await.unwrap();
            tx.session(session.id).await.unwrap().unwrap().acr(app.clock_now())
        };
        assert_eq!(acr().await, Acr::Phr);
        if !has_code {
            let mut tx = app.storage.write().await.unwrap();
            let factors = tx.factors(app.alice).await.unwrap();
            let totp = factors.iter().find(|factor| factor.kind == FactorKind::Totp).unwrap().id;
            tx.remove_factor(totp).await.unwrap();
            tx.commit().await.unwrap();
        }
        // The copy, with a count from before.
        let counted = key.counter;
        key.counter = 5;
        let refused = sign_in(&app, &mut TestBrowser::at(NL), &mut key).await;
        assert!(refused.location().ends_with("/sign-in"), "{refused:?}");
        assert_eq!(acr().await, Acr::Aal1, "what it proved counts no longer");
        key.counter = counted;

        // The one that counts on signs in, and is worth no more than a password.
        let mut again = TestBrowser::at(NL);
        sign_in(&app, &mut again, &mut key).await;
        let session = newest(&app).await;
        assert_eq!(session.acr(app.clock_now()), Acr::Aal1);
        let factors = app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
        let copied = factors.iter().find(|factor| factor.kind == FactorKind::Passkey).unwrap();
        assert!(copied.compromised_at.is_some() && !copied.steps_up_on(session.device, app.clock_now()));
        let router = app.server.account_read_router();
        let listed = call(router, Method::GET, "/account/v1/factors", Some(token(&session))).await.json();
        assert_eq!(
            (&listed["factors"][0]["kind"], &listed["factors"][0]["compromised"]),
            (&json!("passkey"), &json!(true))
        );
        assert_eq!(listed["factors"][0]["counts_from"], Value::Null, "it does not wait");

        // Away with it.
        let page = format!("/factors/{}", copied.id);
        app.next_step();
        if has_code {
            confirm_with_code(&app, &mut again, &page).await;
        } else {
            let csrf =
                factors_page(&app, &again, &format!("/factors/confirm?to={page}")).await.csrf().to_owned();
            let fields = [("csrf", &*csrf), ("to", &page), ("password", PASSWORD)];
            assert_eq!(again.post(&app, "/factors/confirm", &fields).await.location(), page);
        }
        let csrf = factors_page(&app, &again, &page).await.csrf().to_owned();
        let removed = again.post(&app, &page, &[("csrf", &csrf), ("decision", "remove")]).await;
        assert_eq!(removed.location(), "/factors/removed", "{removed:?}");
        let FactorPageView::Passkey(view) = factors_page(&app, &again, PAGE).await else { panic!() };
        assert_eq!(view.wait_hours, 24, "nobody has confirmed this browser");
    }
}

/// What it says of itself is shown, and a change of it is logged (checklist WA-9).
#[tokio::test]
async fn what_a_passkey_says_of_itself_is_kept() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let mut key = Authenticator::new(1);
    (key.synced, key.unsynced, key.counter) = (true, true, 4);
    enrol(&app, &mut browser, &mut key).await;
    let listed = async || {
        let token = Some(crate::account::token(&crate::account::newest(&app).await));
        let path = "/account/v1/factors";
        let method = axum::http::Method::GET;
        let list = crate::account::call(app.server.account_read_router(), method, path, token).await.json();
        let factors = list["factors"].as_array().unwrap();
        let of = factors.iter().find(|factor| factor["kind"] == "passkey").unwrap();
        (of["may_sync"].clone(), of["synced"].clone(), of["uses"].clone())
    };
    assert_eq!(listed().await, (true.into(), false.into(), 4.into()));
    key.unsynced = false;
    step_up(&app, &mut browser, &mut key, "phr").await;
    assert_eq!(listed().await, (true.into(), true.into(), 5.into()));
    assert_eq!(app.log("passkey_synced").await.len(), 1);
}

/// The challenge of one session or request answers no other.
#[tokio::test]
async fn a_challenge_belongs_to_its_page() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let mut key = Authenticator::new(1);
    enrol(&app, &mut browser, &mut key).await;
    let (first, csrf) = step_up_page(&app, &mut browser, "phr").await;
    let (ceremony, options) = start(&app, &mut browser, &first.replace("step-up", "passkey"), &csrf).await;
    let (second, _) = step_up_page(&app, &mut browser, "phr").await;
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    assert_eq!(browser.submit(&app, &second, &fields).await.location(), second);
    // Expired.
    let (third, csrf) = step_up_page(&app, &mut browser, "phr").await;
    let (ceremony, options) = start(&app, &mut browser, &third.replace("step-up", "passkey"), &csrf).await;
    app.clock.advance(chrono::Duration::minutes(5));
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    assert_eq!(browser.submit(&app, &third, &fields).await.location(), third);
}

#[tokio::test]
async fn a_credential_id_is_registered_once_and_a_key_of_nobody_signs_nobody_in() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, "openid accounts.read").await;
    let mut key = Authenticator::new(1);
    enrol(&app, &mut browser, &mut key).await;
    let mut copy = Authenticator::new(1);
    let answer = enrol(&app, &mut browser, &mut copy).await;
    assert_eq!((answer.location(), passkeys(&app).await), (PAGE, 1));
    let FactorPageView::Passkey(view) = factors_page(&app, &browser, PAGE).await else {
        panic!("another page")
    };
    assert!(view.failed);

    let mut stranger = Authenticator::new(9);
    let mut other = TestBrowser::at(NL);
    let answer = sign_in(&app, &mut other, &mut stranger).await;
    assert!(answer.location().ends_with("/sign-in"), "{answer:?}");
    // Its keeper hears that it is unknown, until the next form; of one that is known nothing is said.
    let page = answer.location().to_owned();
    let unknown = sign_in_view(&app, &other, &page).await.unknown_passkey.unwrap();
    assert_eq!(unknown.rp_id, "localhost");
    assert!(!accepted(&app, &browser).await.all_accepted_credential_ids.contains(&unknown.credential_id));
    other.submit(&app, &page, &[("username", "alice")]).await;
    assert_eq!(sign_in_view(&app, &other, &page).await.unknown_passkey, None);
    let mut wrong = TestBrowser::at(NL);
    let (page, csrf) = sign_in_page(&app, &mut wrong, "openid accounts.read").await;
    let (_, options) = start(&app, &mut wrong, &page.replace("sign-in", "passkey"), &csrf).await;
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", "none"), ("credential", &*credential)];
    wrong.submit(&app, &page, &fields).await;
    assert_eq!(sign_in_view(&app, &wrong, &page).await.unknown_passkey, None);
}

async fn sign_in_view(app: &App, browser: &TestBrowser, page: &str) -> SignInView {
    match browser.view(app, page).await {
        InteractionView::SignIn(view) => view,
        _ => panic!("another page"),
    }
}

async fn accepted(app: &App, browser: &TestBrowser) -> AcceptedPasskeys {
    match factors_page(app, browser, PAGE).await {
        FactorPageView::Passkey(view) => view.accepted,
        _ => panic!("another page"),
    }
}

/// After a passkey is removed its browser hears which are left (checklist WA-13), and nobody else does.
#[tokio::test]
async fn a_removed_passkey_is_said_to_be_gone() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, "openid accounts.read").await;
    for seed in [1, 2] {
        enrol(&app, &mut browser, &mut Authenticator::new(seed)).await;
    }
    let before = accepted(&app, &browser).await.all_accepted_credential_ids;
    assert_eq!(before.len(), 2);
    let factors = app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
    let gone = factors.into_iter().find(|factor| factor.kind == FactorKind::Passkey).unwrap();
    let page = format!("/factors/{}", gone.id);
    let csrf = factors_page(&app, &browser, &page).await.csrf().to_owned();
    let answer = browser.post(&app, &page, &[("csrf", &csrf), ("decision", "remove")]).await;
    assert_eq!(answer.location(), "/factors/removed");
    let removed = app.server.interactions().factors(&FactorPage::PasskeyRemoved, &seen(&browser)).await;
    let Ok(FactorPageView::PasskeyRemoved(view)) = removed else { panic!("another page") };
    let left = view.accepted.all_accepted_credential_ids;
    assert!(left.len() == 1 && before.contains(&left[0]), "{left:?} of {before:?}");

    // Not without a fresh proof, and not to a stranger.
    app.clock.advance(chrono::Duration::minutes(6));
    for browser in [&browser, &TestBrowser::at(NL)] {
        let later = app.server.interactions().factors(&FactorPage::PasskeyRemoved, &seen(browser)).await;
        assert!(matches!(later, Err(InteractionError::GoTo(_))));
    }
}

/// `thief_enrols_then_steps_up`: a stolen password-only session has no way to a factor of its own.
#[tokio::test]
async fn thief_enrols_then_steps_up() {
    let app = App::start().await;
    let mut thief = TestBrowser::at(NL);
    thief.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    // The password is fresh, but a second factor is there and is asked for.
    let page = format!("/factors/confirm?to={PAGE}");
    let FactorPageView::Confirm(view) = factors_page(&app, &thief, &page).await else {
        panic!("no question")
    };
    assert!(!view.ways.is_empty());
    let fields = [("csrf", &*view.form.csrf), ("to", PAGE), ("password", PASSWORD)];
    let answer = thief.post(&app, "/factors/confirm", &fields).await;
    assert!(answer.location().starts_with("/factors/confirm"), "{answer:?}");
    let refused = app.server.interactions().factors(&FactorPage::Passkey, &seen(&thief)).await;
    assert!(refused.is_err());

    // A browser that was left open on these pages, with the tokens of all their forms: each asks once more.
    let mut left = TestBrowser::at(NL);
    left.connect(&app, &app.northbank, "openid accounts.read").await;
    confirm_with_code(&app, &mut left, PAGE).await;
    let pages = [PAGE, "/factors/totp", "/factors/pin"];
    let mut tokens = Vec::new();
    for page in pages {
        tokens.push(factors_page(&app, &left, page).await.csrf().to_owned());
    }
    let challenged = left.send(&app, post_json("/factors/passkey/start", &tokens[0])).await;
    assert_eq!(challenged.status, StatusCode::OK, "the token is the right one");
    app.clock.advance(chrono::Duration::minutes(6));
    let enrolled = async || {
        let factors = app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
        factors.into_iter().map(|factor| factor.id).collect::<Vec<_>>()
    };
    let before = enrolled().await;
    for (page, csrf) in pages.iter().zip(&tokens) {
        let answer = left.post(&app, page, &[("csrf", csrf), ("code", &app.code())]).await;
        assert_eq!(answer.location(), format!("/factors/confirm?to={page}"));
    }
    let challenged = left.send(&app, post_json("/factors/passkey/start", &tokens[0])).await;
    assert_eq!(challenged.status, StatusCode::FORBIDDEN);
    let mut pin = post_json("/factors/pin/start", &tokens[2]);
    *pin.body_mut() = r#"{"step":"challenge"}"#.into();
    assert_ne!(left.send(&app, pin).await.status, StatusCode::OK);
    assert_eq!(enrolled().await, before);
}

/// A challenge answers the session and the person that it was given to, and nobody else.
#[tokio::test]
async fn a_challenge_of_another_session_or_user_is_no_answer() {
    let app = App::start().await;
    app.add_bram().await;
    let scope = "openid accounts.read payments.write";
    let (mut alice, mut again) = (TestBrowser::at(NL), TestBrowser::at(NL));
    let mut key = Authenticator::new(1);
    alice.connect(&app, &app.northbank, scope).await;
    enrol(&app, &mut alice, &mut key).await;
    again.connect(&app, &app.northbank, scope).await;
    let mut bram = TestBrowser::at(NL);
    let answer = bram.ask(&app, &app.northbank, &[("scope", scope)]).await;
    let answer = bram.sign_in_as(&app, &answer, "bram").await;
    bram.allow(&app, &answer, &["accounts.read", "payments.write"]).await;
    let mut his = Authenticator::new(2);
    enrol(&app, &mut bram, &mut his).await;

    // Of Alice's other session, and of Bram's, each answered by a key that is right for its owner.
    for (other, theirs) in [(&mut again, &mut key), (&mut bram, &mut his)] {
        let (page, _) = step_up_page(&app, &mut alice, "phr").await;
        let asks = [("scope", "openid accounts.read"), ("acr_values", "phr"), ("max_age", "0")];
        let elsewhere = other.ask(&app, &app.northbank, &asks).await;
        let elsewhere = elsewhere.location().to_owned();
        assert!(elsewhere.ends_with("/step-up"), "{elsewhere}");
        let csrf = other.csrf(&app, &elsewhere).await;
        let path = elsewhere.replace("step-up", "passkey");
        let (ceremony, options) = start(&app, other, &path, &csrf).await;
        let credential = theirs.get(&options);
        let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
        assert_eq!(alice.submit(&app, &page, &fields).await.location(), page);
    }
    // Bram's key, to the challenge of Alice's own page.
    let (page, csrf) = step_up_page(&app, &mut alice, "phr").await;
    let (ceremony, options) = start(&app, &mut alice, &page.replace("step-up", "passkey"), &csrf).await;
    let credential = his.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    assert_eq!(alice.submit(&app, &page, &fields).await.location(), page);
    let tokens = step_up(&app, &mut alice, &mut key, "phr").await;
    assert!(scopes(&tokens).contains(&"payments.write"), "{tokens}");
}

/// One answer sent ten times at once signs one browser in, and confirms one payment.
#[tokio::test]
async fn parallel_answers_of_a_passkey_count_once() {
    let app = App::start().await;
    let mut home = TestBrowser::at(NL);
    home.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let mut key = Authenticator::new(1);
    enrol(&app, &mut home, &mut key).await;
    let stranger = TestBrowser::at(NL);
    for (browser, step_up) in [(stranger, false), (home, true)] {
        let mut browser = browser;
        let (page, csrf) = if step_up {
            step_up_page(&app, &mut browser, "phr").await
        } else {
            sign_in_page(&app, &mut browser, "openid accounts.read").await
        };
        let path = page.replace("step-up", "passkey").replace("sign-in", "passkey");
        let (ceremony, options) = start(&app, &mut browser, &path, &csrf).await;
        let credential = key.get(&options);
        let fields =
            [("csrf", &*csrf), ("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
        let answers = (0..10).map(|_| {
            let mut browser = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
            let (app, page) = (&app, &page);
            async move { browser.post(app, page, &fields).await }
        });
        let answers = futures::future::join_all(answers).await;
        // The rest has a cookie that is no longer one, or an answer that was used.
        let went_on = answers.iter().filter(|answer| answer.status.is_redirection());
        let codes = went_on.filter(|answer| answer.parameter("code").is_some()).count();
        assert_eq!(codes, 1, "{answers:?}");
    }
}

/// The transaction's cookie alone asks for nothing: the session's has to be there, as for the form.
#[tokio::test]
async fn a_challenge_is_given_to_whoever_is_signed_in_here() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let mut key = Authenticator::new(1);
    enrol(&app, &mut browser, &mut key).await;
    let (page, csrf) = step_up_page(&app, &mut browser, "phr").await;
    let mut other = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
    other.cookies.remove("__Host-Http-lh_sid");
    for path in ["passkey", "pin"] {
        let path = page.replace("step-up", path);
        let mut request = post_json(&path, &csrf);
        *request.body_mut() = r#"{"step":"challenge"}"#.into();
        assert_eq!(other.send(&app, request).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    start(&app, &mut browser, &page.replace("step-up", "passkey"), &csrf).await;
}

/// Nothing of a challenge is in memory: the answer finds it after a restart, at sign-in and in a step-up.
#[tokio::test]
async fn a_restart_between_challenge_and_answer_is_not_noticed() {
    let mut app = App::start().await;
    let mut home = TestBrowser::at(NL);
    home.connect(&app, &app.northbank, "openid accounts.read payments.write").await;
    let mut key = Authenticator::new(1);
    enrol(&app, &mut home, &mut key).await;

    let (page, csrf) = step_up_page(&app, &mut home, "phr").await;
    let (ceremony, options) = start(&app, &mut home, &page.replace("step-up", "passkey"), &csrf).await;
    app.server = app.restarted();
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    assert!(home.submit(&app, &page, &fields).await.parameter("code").is_some());

    let mut other = TestBrowser::at(NL);
    let (page, csrf) = sign_in_page(&app, &mut other, "openid accounts.read").await;
    let (ceremony, options) = start(&app, &mut other, &page.replace("sign-in", "passkey"), &csrf).await;
    app.server = app.restarted();
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    let answer = other.submit(&app, &page, &fields).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
}
