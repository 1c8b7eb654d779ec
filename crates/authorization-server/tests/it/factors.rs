//! Changing one's factors: recovery codes, removal, and who may.

use leasehold_authorization_server::factors::FactorPage;
use leasehold_domain::clock::Clock as _;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_oauth_types::factors::{ConfirmView, FactorPageView, LastOf, OneFactorView};
use leasehold_storage::Storage as _;

use crate::authenticator::Authenticator;
use crate::passkeys::{confirm_with_code, enrol};
use crate::support::{App, NL, TestBrowser, factors_page, payment, seen};

const CODES: &str = "/factors/recovery-codes";
const PASSKEY: &str = "/factors/passkey";

async fn factors(app: &App) -> Vec<Factor> {
    app.storage.read().await.unwrap().factors(app.alice).await.unwrap()
}

async fn signed_in(app: &App) -> TestBrowser {
    let mut browser = TestBrowser::at(NL);
    browser.connect(app, &app.northbank, "openid accounts.read payments.write").await;
    browser
}

/// Alice makes a set of recovery codes.
async fn make_codes(app: &App, browser: &mut TestBrowser) -> Vec<String> {
    confirm_with_code(app, browser, CODES).await;
    let csrf = factors_page(app, browser, CODES).await.csrf().to_owned();
    let answer = browser.post(app, CODES, &[("csrf", &csrf), ("decision", "make")]).await;
    assert_eq!(answer.location(), CODES);
    match factors_page(app, browser, CODES).await {
        FactorPageView::RecoveryCodes(view) => view.codes,
        _ => panic!("another page"),
    }
}

async fn question(app: &App, browser: &TestBrowser, to: &str) -> ConfirmView {
    match factors_page(app, browser, &format!("/factors/confirm?to={to}")).await {
        FactorPageView::Confirm(view) => view,
        _ => panic!("another page"),
    }
}

async fn recover(app: &App, browser: &mut TestBrowser, code: &str) -> String {
    let csrf = question(app, browser, PASSKEY).await.form.csrf;
    let fields = [("csrf", &*csrf), ("to", PASSKEY), ("recovery_code", code)];
    browser.post(app, "/factors/confirm", &fields).await.location().to_owned()
}

#[tokio::test]
async fn recovery_codes_are_shown_until_done_and_stored_as_hashes() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    assert_eq!(codes.len(), 10);
    let FactorPageView::RecoveryCodes(again) = factors_page(&app, &browser, CODES).await else { panic!() };
    assert_eq!(again.codes, codes, "a reload loses nothing");
    browser.post(&app, CODES, &[("csrf", &again.form.csrf), ("decision", "done")]).await;
    let FactorPageView::RecoveryCodes(over) = factors_page(&app, &browser, CODES).await else { panic!() };
    assert!(over.codes.is_empty());
    assert_eq!(over.replaces, 10);
    let set =
        factors(&app).await.into_iter().find(|factor| factor.kind == FactorKind::RecoveryCodes).unwrap();
    assert!(set.secret.is_empty(), "nothing but hashes");
}

#[tokio::test]
async fn a_new_set_ends_the_old_one() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let old = make_codes(&app, &mut browser).await;
    let csrf = factors_page(&app, &browser, CODES).await.csrf().to_owned();
    browser.post(&app, CODES, &[("csrf", &csrf), ("decision", "done")]).await;
    browser.post(&app, CODES, &[("csrf", &csrf), ("decision", "make")]).await;
    app.clock.advance(chrono::Duration::minutes(6));
    assert_ne!(recover(&app, &mut browser, &old[0]).await, PASSKEY);
}

/// A recovery code opens the way to a new factor, which waits, and to nothing else.
#[tokio::test]
async fn a_recovery_code_leads_to_a_new_factor_and_never_to_a_payment() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    app.clock.advance(chrono::Duration::minutes(6));
    assert!(question(&app, &browser, PASSKEY).await.recovery);
    assert_eq!(recover(&app, &mut browser, &codes[3].to_lowercase()).await, PASSKEY);

    // Not for the payment.
    let details = payment("250.00");
    let extra = [
        ("scope", "openid payments.write"),
        ("acr_values", "urn:leasehold:acr:aal2"),
        ("authorization_details", &*details),
    ];
    let uri = app.request_uri(&app.northbank, &extra).await;
    let page = browser.authorize(&app, &app.northbank, &uri).await.location().to_owned();
    assert!(page.ends_with("/step-up"));
    let fields = [("factor", "recovery_code"), ("recovery_code", &*codes[4]), ("code", &*codes[4])];
    assert_eq!(browser.submit(&app, &page, &fields).await.location(), page);

    // What was lost cannot be taken away with it, and what is added waits.
    let FactorPageView::Passkey(view) = factors_page(&app, &browser, PASSKEY).await else { panic!() };
    assert_eq!(view.wait_hours, 24);
    let totp = factors(&app).await.into_iter().find(|factor| factor.kind == FactorKind::Totp).unwrap();
    let page = format!("/factors/{}", totp.id);
    let csrf = factors_page(&app, &browser, &page).await.csrf().to_owned();
    browser.post(&app, &page, &[("csrf", &csrf), ("decision", "remove"), ("sure", "1")]).await;
    assert!(factors(&app).await.iter().any(|factor| factor.id == totp.id));
    let FactorPageView::One(OneFactorView { error, .. }) = factors_page(&app, &browser, &page).await else {
        panic!()
    };
    assert_eq!(error.as_deref(), Some("too_weak"));
}

