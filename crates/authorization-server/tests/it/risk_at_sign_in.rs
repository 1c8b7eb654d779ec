//! Somebody signs in above the hard limit of the risk: asked for a second factor before anything else, and never
//! sent round in a circle.

use chrono::Duration;
use leasehold_authorization_server::policy::PolicyConfig;
use leasehold_domain::facts::Quality;
use leasehold_domain::hold::{Hold, HoldKind};
use leasehold_domain::signal::{Signal, SignalKind};
use leasehold_domain::{SignalId, SystemEntropy};
use leasehold_oauth_types::Remedy;
use leasehold_storage::Storage as _;
use serde_json::Value;

use crate::account::newest;
use crate::authenticator::Authenticator;
use crate::passkeys::{enrol, sign_in};
use crate::people::places;
use crate::support::{App, BR, NL, TestBrowser, status};

const SCOPE: &str = "openid accounts.read statements.read";

/// Somebody has the password and guesses at the second factor, five times.
pub async fn guessed_at() -> App {
    let app = placed().await;
    TestBrowser::at(NL).connect(&app, &app.northbank, SCOPE).await;
    guess(&app).await;
    app
}

/// Where travel is looked at.
async fn placed() -> App {
    let app = App::start().await;
    let server = app.restarted_with(PolicyConfig::default(), places().into());
    App { server, ..app }
}

async fn guess(app: &App) {
    let mut tx = app.storage.write().await.unwrap();
    for minutes in 0..5 {
        let at = app.clock_now() + Duration::seconds(minutes);
        let signal = Signal {
            id: SignalId::generate(at, &SystemEntropy),
            kind: SignalKind::WrongFactor,
            user: app.alice,
            device: None,
            session: None,
            cause: "wrong_factor".into(),
            quality: Quality::Observed,
            source: "leasehold".into(),
            at,
            until: at + Duration::days(1),
            values: [].into(),
        };
        assert!(tx.add_signal(&signal).await.unwrap());
    }
    tx.commit().await.unwrap();
    app.clock.advance(Duration::minutes(2));
}

async fn risks(app: &App) -> Vec<Hold> {
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    holds.into_iter().filter(|hold| hold.rule == "risk_score" && hold.kind == HoldKind::Revoke).collect()
}

async fn statements(app: &App, tokens: &Value) -> String {
    let seen = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    status(&seen, "statements.read").to_owned()
}

/// A new browser far away: with the guesses, its beginning is above the hard limit.
#[tokio::test]
async fn risk_at_sign_in_is_asked_about_before_the_code() {
    let app = guessed_at().await;
    let mut far = TestBrowser::at(BR);
    let page = far.ask(&app, &app.northbank, &[("scope", SCOPE)]).await;
    let answer = far.sign_in(&app, &page).await;
    let page = answer.location().to_owned();
    assert!(page.ends_with("/step-up"), "{page}");
    let causes: Vec<_> = risks(&app).await.into_iter().map(|hold| hold.cause).collect();
    assert!(causes.contains(&"travel=NL>BR".to_owned()), "{causes:?}");
    assert!(causes.contains(&"wrong_factor".to_owned()), "{causes:?}");
    let stored = app.log("risk_score").await;
    assert!(stored.iter().all(|entry| entry.facts["signals"].is_array()), "it can be explained");

    let answer = far.submit(&app, &page, &[("factor", "totp"), ("code", &app.code())]).await;
    let code = answer.parameter("code").unwrap_or_else(|| panic!("{answer:?}"));
    let tokens = app.redeem(&app.northbank, &code).await;
    assert_eq!(tokens.status, 200, "{tokens:?}");
    assert_eq!(statements(&app, &tokens.json()).await, "active");
    assert!(risks(&app).await.is_empty(), "what was confirmed does not come back");
}

/// Whoever leaves it for later gets what is harmless and a session that lives: their way back stays open.
#[tokio::test]
async fn risk_at_sign_in_ends_no_session() {
    let app = guessed_at().await;
    let mut far = TestBrowser::at(BR);
    let tokens = far.connect(&app, &app.northbank, SCOPE).await;
    assert_eq!(statements(&app, &tokens).await, "revoked");
    assert!(newest(&app).await.ended.is_none());
    assert!(!risks(&app).await.is_empty());
    // And those of the rules beside it: the journey, and where it went.
    let holds = app.storage.read().await.unwrap().open_holds(app.alice).await.unwrap();
    let holds: Vec<_> =
        holds.iter().filter(|hold| hold.remedy == Remedy::StepUp).map(|hold| hold.id.to_string()).collect();
    app.next_step();
    let answer = far.restore(&app, &holds).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    assert_eq!(statements(&app, &tokens).await, "active");
}

/// What is noticed later is no part of how it began.
#[tokio::test]
async fn what_happens_in_a_session_still_ends_it() {
    let app = guessed_at().await;
    let mut far = TestBrowser::at(BR);
    let tokens = far.connect(&app, &app.northbank, SCOPE).await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let session = newest(&app).await.id;
    let at = app.clock_now();
    let signal = Signal {
        id: SignalId::generate(at, &SystemEntropy),
        kind: SignalKind::TokenReplay,
        user: app.alice,
        device: None,
        session: Some(session),
        cause: "token_replay".into(),
        quality: Quality::Observed,
        source: "leasehold".into(),
        at,
        until: at + Duration::days(30),
        values: [].into(),
    };
    let mut tx = app.storage.write().await.unwrap();
    tx.add_signal(&signal).await.unwrap();
    tx.commit().await.unwrap();
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    assert_eq!(app.post_as(&app.northbank, "/token", &pairs).await.status, 400);
    assert!(app.storage.read().await.unwrap().session(session).await.unwrap().unwrap().ended.is_some());
}

/// A passkey from before is the answer itself: nobody is asked twice. One that waits is none.
#[tokio::test]
async fn risk_at_sign_in_is_answered_by_a_passkey_from_before() {
    let app = placed().await;
    let mut home = TestBrowser::at(NL);
    home.connect(&app, &app.northbank, SCOPE).await;
    let mut key = Authenticator::new(1);
    enrol(&app, &mut home, &mut key).await;
    app.clock.advance(Duration::minutes(1));
    guess(&app).await;
    let answer = sign_in(&app, &mut TestBrowser::at(BR), &mut key).await;
    let code = answer.parameter("code").unwrap_or_else(|| panic!("{answer:?}"));
    assert_eq!(app.redeem(&app.northbank, &code).await.status, 200);
    assert!(!app.log("risk_score").await.is_empty(), "it was asked, and answered");
    assert!(risks(&app).await.is_empty());

    // Added by whoever has a code, on a browser that nobody confirmed: it signs in, and answers nothing.
    let mut thief = TestBrowser::at(NL);
    thief.connect(&app, &app.northbank, "openid accounts.read").await;
    let mut fresh = Authenticator::new(2);
    app.next_step();
    enrol(&app, &mut thief, &mut fresh).await;
    app.clock.advance(Duration::minutes(1));
    let before = risks(&app).await.len();
    sign_in(&app, &mut TestBrowser::at(BR), &mut fresh).await;
    assert!(risks(&app).await.len() > before, "what it holds stays held");
}
