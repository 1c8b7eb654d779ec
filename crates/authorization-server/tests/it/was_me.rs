//! "That was me": who may say so, of what, and for how long.

use axum::http::Method;
use chrono::Duration;
use leasehold_domain::device::{DeviceKey, TrustState};
use leasehold_domain::facts::Quality;
use leasehold_domain::log::{Change, Initiator};
use leasehold_domain::proof::{KeyFacts, Proof};
use leasehold_domain::session::Session;
use leasehold_domain::signal::{Signal, SignalKind};
use leasehold_domain::user::FactorKind;
use leasehold_domain::waiver::Waiver;
use leasehold_domain::{DeviceId, SessionId, SignalId, SystemEntropy, UserId};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::Storage as _;
use serde_json::{Value, json};

use crate::account::{call, token};
use crate::authenticator::Authenticator;
use crate::device_keys::{Key, connect};
use crate::passkeys::enrol;
use crate::support::{Answer, App, NL, TestBrowser, just_proved};

/// A browser with a key and everything allowed.
async fn connected(app: &App) -> (TestBrowser, Session, Value) {
    let mut browser = TestBrowser::keyed(NL);
    let (session, tokens) = again(app, &mut browser).await;
    (browser, session, tokens)
}

/// Signs in again on the same device.
async fn again(app: &App, browser: &mut TestBrowser) -> (Session, Value) {
    let key = Key::new(browser.key.unwrap());
    let signed_in = connect(app, browser, Some(&key)).await;
    app.clock.advance(Duration::minutes(1));
    signed_in
}

/// The owner's device, and another one that they confirmed; what is said of the second is said from the first.
async fn two_devices(app: &App) -> ((TestBrowser, Session, Value), (TestBrowser, Session, Value)) {
    let first = connected(app).await;
    let second = connected(app).await;
    trust(app, &second.1).await;
    app.clock.advance(Duration::minutes(1));
    (first, second)
}

async fn trust(app: &App, session: &Session) {
    let now = app.clock_now();
    let mut tx = app.storage.write().await.unwrap();
    let mut trust = tx.trust(app.alice, session.device).await.unwrap().unwrap();
    trust.state = TrustState::Trusted { since: now, until: now + Duration::days(90) };
    tx.put_trust(&trust).await.unwrap();
    tx.commit().await.unwrap();
}

/// Whom a signal is about.
#[derive(Clone, Copy)]
enum About {
    Device(DeviceId),
    Session(SessionId),
    Person,
}

/// Notices something so often that it is enough for the soft limit and not for the hard one; its id is that of the last.
async fn notice(app: &App, user: UserId, kind: SignalKind, about: About) -> SignalId {
    let (device, session, name) = match about {
        About::Device(id) => (Some(id), None, id.to_string()),
        About::Session(id) => (None, Some(id), id.to_string()),
        About::Person => (None, None, String::new()),
    };
    let mut tx = app.storage.write().await.unwrap();
    let mut last = None;
    for n in 0..if kind == SignalKind::RecoveryUsed { 2 } else { 4 } {
        let at = app.clock_now() - Duration::seconds(3 - n);
        let id = SignalId::generate(at, &SystemEntropy);
        let signal = Signal {
            id,
            kind,
            user,
            device,
            session,
            cause: format!("{}={name}", kind.as_str()),
            quality: Quality::Observed,
            source: "leasehold".into(),
            at,
            until: at + Duration::days(30),
            values: Default::default(),
        };
        assert!(tx.add_signal(&signal).await.unwrap());
        last = Some(id);
    }
    tx.commit().await.unwrap();
    last.unwrap()
}

/// Whether the risk of the session is above the soft limit, once it was weighed.
async fn is_risky(app: &App, (session, tokens): (&Session, &Value)) -> bool {
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), NL).await;
    is_held(app, session).await
}

async fn is_held(app: &App, session: &Session) -> bool {
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    holds.iter().any(|hold| hold.rule == "risk_score" && hold.subject.session == Some(session.id))
}

async fn say(app: &App, from: &Session, signal: SignalId) -> Answer {
    let path = format!("/account/v1/unusual-activity/{signal}/confirm");
    call(app.server.account_manage_router(), Method::POST, &path, Some(token(from))).await
}

