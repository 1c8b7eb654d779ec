//! Keys that browsers hold: bound once, needed from then on.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use chrono::Duration;
use leasehold_domain::ClientId;
use leasehold_domain::clock::at_millis;
use leasehold_domain::device::{Device, KeyLoss, TrustState};
use leasehold_domain::session::Session;
use leasehold_domain::signal::SignalKind;
use leasehold_domain::user::FactorKind;
use leasehold_factors::device_key::{Challenge, DeviceProof, Purpose};
use leasehold_factors::fingerprint::{Fingerprint, Observed};
use leasehold_oauth_types::factors::FactorPageView;
use leasehold_oauth_types::interaction::{InteractionView, SignInError};
use leasehold_storage::Storage as _;
use serde_json::{Value, json};

use crate::account::{call, newest, token};
use crate::authenticator::Authenticator;
use crate::support::{
    ALL, Answer, App, ISSUER, NL, PASSWORD, TestBrowser, elevation, factors_page, form, just_proved, payment,
    post_json, status,
};

const DEVICE: &str = "__Host-Http-lh_dev";
const SESSION: &str = "__Host-Http-lh_sid";
const CONFIRM: &str = "/factors/confirm?to=/factors/passkey";
const PASSKEY: &str = "/factors/passkey";

/// A P-256 key of the same bytes each time, as an ECPrivateKey (RFC 5915) without its public half.
fn pair(seed: u8) -> EcdsaKeyPair {
    let curve = [0xa0, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    let der = [&[0x30, 0x31, 2, 1, 1, 4, 32][..], &[seed; 32], &curve].concat();
    EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_FIXED_SIGNING, &der).unwrap()
}

/// The key of one browser.
pub struct Key {
    pair: EcdsaKeyPair,
    pub zone: Option<&'static str>,
}

impl Key {
    pub fn new(seed: u8) -> Self {
        Self { pair: pair(seed), zone: None }
    }

    pub async fn challenge(app: &App, browser: &mut TestBrowser) -> Value {
        let answer = browser.send(app, post_json("/device/challenge", "token of the page")).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.json()
    }

    pub fn answer(&self, challenge: &Value, origin: &str) -> String {
        let text = |name: &str| challenge[name].as_str().unwrap();
        let issued: Challenge = text("challenge").parse().unwrap();
        let statement = DeviceProof {
            challenge: &issued,
            challenged_at: at_millis(challenge["challenged_at"].as_i64().unwrap()),
            origin,
            purpose: Purpose::parse(text("purpose")).unwrap(),
            bound_to: text("bound_to"),
        }
        .statement();
        let signature = self.pair.sign(&SystemRandom::new(), statement.as_bytes()).unwrap();
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
        let salt: [u8; 32] = B64.decode(text("salt")).unwrap().try_into().unwrap();
        let traits = Fingerprint::of(&Observed { zone: self.zone, ..Observed::default() }, &salt);
        json!({
            "ceremony": text("ceremony"),
            "key": {"kty": "EC", "crv": "P-256", "x": B64.encode(x), "y": B64.encode(y)},
            "signature": B64.encode(signature),
            "traits": traits,
        })
        .to_string()
    }

    /// What the page's script puts into the form.
    pub async fn proof(&self, app: &App, browser: &mut TestBrowser) -> String {
        self.answer(&Self::challenge(app, browser).await, ISSUER)
    }
}

/// Signs in and allows everything, with a key or without.
pub async fn connect(app: &App, browser: &mut TestBrowser, key: Option<&Key>) -> (Session, Value) {
    app.clock.advance(Duration::seconds(1));
    let again = [("scope", ALL), ("prompt", "login")];
    let page = browser.ask(app, &app.northbank, &again).await.location().to_owned();
    let answer = sign_in(app, browser, &page, key).await;
    finish(app, browser, key, answer).await
}