/// Also where the password would have done, because no second factor is left.
#[tokio::test]
async fn a_recovery_code_is_never_spent_for_nothing() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    let totp = factors(&app).await.into_iter().find(|factor| factor.kind == FactorKind::Totp).unwrap();
    let page = format!("/factors/{}", totp.id);
    let csrf = factors_page(&app, &browser, &page).await.csrf().to_owned();
    browser.post(&app, &page, &[("csrf", &csrf), ("decision", "remove"), ("sure", "1")]).await;
    app.clock.advance(chrono::Duration::minutes(6));
    assert!(question(&app, &browser, PASSKEY).await.ways.is_empty());
    assert_eq!(recover(&app, &mut browser, &codes[0]).await, PASSKEY);
    let FactorPageView::Passkey(view) = factors_page(&app, &browser, PASSKEY).await else { panic!() };
    assert_eq!(view.wait_hours, 24);
}

#[tokio::test]
async fn recovery_codes_cannot_be_guessed() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    app.clock.advance(chrono::Duration::minutes(6));
    for _ in 0..5 {
        assert_ne!(recover(&app, &mut browser, "AAAA-AAAA-AAAA-AAAA").await, PASSKEY);
    }
    assert_ne!(recover(&app, &mut browser, &codes[0]).await, PASSKEY, "paused");
}

/// `single_use_under_100_parallel` for recovery codes.
#[tokio::test]
async fn recovery_code_single_use_under_100_parallel() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    app.clock.advance(chrono::Duration::minutes(6));
    let csrf = question(&app, &browser, PASSKEY).await.form.csrf;
    let fields = [("csrf", &*csrf), ("to", PASSKEY), ("recovery_code", &*codes[0])];
    let tries = (0..100).map(|_| {
        let mut browser = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
        let app = &app;
        async move { browser.post(app, "/factors/confirm", &fields).await }
    });
    futures::future::join_all(tries).await;
    let set =
        factors(&app).await.into_iter().find(|factor| factor.kind == FactorKind::RecoveryCodes).unwrap();
    let left = app.storage.read().await.unwrap().recovery_codes_left(set.id).await.unwrap();
    assert_eq!(left, 9, "one was used, once");
}

#[tokio::test]
async fn the_last_factor_goes_only_on_purpose() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let mut key = Authenticator::new(1);
    enrol(&app, &mut browser, &mut key).await;
    let remove = async |browser: &mut TestBrowser, factor: &Factor, sure: bool| {
        let page = format!("/factors/{}", factor.id);
        let FactorPageView::One(view) = factors_page(&app, browser, &page).await else { panic!() };
        let mut fields = vec![("csrf", view.form.csrf.as_str()), ("decision", "remove")];
        if sure {
            fields.push(("sure", "1"));
        }
        browser.post(&app, &page, &fields).await;
        view.last_of
    };
    let of = async |kind| factors(&app).await.into_iter().find(|factor| factor.kind == kind);
    let passkey = of(FactorKind::Passkey).await.unwrap();
    assert_eq!(remove(&mut browser, &passkey, false).await, Some(LastOf::PhishingResistant));
    assert!(of(FactorKind::Passkey).await.is_some(), "asked first");
    remove(&mut browser, &passkey, true).await;
    assert!(of(FactorKind::Passkey).await.is_none());
    let totp = of(FactorKind::Totp).await.unwrap();
    assert_eq!(remove(&mut browser, &totp, false).await, Some(LastOf::SecondFactor));
    assert!(of(FactorKind::Totp).await.is_some());
    let password = of(FactorKind::Password).await.unwrap();
    let page = FactorPage::One(password.id.to_string());
    assert!(app.server.interactions().factors(&page, &seen(&browser)).await.is_err(), "never removed");
}

/// What was proved with a factor counts no longer once it is gone, in every session.
#[tokio::test]
async fn a_removed_factor_leaves_no_assurance() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    confirm_with_code(&app, &mut browser, PASSKEY).await;
    let mut tx = app.storage.read().await.unwrap();
    let before = tx.sessions(app.alice).await.unwrap().remove(0).acr(app.clock.now());
    assert_eq!(before, leasehold_oauth_types::Acr::Aal2);
    drop(tx);
    let totp = factors(&app).await.into_iter().find(|factor| factor.kind == FactorKind::Totp).unwrap();
    let page = format!("/factors/{}", totp.id);
    let csrf = factors_page(&app, &browser, &page).await.csrf().to_owned();
    browser.post(&app, &page, &[("csrf", &csrf), ("decision", "remove"), ("sure", "1")]).await;
    let mut tx = app.storage.read().await.unwrap();
    let after = tx.sessions(app.alice).await.unwrap().remove(0).acr(app.clock.now());
    assert_eq!(after, leasehold_oauth_types::Acr::Aal1);
}