async fn listed(app: &App, session: &Session) -> Vec<Value> {
    let path = "/account/v1/unusual-activity";
    let answer = call(app.server.account_read_router(), Method::GET, path, Some(token(session))).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["activity"].as_array().unwrap().clone()
}

async fn waivers(app: &App) -> Vec<Waiver> {
    app.storage.read().await.unwrap().waivers(app.alice, app.clock_now()).await.unwrap()
}

/// With the usual step-up: one cause no longer counts, at once, where it was noticed; nothing else changes.
#[tokio::test]
async fn that_was_me_writes_a_waiver_not_a_weight() {
    let app = App::start().await;
    let ((mut browser, first, first_tokens), (_, second, tokens)) = two_devices(&app).await;
    let traits = SignalKind::TraitsChanged;
    let signal = notice(&app, app.alice, traits, About::Device(second.device)).await;
    assert!(is_risky(&app, (&second, &tokens)).await);
    let signals = async || app.storage.read().await.unwrap().signals(app.alice, app.clock_now(), 50).await;
    let before = signals().await.unwrap();
    let seen = &listed(&app, &first).await[0];
    assert_eq!((&seen["kind"], &seen["times"]), (&json!("traits_changed"), &json!(4)));
    assert_eq!((&seen["confirmable"], &seen["confirmed_until"]), (&json!("here"), &Value::Null));
    assert_eq!((&seen["place"], &seen["signal"]), (&json!("Netherlands"), &json!(signal.to_string())));

    let answer = say(&app, &first, signal).await;
    assert_eq!(answer.status, 401, "{answer:?}");
    assert!(answer.headers["www-authenticate"].to_str().unwrap().contains("acr_values"), "{answer:?}");
    assert!(waivers(&app).await.is_empty());
    app.next_step();
    let asked =
        [("scope", "openid account.manage"), ("acr_values", "urn:leasehold:acr:aal2"), ("max_age", "0")];
    let page = browser.ask(&app, &app.account, &asked).await.location().to_owned();
    browser.submit(&app, &page, &[("factor", "totp"), ("code", &app.code())]).await;
    assert_eq!(say(&app, &first, signal).await.status, 204);
    assert!(!is_held(&app, &second).await, "weighed at once");

    let given = waivers(&app).await;
    assert_eq!(given.len(), 1, "{given:?}");
    let Waiver { rule, cause, device, session, given_by, until, .. } = &given[0];
    assert_eq!((rule.as_str(), cause), ("risk_score", &format!("traits_changed={}", second.device)));
    assert_eq!((*device, *session, given_by.device), (second.device, None, first.device));
    assert_eq!(*until, app.clock_now() + Duration::days(30));
    assert_eq!(signals().await.unwrap(), before, "what was noticed stays as it was");
    let logged = app.log("risk_score").await;
    let entry = logged.iter().find(|entry| entry.change == Change::CauseConfirmed).unwrap();
    assert_eq!((entry.initiator, entry.cause.as_ref()), (Initiator::User, Some(cause)));
    assert_eq!(entry.subject.device, Some(second.device));
    assert_eq!(entry.facts["device"], first.device.to_string(), "who said so, for administrators");
    let notices = app.storage.read().await.unwrap().notices(app.alice, 50).await.unwrap();
    assert!(notices.iter().any(|notice| notice.kind == NoticeKind::ActivityConfirmed));
    assert_eq!(listed(&app, &first).await[0]["confirmed_until"], until.timestamp());

    assert_eq!(say(&app, &first, signal).await.status, 204, "again");
    assert_eq!(waivers(&app).await.len(), 1, "once");
    // The same on another device weighs what it did, and so does another matter on this one.
    assert!(!is_risky(&app, (&first, &first_tokens)).await);
    notice(&app, app.alice, traits, About::Device(first.device)).await;
    assert!(is_risky(&app, (&first, &first_tokens)).await);
    assert!(!is_risky(&app, (&second, &tokens)).await);
    notice(&app, app.alice, SignalKind::NewDevice, About::Device(second.device)).await;
    assert!(is_risky(&app, (&second, &tokens)).await, "another cause still counts");
}