async fn sign_in(app: &App, browser: &mut TestBrowser, page: &str, key: Option<&Key>) -> Answer {
    let mut fields = vec![("username", "alice"), ("password", PASSWORD)];
    let proof = match key {
        Some(key) => key.proof(app, browser).await,
        None => String::new(),
    };
    fields.push(("device_proof", &proof));
    browser.submit(app, page, &fields).await
}

pub async fn finish(
    app: &App,
    browser: &mut TestBrowser,
    key: Option<&Key>,
    mut answer: Answer,
) -> (Session, Value) {
    if answer.location().ends_with("/step-up") {
        let page = answer.location().to_owned();
        answer = browser.submit(app, &page, &[("decision", "cancel")]).await;
    }
    if answer.location().ends_with("/consent") {
        let proof = match key {
            Some(key) => key.proof(app, browser).await,
            None => String::new(),
        };
        answer = allow(app, browser, answer.location(), &proof).await;
    }
    let code = answer.parameter("code").unwrap_or_else(|| panic!("{answer:?}"));
    let tokens = app.redeem(&app.northbank, &code).await.json();
    (newest(app).await, tokens)
}

/// Allows everything on the consent page.
async fn allow(app: &App, browser: &mut TestBrowser, page: &str, proof: &str) -> Answer {
    let names: Vec<String> = ALL.split(' ').map(|scope| format!("scope.{scope}")).collect();
    let mut fields = vec![("decision", "allow"), ("device_proof", proof)];
    fields.extend(names.iter().map(|name| (name.as_str(), "on")));
    browser.submit(app, page, &fields).await
}

pub async fn payments(app: &App, tokens: &Value) -> String {
    let seen = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), NL).await;
    status(&seen, "payments.write").to_owned()
}

/// Rules of the open holds on a device.
pub async fn held(app: &App, session: &Session) -> Vec<String> {
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    let own = holds.into_iter().filter(|hold| hold.subject.device == Some(session.device));
    own.map(|hold| hold.rule).collect()
}

pub async fn device(app: &App, session: &Session) -> Device {
    app.storage.read().await.unwrap().device(session.device).await.unwrap().unwrap()
}

/// A browser with a copy of every cookie that `of` has.
fn copy(of: &TestBrowser) -> TestBrowser {
    TestBrowser { cookies: of.cookies.clone(), ..TestBrowser::at(NL) }
}

async fn step_up_page(app: &App, browser: &mut TestBrowser, tokens: &Value) -> String {
    let details = payment("250.00");
    let extra = elevation(tokens["grant_id"].as_str().unwrap(), &details);
    let page = browser.ask(app, &app.northbank, &extra).await.location().to_owned();
    assert!(page.ends_with("/step-up"), "{page}");
    page
}

#[tokio::test]
async fn the_first_key_of_a_device_is_its_own() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let (unkeyed, _) = connect(&app, &mut browser, None).await;
    assert_eq!(device(&app, &unkeyed).await.key, None);
    let key = Key::new(1);
    let (keyed, _) = connect(&app, &mut browser, Some(&key)).await;
    assert_eq!((keyed.device, keyed.id), (unkeyed.device, unkeyed.id));
    let first = device(&app, &keyed).await.key.unwrap();
    assert_eq!(app.log("device_key_bound").await.len(), 1);
    app.clock.advance(Duration::days(2));
    let (again, tokens) = connect(&app, &mut browser, Some(&key)).await;
    let bound = device(&app, &again).await.key.unwrap();
    assert_eq!((again.device, bound.thumbprint), (keyed.device, first.thumbprint));
    assert!(bound.proved_at > first.proved_at);
    assert_eq!(payments(&app, &tokens).await, "expired", "trusted, and asks for its usual confirmation");
}

/// A key is found again wherever its cookie went.
#[tokio::test]
async fn a_key_is_its_device_without_the_cookie() {
    let app = App::start().await;
    let (mut browser, key) = (TestBrowser::at(NL), Key::new(1));
    let (first, _) = connect(&app, &mut browser, Some(&key)).await;
    browser.cookies.clear();
    let (second, tokens) = connect(&app, &mut browser, Some(&key)).await;
    assert_eq!(first.device, second.device);
    assert_eq!(payments(&app, &tokens).await, "expired");
    // Once without scripts it was somebody else; with its key it is itself again.
    let (lost, _) = connect(&app, &mut browser, None).await;
    assert_ne!(lost.device, first.device);
    let (back, _) = connect(&app, &mut browser, Some(&key)).await;
    assert_eq!(back.device, first.device);
}

