//! What somebody with the password, and perhaps a phished code, may do on a device of their own; and what the owner
//! may still do meanwhile.

use chrono::Duration;
use leasehold_domain::signal::SignalKind;
use leasehold_domain::user::FactorKind;
use leasehold_oauth_types::factors::FactorPageView;
use leasehold_storage::Storage as _;

use crate::account::newest;
use crate::authenticator::Authenticator;
use crate::device_trust::block;
use crate::factors::{CODES, make_codes, question, recover};
use crate::passkeys::{PAGE, confirm_with_code, enrol};
use crate::support::{App, NL, TestBrowser, factors_page, status};

const ALL: &str = "openid accounts.read payments.write";
const CONFIRM: &str = "/factors/confirm";

async fn connected(app: &App) -> TestBrowser {
    let mut browser = TestBrowser::at(NL);
    browser.connect(app, &app.northbank, ALL).await;
    browser
}

async fn kinds(app: &App) -> Vec<FactorKind> {
    let factors = app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
    factors.into_iter().map(|factor| factor.kind).collect()
}

/// Wrong recovery codes typed elsewhere with the right password use up nothing of the owner's (invariant 11).
#[tokio::test]
async fn nobody_keeps_the_owner_from_their_recovery_codes() {
    let app = App::start().await;
    let mut owner = connected(&app).await;
    let codes = make_codes(&app, &mut owner).await;
    app.clock.advance(Duration::minutes(6));
    let mut thief = connected(&app).await;
    for _ in 0..6 {
        recover(&app, &mut thief, "0000-0000-0000-0000").await;
    }
    assert!(question(&app, &thief, PAGE).await.refused.is_some());
    assert_eq!(
        recover(&app, &mut owner, &codes[0]).await,
        PAGE,
        "the owner's own device has tries of its own"
    );
}

/// `right password, wrong factor`: five wrong codes on a new device are five signals, and sensitive scopes of devices
/// without a key wait.
#[tokio::test]
async fn the_right_password_with_wrong_codes_is_noticed() {
    let app = App::start().await;
    let mut owner = TestBrowser::at(NL);
    let tokens = owner.connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    let mut thief = connected(&app).await;
    for _ in 0..5 {
        app.clock.advance(Duration::seconds(2));
        let csrf = question(&app, &thief, PAGE).await.form.csrf;
        let fields = [("csrf", &*csrf), ("to", PAGE), ("factor", "totp"), ("code", "000000")];
        thief.post(&app, CONFIRM, &fields).await;
    }
    let mut tx = app.storage.read().await.unwrap();
    let signals = tx.signals(app.alice, app.clock_now(), 10).await.unwrap();
    let wrong = signals.iter().filter(|signal| signal.kind == SignalKind::WrongFactor).count();
    assert_eq!(wrong, 5, "the fifth, which begins the pause, is one too");
    drop(tx);
    let held = app.introspect(&app.northbank, token, NL).await;
    let reasons = held["scope_status"]["payments.write"]["reasons"].as_array().unwrap();
    assert!(reasons.iter().any(|reason| reason["code"] == "failed_sign_ins"), "{held}");
    assert_eq!(status(&held, "accounts.read"), "active");
}

/// A code that was phished removes nothing that counts, and what it adds waits for a day.
#[tokio::test]
async fn a_device_that_nobody_confirmed_takes_no_factor_away() {
    let app = App::start().await;
    let mut owner = connected(&app).await;
    enrol(&app, &mut owner, &mut Authenticator::new(1)).await;
    let before = kinds(&app).await;
    app.next_step();
    let mut thief = connected(&app).await;
    confirm_with_code(&app, &mut thief, PAGE).await;
    let factors = app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
    for factor in factors.iter().filter(|factor| factor.kind.steps_up()) {
        let page = format!("/factors/{}", factor.id);
        let FactorPageView::One(view) = factors_page(&app, &thief, &page).await else {
            panic!("another page")
        };
        let fields = [("csrf", &*view.form.csrf), ("decision", "remove"), ("sure", "1")];
        assert_eq!(thief.post(&app, &page, &fields).await.location(), page, "{:?}", factor.kind);
        let FactorPageView::One(view) = factors_page(&app, &thief, &page).await else {
            panic!("another page")
        };
        assert_eq!(view.error.as_deref(), Some("too_weak"));
    }
    assert_eq!(kinds(&app).await, before);

    // Recovery codes would replace those that the owner has on paper: a passkey has to be there for that.
    let FactorPageView::Confirm(view) = factors_page(&app, &thief, &format!("{CONFIRM}?to={CODES}")).await
    else {
        panic!("another page")
    };
    assert_eq!(view.ways, [leasehold_oauth_types::interaction::StepUpFactor::Passkey]);

    let mut own = Authenticator::new(2);
    enrol(&app, &mut thief, &mut own).await;
    let factors = app.storage.read().await.unwrap().factors(app.alice).await.unwrap();
    let added = factors.iter().rfind(|factor| factor.kind == FactorKind::Passkey).unwrap();
    assert!(!added.counts(app.clock_now()) && added.counts(app.clock_now() + Duration::hours(25)));
}

/// Whoever was blocked changes nothing at all, whatever they can prove, and uses up no code.
#[tokio::test]
async fn a_blocked_device_changes_no_factor() {
    let app = App::start().await;
    let mut owner = connected(&app).await;
    let codes = make_codes(&app, &mut owner).await;
    let first = newest(&app).await;
    app.clock.advance(Duration::minutes(6));
    let mut bad = connected(&app).await;
    block(&app, &first, &newest(&app).await).await;
    // It signs in again, with the cookie of the device that it is.
    bad.connect(&app, &app.northbank, ALL).await;
    app.next_step();
    let view = question(&app, &bad, PAGE).await;
    assert!(view.elsewhere && !view.recovery && view.ways.is_empty());
    let code = app.code();
    for (name, value) in [("code", code.as_str()), ("recovery_code", codes[0].as_str())] {
        let fields = [("csrf", &*view.form.csrf), ("to", PAGE), ("factor", "totp"), (name, value)];
        let answer = bad.post(&app, CONFIRM, &fields).await;
        assert!(answer.location().starts_with(CONFIRM), "{answer:?}");
    }
    app.clock.advance(Duration::minutes(6));
    assert_eq!(recover(&app, &mut owner, &codes[0]).await, PAGE, "the code was not used up");
}

#[tokio::test]
async fn a_device_carries_the_session_in_which_it_was_first_used() {
    let app = App::start().await;
    let mut browser = connected(&app).await;
    let first = newest(&app).await;
    app.clock.advance(Duration::days(15));
    browser.connect(&app, &app.northbank, ALL).await;
    let later = newest(&app).await;
    assert!(later.id != first.id && later.device == first.device);
    let trust = app.storage.read().await.unwrap().trust(app.alice, first.device).await.unwrap().unwrap();
    assert_eq!(trust.first_session, Some(first.id));
}