/// Not from the device in doubt, whatever is proved there; nor from one that was trusted, or had its key, only later.
#[tokio::test]
async fn a_device_in_doubt_does_not_say_that_was_me() {
    let app = App::start().await;
    let ((_, first, _), (_, second, tokens)) = two_devices(&app).await;
    let signal = notice(&app, app.alice, SignalKind::TraitsChanged, About::Device(second.device)).await;
    just_proved(&app, &second).await;
    assert_eq!(say(&app, &second, signal).await.status, 403);
    let own = &listed(&app, &second).await[0];
    assert_eq!((&own["confirmable"], &own["this_device"]), (&json!("elsewhere"), &json!(true)));
    app.clock.advance(Duration::minutes(1));
    let (_, newer, _) = connected(&app).await;
    just_proved(&app, &newer).await;
    let untrusted = say(&app, &newer, signal).await;
    assert_eq!(untrusted.status, 403);
    assert_eq!(untrusted.json()["reasons"][0]["remedy"], "confirm_device");
    trust(&app, &newer).await;
    assert_eq!(say(&app, &newer, signal).await.status, 403, "trusted after it was noticed");
    let mut tx = app.storage.write().await.unwrap();
    let mut old = tx.trust(app.alice, newer.device).await.unwrap().unwrap();
    old.state = tx.trust(app.alice, first.device).await.unwrap().unwrap().state;
    tx.put_trust(&old).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(say(&app, &newer, signal).await.status, 403, "a key that came after it was noticed");
    assert!(is_risky(&app, (&second, &tokens)).await);
    // The key of the one that may has to be there now.
    app.clock.advance(Duration::minutes(5));
    just_proved(&app, &first).await;
    assert_eq!(say(&app, &first, signal).await.status, 401);
    assert!(waivers(&app).await.is_empty());
}