/// Two tabs of a new browser that sign in at once: they are one device, by its one key.
#[tokio::test]
async fn two_first_sign_ins_bind_one_key() {
    let app = App::start().await;
    let key = Key::new(1);
    let mut first = TestBrowser::at(NL);
    let one = first.ask(&app, &app.northbank, &[("scope", ALL)]).await.location().to_owned();
    let mut second = copy(&first);
    let two = second.ask(&app, &app.northbank, &[("scope", ALL)]).await.location().to_owned();
    let (a, b) = futures::join!(
        sign_in(&app, &mut first, &one, Some(&key)),
        sign_in(&app, &mut second, &two, Some(&key))
    );
    for answer in [&a, &b] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        assert!(!answer.location().ends_with("/sign-in"), "{answer:?}");
    }
    let sessions = app.storage.read().await.unwrap().sessions(app.alice).await.unwrap();
    let live: Vec<_> = sessions.iter().filter(|session| session.ended.is_none()).collect();
    let devices: std::collections::BTreeSet<_> = live.iter().map(|session| session.device).collect();
    assert_eq!(devices.len(), 1, "one device");
    assert!(device(&app, live[0]).await.key.is_some());
}

/// `device_cookie_copied`: with the password and every cookie, in another browser.
#[tokio::test]
async fn device_cookie_copied() {
    let app = App::start().await;
    let (mut owner, key) = (TestBrowser::at(NL), Key::new(1));
    let (session, tokens) = connect(&app, &mut owner, Some(&key)).await;
    for (seed, loss) in [(None, "lost"), (Some(2), "changed")] {
        let mut thief = copy(&owner);
        let stolen = seed.map(Key::new);
        let (other, taken) = connect(&app, &mut thief, stolen.as_ref()).await;
        assert_ne!(other.device, session.device);
        assert_eq!(payments(&app, &taken).await, "revoked", "{loss}");
        assert_eq!(held(&app, &other).await, ["device_changed"]);
        let mut tx = app.storage.read().await.unwrap();
        let holds = tx.open_holds(app.alice).await.unwrap();
        assert!(holds.iter().any(|hold| hold.cause == format!("{loss}={}", other.device)), "{holds:?}");
        let claims = tx.trust(app.alice, other.device).await.unwrap().unwrap().succeeds.unwrap();
        let expected = if loss == "lost" { KeyLoss::Lost } else { KeyLoss::Changed };
        assert_eq!((claims.device, claims.loss), (session.device, expected));
        // What is noticed of another key is about the new device, and adds nothing to the risk of the owner's.
        let signals = tx.signals(app.alice, app.clock_now(), 50).await.unwrap();
        let keys: Vec<_> = signals.iter().filter(|signal| signal.kind == SignalKind::OtherKey).collect();
        let of = if loss == "changed" { vec![Some(other.device)] } else { Vec::new() };
        assert_eq!(keys.iter().map(|signal| signal.device).collect::<Vec<_>>(), of);
        assert!(keys.iter().all(|signal| signal.session.is_none()));
        drop(tx);
        // The owner's session, cookie and device are as they were.
        assert_eq!(held(&app, &session).await, Vec::<String>::new());
        assert_eq!(payments(&app, &tokens).await, "expired");
        let silent = [("scope", "openid accounts.read"), ("prompt", "none")];
        assert!(owner.ask(&app, &app.northbank, &silent).await.parameter("code").is_some());
    }
    connect(&app, &mut owner, Some(&key)).await;
    assert_eq!(newest_of(&app, &session).await.id, session.id);

    // With the session's cookie, too, nothing is changed, allowed or blocked.
    copied_session_changes_no_factor(&app, &owner).await;
    copied_session_allows_no_app(&app, &owner).await;
    copied_session_blocks_no_device(&app, &session).await;
    assert_eq!(newest_of(&app, &session).await.id, session.id);

    // The owner goes on with the key.
    app.clock.advance(Duration::minutes(6));
    let fields = [("factor", "totp"), ("code", &*app.code())];
    let proof = key.proof(&app, &mut owner).await;
    let csrf = factors_page(&app, &owner, CONFIRM).await.csrf().to_owned();
    let fields = [&fields[..], &[("csrf", &*csrf), ("to", PASSKEY), ("device_proof", &proof)]].concat();
    assert_eq!(owner.send(&app, form("/factors/confirm", &fields)).await.location(), PASSKEY);
    copied_proof_opens_no_change(&app, &owner).await;
}

/// Copied right after its owner has proved themselves, a session still changes nothing without the key.
async fn copied_proof_opens_no_change(app: &App, owner: &TestBrowser) {
    let sign_in = "http://app.localhost:8080/auth/login?return_to=%2Fways";
    let factors = async || app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
    let before = factors().await;
    let mut thief = copy(owner);
    let csrf = factors_page(app, &thief, PASSKEY).await.csrf().to_owned();
    let (ceremony, options) = crate::passkeys::start(app, &mut thief, "/factors/passkey/start", &csrf).await;
    let credential = Authenticator::new(7).create(&options);
    let fields = [("csrf", &*csrf), ("ceremony", &*ceremony), ("credential", &*credential)];
    assert_eq!(thief.post(app, PASSKEY, &fields).await.location(), sign_in);

    let totp = before.iter().find(|factor| factor.kind == FactorKind::Totp).unwrap();
    for (page, more) in [
        (format!("/factors/{}", totp.id), vec![("decision", "remove"), ("sure", "1")]),
        ("/factors/recovery-codes".to_owned(), vec![("decision", "make")]),
        ("/factors/totp".to_owned(), vec![("code", "000000")]),
    ] {
        let mut thief = copy(owner);
        let csrf = factors_page(app, &thief, &page).await.csrf().to_owned();
        let fields = [&[("csrf", &*csrf)], &more[..]].concat();
        assert_eq!(thief.post(app, &page, &fields).await.location(), sign_in, "{page}");
    }
    assert_eq!(factors().await.len(), before.len());
    assert_eq!(app.log("passkey_enrolled").await.len(), 0);

    // Nor is a PIN set with another key than the one of the device.
    let mut thief = copy(owner);
    let csrf = factors_page(app, &thief, "/factors/pin").await.csrf().to_owned();
    let point = pair(2).public_key().as_ref()[1..].to_vec();
    let key =
        json!({"kty": "EC", "crv": "P-256", "x": B64.encode(&point[..32]), "y": B64.encode(&point[32..])});
    let step = json!({"step": "request", "request": B64.encode([0; 32]), "key": key});
    let request = axum::http::Request::post("/factors/pin/start")
        .header("content-type", "application/json")
        .header("x-leasehold-csrf", &csrf)
        .body(step.to_string().into())
        .unwrap();
    assert_eq!(thief.send(app, request).await.status, StatusCode::FORBIDDEN);
}