/// A password says nothing, and who has nothing else cannot say it at all.
#[tokio::test]
async fn a_password_does_not_say_that_was_me() {
    let app = App::start().await;
    let (mut browser, _, _) = connected(&app).await;
    let signal = notice(&app, app.alice, SignalKind::WrongFactor, About::Person).await;
    // The password, a moment ago.
    let (session, _) = again(&app, &mut browser).await;
    assert_eq!(say(&app, &session, signal).await.status, 401);
    let mut tx = app.storage.write().await.unwrap();
    for factor in tx.factors(app.alice).await.unwrap() {
        if factor.kind != FactorKind::Password {
            tx.remove_factor(factor.id).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    assert_eq!(say(&app, &session, signal).await.status, 403, "no step-up would help");
    assert!(waivers(&app).await.is_empty());
}

/// What was enrolled in the session in doubt, before or after, and what came after it at all, is no evidence.
#[tokio::test]
async fn a_fresh_factor_does_not_say_that_was_me() {
    let app = App::start().await;
    let (mut browser, session, _) = connected(&app).await;
    app.next_step();
    enrol(&app, &mut browser, &mut Authenticator::new(1)).await;
    app.clock.advance(Duration::minutes(6));
    let about = About::Session(session.id);
    let signal = notice(&app, app.alice, SignalKind::ImpossibleTravel, about).await;
    app.clock.advance(Duration::seconds(1));
    let prove = async |enrolled: Option<SessionId>| {
        let mut tx = app.storage.write().await.unwrap();
        let factors = tx.factors(app.alice).await.unwrap();
        let mut passkey = factors.iter().find(|factor| factor.kind == FactorKind::Passkey).unwrap().clone();
        if enrolled != passkey.enrolment.session {
            tx.remove_factor(passkey.id).await.unwrap();
            passkey.enrolment.session = enrolled;
            assert!(tx.add_factor(&passkey).await.unwrap());
        }
        let key = KeyFacts { verified: true, synced: false };
        let proof = Proof::of_key(passkey.id, key, app.clock_now());
        let session = tx.session(session.id).await.unwrap().unwrap();
        tx.update_session(&session.proving(proof)).await.unwrap();
        tx.commit().await.unwrap();
    };
    let show_key = async || {
        let mut tx = app.storage.write().await.unwrap();
        let key = tx.device(session.device).await.unwrap().unwrap().key.unwrap();
        let key = DeviceKey { proved_at: app.clock_now(), ..key };
        assert!(tx.put_device_key(session.device, &key).await.unwrap());
        tx.commit().await.unwrap();
    };
    show_key().await;
    prove(Some(session.id)).await;
    assert_eq!(say(&app, &session, signal).await.status, 401, "enrolled in that session");
    prove(None).await;
    app.clock.advance(Duration::seconds(1));
    let later = notice(&app, app.alice, SignalKind::NewDevice, about).await;
    assert_eq!(say(&app, &session, later).await.status, 401, "proved before it was noticed");
    // The step-up is the owner's; whoever copied the cookie has no key to go with it.
    app.clock.advance(Duration::minutes(5));
    prove(None).await;
    assert_eq!(say(&app, &session, signal).await.status, 401, "the key was shown too long ago");
    assert!(waivers(&app).await.is_empty());
    show_key().await;
    assert_eq!(say(&app, &session, signal).await.status, 204, "enrolled elsewhere, long ago");
    let given = waivers(&app).await;
    assert_eq!((given[0].session, given[0].device), (Some(session.id), session.device));
}

/// For thirty days the same is nothing new; then it counts again.
#[tokio::test]
async fn that_was_me_lapses_after_thirty_days() {
    let app = App::start().await;
    let ((_, first, _), (mut browser, second, _)) = two_devices(&app).await;
    let about = About::Device(second.device);
    let signal = notice(&app, app.alice, SignalKind::TraitsChanged, about).await;
    just_proved(&app, &first).await;
    assert_eq!(say(&app, &first, signal).await.status, 204);
    app.clock.advance(Duration::days(30) - Duration::hours(1));
    let (session, tokens) = again(&app, &mut browser).await;
    notice(&app, app.alice, SignalKind::TraitsChanged, about).await;
    assert!(!is_risky(&app, (&session, &tokens)).await, "the same again");
    app.clock.advance(Duration::hours(1));
    let (session, tokens) = again(&app, &mut browser).await;
    assert!(is_risky(&app, (&session, &tokens)).await, "over");
}

/// What is about the person everywhere is confirmed for the device where they say so: a stranger with their password
/// on another one still counts.
#[tokio::test]
async fn that_was_me_covers_no_stranger() {
    let app = App::start().await;
    let (_, first, first_tokens) = connected(&app).await;
    let (_, thief, tokens) = connected(&app).await;
    let signal = notice(&app, app.alice, SignalKind::RecoveryUsed, About::Person).await;
    assert!(is_risky(&app, (&first, &first_tokens)).await);
    assert!(is_risky(&app, (&thief, &tokens)).await);
    just_proved(&app, &thief).await;
    assert_eq!(say(&app, &thief, signal).await.status, 403, "a device that nobody trusts");
    just_proved(&app, &first).await;
    assert_eq!(say(&app, &first, signal).await.status, 204);
    assert!(!is_risky(&app, (&first, &first_tokens)).await);
    assert!(is_risky(&app, (&thief, &tokens)).await);
}

/// Nobody is a copy of their own cookie; what is over, faded, blocked or another person's is not confirmed either.
#[tokio::test]
async fn not_everything_was_me() {
    let app = App::start().await;
    let ((_, first, _), (_, second, _)) = two_devices(&app).await;
    just_proved(&app, &first).await;
    let copied = notice(&app, app.alice, SignalKind::CookieReused, About::Device(second.device)).await;
    let copied =
        (say(&app, &first, copied).await.status, listed(&app, &first).await[0]["confirmable"].clone());
    assert_eq!(copied, (403.try_into().unwrap(), json!("never")));
    let bram = app.add_bram().await;
    let foreign = notice(&app, bram, SignalKind::WrongFactor, About::Person).await;
    assert_eq!(say(&app, &first, foreign).await.status, 404, "another person's");
    assert!(listed(&app, &first).await.iter().all(|one| one["kind"] != "wrong_factor"));
    let travel = notice(&app, app.alice, SignalKind::ImpossibleTravel, About::Session(second.id)).await;
    let slip = notice(&app, app.alice, SignalKind::SignInFailed, About::Device(second.device)).await;
    let path = format!("/account/v1/devices/{}/block", second.device);
    let blocked = call(app.server.account_manage_router(), Method::POST, &path, Some(token(&first))).await;
    assert_eq!(blocked.status, 204);
    assert_eq!(say(&app, &first, slip).await.status, 403, "of a device that is not theirs");
    assert_eq!(say(&app, &first, travel).await.status, 403, "of a session that is over");
    app.clock.advance(Duration::days(9));
    assert_eq!(say(&app, &first, slip).await.status, 404, "it counts no longer");
    assert!(waivers(&app).await.is_empty());
}