/// Neither a code, nor the password of somebody with no other factor, nor a recovery code proves anything there,
/// and none is used up.
async fn copied_session_changes_no_factor(app: &App, owner: &TestBrowser) {
    let (_, code) = (app.next_step(), app.code());
    let ways = [("code", &*code), ("password", PASSWORD), ("recovery_code", "AAAA-AAAA-AAAA-AAAA")];
    for (seed, way) in ways.into_iter().flat_map(|way| [(None, way), (Some(2), way)]) {
        let mut thief = copy(owner);
        let csrf = factors_page(app, &thief, CONFIRM).await.csrf().to_owned();
        let proof = match seed {
            Some(seed) => Key::new(seed).proof(app, &mut thief).await,
            None => String::new(),
        };
        let fields = [("csrf", &*csrf), ("to", PASSKEY), ("factor", "totp"), ("device_proof", &proof), way];
        let answer = thief.post(app, "/factors/confirm", &fields).await;
        assert_eq!(answer.location(), "http://app.localhost:8080/auth/login?return_to=%2Fways", "{way:?}");
        // Signed out here, and nowhere else; the sign-in says why, once.
        assert!(!thief.cookies.contains_key(SESSION), "{way:?}");
        for why in [Some(SignInError::KeyMissing), None] {
            let page = thief.ask(app, &app.account, &[("scope", "openid account.manage")]).await;
            let InteractionView::SignIn(view) = thief.view(app, page.location()).await else {
                panic!("{page:?}")
            };
            assert_eq!(view.error, why, "{way:?}");
        }
    }
    assert!(matches!(factors_page(app, owner, CONFIRM).await, FactorPageView::Confirm(_)), "nothing proved");
}

async fn copied_session_allows_no_app(app: &App, owner: &TestBrowser) {
    let mut thief = copy(owner);
    let extra = [("scope", "openid invoices.approve")];
    let page = thief.ask(app, &app.ledgerly, &extra).await.location().to_owned();
    assert!(page.ends_with("/consent"), "{page}");
    let answer = allow(app, &mut thief, &page, "").await;
    assert!(answer.location().ends_with("/sign-in"), "{answer:?}");
    let mut tx = app.storage.read().await.unwrap();
    let consent = tx.consent(app.alice, &ClientId::new("ledgerly")).await.unwrap();
    assert!(consent.is_none_or(|consent| consent.scopes.is_empty()));
}

/// The session of the trusted device has to prove something first, which without the key leads to a sign-in.
async fn copied_session_blocks_no_device(app: &App, session: &Session) {
    let (other, _) = connect(app, &mut TestBrowser::at(NL), None).await;
    app.clock.advance(Duration::minutes(6));
    let path = format!("/account/v1/devices/{}/block", other.device);
    let block =
        async || call(app.server.account_manage_router(), Method::POST, &path, Some(token(session))).await;
    let answer = block().await;
    assert_eq!(answer.status, 401, "{answer:?}");
    let challenge = answer.headers["www-authenticate"].to_str().unwrap();
    assert!(challenge.contains("insufficient_user_authentication"), "{challenge}");
    assert_eq!(answer.json()["reasons"][0]["remedy"], "step_up");
    let trust = app.storage.read().await.unwrap().trust(app.alice, other.device).await.unwrap().unwrap();
    assert_ne!(trust.state, TrustState::Blocked);
    just_proved(app, session).await;
    assert_eq!(block().await.status, 204);
}

/// A session's cookie alone, without the one of its device: whoever signs in over it ends nothing.
#[tokio::test]
async fn a_sign_in_over_a_copied_session_ends_nothing() {
    let app = App::start().await;
    app.add_bram().await;
    let (mut owner, key) = (TestBrowser::at(NL), Key::new(1));
    let (session, _) = connect(&app, &mut owner, Some(&key)).await;
    let mut thief = copy(&owner);
    thief.cookies.remove(DEVICE);
    let again = [("scope", ALL), ("prompt", "login")];
    let page = thief.ask(&app, &app.northbank, &again).await.location().to_owned();
    thief.submit(&app, &page, &[("username", "bram"), ("password", PASSWORD)]).await;
    let silent = [("scope", "openid accounts.read"), ("prompt", "none")];
    assert!(owner.ask(&app, &app.northbank, &silent).await.parameter("code").is_some());
    assert_eq!(newest_of(&app, &session).await.id, session.id);

    // With the key it is the same browser, and somebody else takes it over.
    let page = owner.ask(&app, &app.northbank, &again).await.location().to_owned();
    let proof = key.proof(&app, &mut owner).await;
    owner
        .submit(&app, &page, &[("username", "bram"), ("password", PASSWORD), ("device_proof", &proof)])
        .await;
    let sessions = app.storage.read().await.unwrap().sessions(app.alice).await.unwrap();
    assert!(sessions.iter().all(|session| session.ended.is_some()), "{sessions:?}");
}

/// A copied cookie and any account are not enough to bind the first key of somebody's device, and shut them out of it.
#[tokio::test]
async fn a_stranger_binds_no_key_to_your_device() {
    let app = App::start().await;
    app.add_bram().await;
    let mut owner = TestBrowser::at(NL);
    let (session, _) = connect(&app, &mut owner, None).await;
    let mut bram = copy(&owner);
    bram.cookies.remove("__Host-Http-lh_sid");
    let page = bram.ask(&app, &app.northbank, &[("scope", ALL)]).await.location().to_owned();
    let proof = Key::new(7).proof(&app, &mut bram).await;
    bram.submit(&app, &page, &[("username", "bram"), ("password", PASSWORD), ("device_proof", &proof)]).await;
    assert_eq!(device(&app, &session).await.key, None);
    assert_ne!(bram.cookies[DEVICE], owner.cookies[DEVICE], "a device of its own");
    let (again, tokens) = connect(&app, &mut owner, Some(&Key::new(1))).await;
    assert_eq!(again.device, session.device);
    assert!(device(&app, &session).await.key.is_some());
    assert_eq!(payments(&app, &tokens).await, "expired");
}

/// Failures of a copy fill no bucket of the device itself.
#[tokio::test]
async fn a_copy_cannot_lock_the_device_out() {
    let app = App::start().await;
    let (mut owner, key) = (TestBrowser::at(NL), Key::new(1));
    connect(&app, &mut owner, Some(&key)).await;
    let mut thief = copy(&owner);
    let page = thief.ask(&app, &app.northbank, &[("scope", ALL), ("prompt", "login")]).await;
    for _ in 0..10 {
        thief.submit(&app, page.location(), &[("username", "alice"), ("password", "wrong")]).await;
    }
    connect(&app, &mut owner, Some(&key)).await;
}

/// A session cookie is worth no step-up without the key, and the session is not harmed.
#[tokio::test]
async fn a_step_up_without_the_key_is_another_browser() {
    let app = App::start().await;
    let (mut owner, key) = (TestBrowser::at(NL), Key::new(1));
    let (session, tokens) = connect(&app, &mut owner, Some(&key)).await;
    let mut thief = copy(&owner);
    let page = step_up_page(&app, &mut thief, &tokens).await;
    let wrong = Key::new(2).proof(&app, &mut thief).await;
    let fields = [("factor", "totp"), ("code", &*app.code()), ("device_proof", &wrong)];
    let answer = thief.submit(&app, &page, &fields).await;
    // Nobody who signs in anew could finish it, so that nobody is asked to.
    assert_eq!(answer.parameter("error").as_deref(), Some("device_key_required"), "{answer:?}");
    assert_eq!(payments(&app, &tokens).await, "expired");
    assert!(device(&app, &session).await.key.is_some());

    // The code was not used up, and the owner goes on.
    let page = step_up_page(&app, &mut owner, &tokens).await;
    let proof = key.proof(&app, &mut owner).await;
    let fields = [("factor", "totp"), ("code", &*app.code()), ("device_proof", &proof)];
    let code = owner.submit(&app, &page, &fields).await.parameter("code").unwrap();
    app.redeem(&app.northbank, &code).await;
    assert_eq!(newest_of(&app, &session).await.id, session.id);
}

async fn newest_of(app: &App, of: &Session) -> Session {
    let sessions = app.storage.read().await.unwrap().sessions(app.alice).await.unwrap();
    sessions.into_iter().find(|session| session.device == of.device && session.ended.is_none()).unwrap()
}

/// A proof that failed once, in the owner's own browser: signing in with the key goes on with the session.
#[tokio::test]
async fn the_owner_signs_in_again_and_goes_on() {
    let app = App::start().await;
    let (mut owner, key) = (TestBrowser::at(NL), Key::new(1));
    let (session, _) = connect(&app, &mut owner, Some(&key)).await;
    let extra = [("scope", ALL), ("acr_values", "urn:leasehold:acr:aal2")];
    let page = owner.ask(&app, &app.northbank, &extra).await.location().to_owned();
    let answer = owner.submit(&app, &page, &[("factor", "totp"), ("code", &app.code())]).await;
    let answer = sign_in(&app, &mut owner, answer.location(), Some(&key)).await;
    let page = answer.location().to_owned();
    assert!(page.ends_with("/step-up"), "{page}");
    let proof = key.proof(&app, &mut owner).await;
    let fields = [("factor", "totp"), ("code", &*app.code()), ("device_proof", &proof)];
    assert!(owner.submit(&app, &page, &fields).await.parameter("code").is_some());
    assert_eq!(newest(&app).await.id, session.id);
}

/// A challenge is answered once, by the browser that asked, within five minutes, from our own origin.
#[tokio::test]
async fn a_device_challenge_is_for_one_browser_and_one_answer() {
    let app = App::start().await;
    let (mut owner, key) = (TestBrowser::at(NL), Key::new(1));
    let (session, _) = connect(&app, &mut owner, Some(&key)).await;
    let again = [("scope", ALL), ("prompt", "login")];
    let page = owner.ask(&app, &app.northbank, &again).await.location().to_owned();

    let mut other = TestBrowser::at(NL);
    other.ask(&app, &app.northbank, &[("scope", ALL)]).await;
    let of_another = key.proof(&app, &mut other).await;
    let elsewhere = key.answer(&Key::challenge(&app, &mut owner).await, "http://evil.example");
    let old = key.proof(&app, &mut owner).await;
    let used = key.proof(&app, &mut owner).await;
    let pairs = [("username", "alice"), ("password", PASSWORD), ("device_proof", &*used)];
    owner.submit(&app, &page, &pairs).await;
    app.clock.advance(Duration::minutes(5));
    for (what, proof) in
        [("another browser", of_another), ("another origin", elsewhere), ("old", old), ("used", used)]
    {
        let mut browser = TestBrowser { cookies: owner.cookies.clone(), ..TestBrowser::at(NL) };
        let page = browser.ask(&app, &app.northbank, &again).await.location().to_owned();
        let pairs = [("username", "alice"), ("password", PASSWORD), ("device_proof", &*proof)];
        browser.submit(&app, &page, &pairs).await;
        app.clock.advance(Duration::seconds(1));
        assert_ne!(newest(&app).await.device, session.device, "{what}");
        assert_ne!(browser.cookies[DEVICE], owner.cookies[DEVICE], "{what}");
    }
}

#[tokio::test]
async fn a_challenge_is_given_to_pages_of_ours_alone() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let nothing = browser.send(&app, post_json("/device/challenge", "x")).await;
    assert_eq!(nothing.status, StatusCode::CONFLICT, "nothing is in progress");
    browser.ask(&app, &app.northbank, &[("scope", ALL)]).await;
    let bare = axum::http::Request::post("/device/challenge").body(axum::body::Body::empty()).unwrap();
    assert_eq!(browser.send(&app, bare).await.status, StatusCode::FORBIDDEN);
    let mut foreign = post_json("/device/challenge", "x");
    foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(app.send(foreign).await.status, StatusCode::FORBIDDEN);
    assert!(Key::challenge(&app, &mut browser).await["purpose"] == "sign-in");
}

/// What cannot be read is no proof and no error.
#[tokio::test]
async fn a_broken_proof_is_none() {
    let app = App::start().await;
    for proof in ["{", "{}", "[]", "null", r#"{"ceremony":"x","key":{},"signature":""}"#, &"9".repeat(9999)] {
        let mut browser = TestBrowser::at(NL);
        let page = browser.ask(&app, &app.northbank, &[("scope", ALL)]).await.location().to_owned();
        let pairs = [("username", "alice"), ("password", PASSWORD), ("device_proof", proof)];
        let answer = browser.submit(&app, &page, &pairs).await;
        assert!(!answer.location().ends_with("/sign-in"), "{proof}");
        app.clock.advance(Duration::seconds(1));
    }
}
