//! Changing one's factors: recovery codes, removal, and who may.

use leasehold_authorization_server::factors::FactorPage;
use leasehold_authorization_server::interaction::InteractionError;
use leasehold_domain::clock::Clock as _;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_factors::TotpSecret;
use leasehold_oauth_types::Acr;
use leasehold_oauth_types::factors::{ConfirmView, FactorPageView, LastOf, OneFactorView};
use leasehold_oauth_types::interaction::{InteractionView, StepUpError, StepUpFactor};
use leasehold_storage::Storage as _;

use crate::account::newest;
use crate::authenticator::Authenticator;
use crate::factor_pages::sessions_like;
use crate::passkeys::{confirm_with_code, enrol, start};
use crate::support::{App, NL, PASSWORD, TestBrowser, factors_page, payment, seen};

pub const CODES: &str = "/factors/recovery-codes";
const PASSKEY: &str = "/factors/passkey";
const PIN: &str = "/factors/pin";
const TOTP: &str = "/factors/totp";

async fn factors(app: &App) -> Vec<Factor> {
    app.storage.read().await.unwrap().factors(app.alice).await.unwrap()
}

async fn signed_in(app: &App) -> TestBrowser {
    let mut browser = TestBrowser::at(NL);
    browser.connect(app, &app.northbank, "openid accounts.read payments.write").await;
    browser
}

/// A code of the authenticator app on the page that confirms it is Alice.
async fn type_code(app: &App, browser: &mut TestBrowser, code: &str) -> String {
    let csrf = question(app, browser, PASSKEY).await.form.csrf;
    let fields = [("csrf", &*csrf), ("to", PASSKEY), ("factor", "totp"), ("code", code)];
    browser.post(app, "/factors/confirm", &fields).await.location().to_owned()
}

/// `totp_replay_and_brute_force` in parallel, spread over sessions.
#[tokio::test]
async fn totp_replay_and_brute_force_over_many_sessions() {
    let app = App::start().await;
    let browser = signed_in(&app).await;
    let session = newest(&app).await;
    let code = app.code();
    let all = |code: &str| {
        let (app, code) = (&app, code.to_owned());
        let (session, browser) = (session.clone(), &browser);
        async move {
            let tries = sessions_like(app, &session, browser, 20).await.into_iter().map(|mut browser| {
                let code = &code;
                async move {
                    let led = type_code(app, &mut browser, code).await;
                    (led, browser)
                }
            });
            futures::future::join_all(tries).await
        }
    };
    let led = all(&code).await;
    assert_eq!(led.iter().filter(|(to, _)| to == PASSKEY).count(), 1, "one code, once");

    let mut wrong = 0;
    for (_, browser) in all("000000").await {
        match question(&app, &browser, PASSKEY).await.error {
            Some(StepUpError::WrongCode { .. }) => wrong += 1,
            Some(StepUpError::TooMany { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(wrong, 4, "the fifth pauses them all");
    app.next_step();
    for (to, _) in all(&app.code()).await {
        assert_ne!(to, PASSKEY, "also the right one waits, in every session");
    }
}

/// Alice makes a set of recovery codes.
pub async fn make_codes(app: &App, browser: &mut TestBrowser) -> Vec<String> {
    confirm_with_code(app, browser, CODES).await;
    let csrf = factors_page(app, browser, CODES).await.csrf().to_owned();
    let answer = browser.post(app, CODES, &[("csrf", &csrf), ("decision", "make")]).await;
    assert_eq!(answer.location(), CODES);
    match factors_page(app, browser, CODES).await {
        FactorPageView::RecoveryCodes(view) => view.codes,
        _ => panic!("another page"),
    }
}

pub async fn question(app: &App, browser: &TestBrowser, to: &str) -> ConfirmView {
    match factors_page(app, browser, &format!("/factors/confirm?to={to}")).await {
        FactorPageView::Confirm(view) => view,
        _ => panic!("another page"),
    }
}

pub async fn recover(app: &App, browser: &mut TestBrowser, code: &str) -> String {
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

/// Not after they were removed, and not without a fresh proof.
#[tokio::test]
async fn codes_that_are_gone_are_shown_no_more() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    make_codes(&app, &mut browser).await;
    let set = factors(&app).await.into_iter().find(|it| it.kind == FactorKind::RecoveryCodes).unwrap();
    app.clock.advance(chrono::Duration::minutes(6));
    let later = app.server.interactions().factors(&FactorPage::RecoveryCodes, &seen(&browser)).await;
    assert!(matches!(later, Err(InteractionError::GoTo(_))));
    assert_eq!(browser.get(&app, "/factors/recovery-codes.txt").await.location(), CODES);
    confirm_with_code(&app, &mut browser, CODES).await;
    let page = format!("/factors/{}", set.id);
    let csrf = factors_page(&app, &browser, &page).await.csrf().to_owned();
    browser.post(&app, &page, &[("csrf", &csrf), ("decision", "remove")]).await;
    let FactorPageView::RecoveryCodes(view) = factors_page(&app, &browser, CODES).await else { panic!() };
    assert!(view.codes.is_empty());
}

#[tokio::test]
async fn a_new_set_ends_the_old_one() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let old = make_codes(&app, &mut browser).await;
    let csrf = factors_page(&app, &browser, CODES).await.csrf().to_owned();
    browser.post(&app, CODES, &[("csrf", &csrf), ("decision", "done")]).await;
    browser.post(&app, CODES, &[("csrf", &csrf), ("decision", "make")]).await;
    assert_eq!(app.log("recovery_codes_removed").await.len(), 1);
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
    let InteractionView::StepUp(view) = browser.view(&app, &page).await else { panic!("another page") };
    assert!(view.recovery, "which the page says");
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
    let FactorPageView::One(OneFactorView { error, .. }) = factors_page(&app, &browser, &page).await else {
        panic!()
    };
    assert_eq!(error, None, "said once");

    // Nor the other codes.
    let set = factors(&app).await.into_iter().find(|it| it.kind == FactorKind::RecoveryCodes).unwrap();
    let page = format!("/factors/{}", set.id);
    let csrf = factors_page(&app, &browser, &page).await.csrf().to_owned();
    browser.post(&app, &page, &[("csrf", &csrf), ("decision", "remove"), ("sure", "1")]).await;
    assert_eq!(codes_left(&app).await, 9);
}

/// Whoever lost their phone: the new app waits beside the lost one, and ends it when it counts.
#[tokio::test]
async fn a_recovery_code_leads_to_a_new_authenticator_app() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    let totps = async || {
        let totps = factors(&app).await.into_iter().filter(|factor| factor.kind == FactorKind::Totp);
        totps.map(|factor| factor.id).collect::<Vec<_>>()
    };
    let [lost] = *totps().await else { panic!("one") };
    app.clock.advance(chrono::Duration::minutes(6));
    recover(&app, &mut browser, &codes[0]).await;
    let FactorPageView::Totp(view) = factors_page(&app, &browser, TOTP).await else { panic!() };
    assert_eq!(view.wait_hours, Some(24));
    let secret: String = view.secret.split_whitespace().collect();
    let secret = TotpSecret::from_base32(&secret).unwrap();
    let code = || secret.code_at(app.clock.now()).to_string();
    let fields = [("csrf", &*view.form.csrf), ("code", &*code())];
    assert!(browser.post(&app, TOTP, &fields).await.location().ends_with("/ways"));
    assert_eq!(totps().await.len(), 2);

    // Until then the lost one works, in case somebody else has the codes.
    app.clock.advance(chrono::Duration::hours(1));
    confirm_with_code(&app, &mut browser, PASSKEY).await;
    app.clock.advance(chrono::Duration::hours(24));
    let confirm = async |browser: &mut TestBrowser, code: &str| {
        let csrf = question(&app, browser, PASSKEY).await.form.csrf;
        let fields = [("csrf", &*csrf), ("to", PASSKEY), ("factor", "totp"), ("code", code)];
        browser.post(&app, "/factors/confirm", &fields).await.location().to_owned()
    };
    assert_ne!(confirm(&mut browser, &app.code()).await, PASSKEY, "the lost one is gone");
    assert!(!totps().await.contains(&lost));
    assert_eq!(app.log("totp_removed").await.len(), 1);
    assert_eq!(confirm(&mut browser, &code()).await, PASSKEY);
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

/// A passkey that waits signs in and no more: what asks for a second factor still asks.
#[tokio::test]
async fn a_passkey_that_waits_hides_no_step_up() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    app.clock.advance(chrono::Duration::minutes(6));
    let before = newest(&app).await.auth_time();
    recover(&app, &mut browser, &codes[0]).await;
    assert_eq!(newest(&app).await.auth_time(), before, "a recovery code is no sign-in");
    let csrf = factors_page(&app, &browser, PASSKEY).await.csrf().to_owned();
    let (ceremony, options) =
        crate::passkeys::start(&app, &mut browser, "/factors/passkey/start", &csrf).await;
    let mut key = Authenticator::new(1);
    let credential = key.create(&options);
    let fields = [("csrf", &*csrf), ("ceremony", &*ceremony), ("credential", &*credential)];
    assert!(browser.post(&app, PASSKEY, &fields).await.location().ends_with("/ways"));

    let mut browser = TestBrowser::at(NL);
    let extra = [("scope", "openid accounts.read"), ("acr_values", "urn:leasehold:acr:aal2")];
    let page = browser.ask(&app, &app.northbank, &extra).await.location().to_owned();
    let csrf = browser.csrf(&app, &page).await;
    let path = page.replace("sign-in", "passkey");
    let (ceremony, options) = crate::passkeys::start(&app, &mut browser, &path, &csrf).await;
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &*credential)];
    let answer = browser.submit(&app, &page, &fields).await;
    assert!(answer.location().ends_with("/step-up"), "{answer:?}");
}

/// Somebody with nothing but a password proves it as often as they like.
#[tokio::test]
async fn right_passwords_use_up_nothing() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let totp = factors(&app).await.into_iter().find(|factor| factor.kind == FactorKind::Totp).unwrap();
    let mut tx = app.storage.write().await.unwrap();
    tx.remove_factor(totp.id).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = app.storage.write().await.unwrap();
    for _ in 0..28 {
        tx.add_failure(&format!("address:sign-in:{NL}"), app.clock.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    for _ in 0..3 {
        app.clock.advance(chrono::Duration::minutes(6));
        let csrf = question(&app, &browser, PASSKEY).await.form.csrf;
        let fields = [("csrf", &*csrf), ("to", PASSKEY), ("password", PASSWORD)];
        assert_eq!(browser.post(&app, "/factors/confirm", &fields).await.location(), PASSKEY);
    }
}

/// `single_use_under_100_parallel` for recovery codes.
#[tokio::test]
async fn recovery_code_single_use_under_100_parallel() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    app.clock.advance(chrono::Duration::minutes(6));
    let session = newest(&app).await;
    let tries = sessions_like(&app, &session, &browser, 100).await.into_iter().map(|mut browser| {
        let (app, code) = (&app, &codes[0]);
        async move { recover(app, &mut browser, code).await }
    });
    let led = futures::future::join_all(tries).await;
    assert_eq!(led.iter().filter(|to| *to == PASSKEY).count(), 1, "of 100 live sessions");
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

/// What works on another device only is no way out here.
#[tokio::test]
async fn a_way_that_works_elsewhere_is_none_that_is_left() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let totp = factors(&app).await.into_iter().find(|factor| factor.kind == FactorKind::Totp).unwrap();
    confirm_with_code(&app, &mut browser, PASSKEY).await;
    let mut elsewhere = TestBrowser::at(NL);
    app.clock.advance(chrono::Duration::seconds(1));
    elsewhere.connect(&app, &app.northbank, "openid accounts.read").await;
    let device = newest(&app).await.device;
    let mut tx = app.storage.write().await.unwrap();
    let id = leasehold_domain::FactorId::generate(app.clock.now(), &leasehold_domain::SystemEntropy);
    let pin = Factor::new(id, app.alice, FactorKind::Pin, b"sealed".to_vec(), totp.enrolment);
    assert!(tx.add_factor(&Factor { device: Some(device), ..pin }).await.unwrap());
    tx.commit().await.unwrap();
    let page = format!("/factors/{}", totp.id);
    let FactorPageView::One(view) = factors_page(&app, &browser, &page).await else { panic!() };
    assert_eq!(view.last_of, Some(LastOf::WorksHere));
    let fields = [("csrf", &*view.form.csrf), ("decision", "remove")];
    browser.post(&app, &page, &fields).await;
    assert!(factors(&app).await.iter().any(|factor| factor.id == totp.id), "asked first");
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

/// What a code opened makes no further codes: the page says so, offers what would do, and takes no other code.
#[tokio::test]
async fn a_recovery_code_makes_no_further_codes() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    let csrf = factors_page(&app, &browser, CODES).await.csrf().to_owned();
    browser.post(&app, CODES, &[("csrf", &csrf), ("decision", "done")]).await;
    app.clock.advance(chrono::Duration::minutes(6));
    assert_eq!(recover(&app, &mut browser, &codes[0]).await, PASSKEY);

    let confirm = format!("/factors/confirm?to={CODES}");
    let page = app.server.interactions().factors(&FactorPage::RecoveryCodes, &seen(&browser)).await;
    assert!(matches!(page, Err(InteractionError::GoTo(to)) if to == confirm), "before the button, not after");
    let view = question(&app, &browser, CODES).await;
    assert!(view.stronger && !view.recovery && view.add.is_none());
    assert_eq!(view.ways, [StepUpFactor::Totp]);

    // Another code is not spent on it; the authenticator app is what it takes.
    let fields = [("csrf", &*view.form.csrf), ("to", CODES), ("recovery_code", &*codes[1])];
    assert_ne!(browser.post(&app, "/factors/confirm", &fields).await.location(), CODES);
    assert_eq!(codes_left(&app).await, 9);
    confirm_with_code(&app, &mut browser, CODES).await;
    let csrf = factors_page(&app, &browser, CODES).await.csrf().to_owned();
    browser.post(&app, CODES, &[("csrf", &csrf), ("decision", "make")]).await;
    assert_eq!(codes_left(&app).await, 10);
}

/// Where no way of one's own works, the page leads to adding one.
#[tokio::test]
async fn without_a_stronger_way_one_is_added_first() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    let csrf = factors_page(&app, &browser, CODES).await.csrf().to_owned();
    browser.post(&app, CODES, &[("csrf", &csrf), ("decision", "done")]).await;
    belongs_elsewhere(&app).await;
    app.clock.advance(chrono::Duration::minutes(6));
    let view = question(&app, &browser, CODES).await;
    assert!(view.elsewhere && !view.stronger && view.add.as_deref() == Some(PASSKEY));
    assert_eq!(recover(&app, &mut browser, &codes[0]).await, PASSKEY);
    let view = question(&app, &browser, CODES).await;
    assert!(view.elsewhere && view.stronger && view.add.as_deref() == Some(PASSKEY));
    assert!(
        matches!(factors_page(&app, &browser, PASSKEY).await, FactorPageView::Passkey(_)),
        "open to add one"
    );
}

/// Who forgot the only PIN that they have is led to adding a way with a recovery code; that one replaces the PIN once it
/// counts, and not before.
#[tokio::test]
async fn a_forgotten_pin_is_replaced_by_way_of_another() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    let codes = make_codes(&app, &mut browser).await;
    let csrf = factors_page(&app, &browser, CODES).await.csrf().to_owned();
    browser.post(&app, CODES, &[("csrf", &csrf), ("decision", "done")]).await;
    belongs_elsewhere(&app).await;
    let here = app.storage.read().await.unwrap().sessions(app.alice).await.unwrap().pop().unwrap().device;
    let mut tx = app.storage.write().await.unwrap();
    let pin = factors(&app).await.into_iter().find(|factor| factor.kind == FactorKind::Pin).unwrap();
    tx.remove_factor(pin.id).await.unwrap();
    assert!(tx.add_factor(&Factor { device: Some(here), ..pin }).await.unwrap());
    tx.commit().await.unwrap();
    app.clock.advance(chrono::Duration::minutes(6));

    let view = question(&app, &browser, PIN).await;
    assert_eq!((&view.ways[..], view.recovery), (&[StepUpFactor::Pin][..], false));
    assert_eq!(view.add.as_deref(), Some(PASSKEY), "the way out");
    assert_eq!(recover(&app, &mut browser, &codes[0]).await, PASSKEY);
    let view = question(&app, &browser, PIN).await;
    assert!(view.stronger && view.add.is_some(), "a code alone replaces no PIN");
    let mut key = Authenticator::new(1);
    let csrf = factors_page(&app, &browser, PASSKEY).await.csrf().to_owned();
    let (ceremony, options) = start(&app, &mut browser, "/factors/passkey/start", &csrf).await;
    let credential = key.create(&options);
    let fields = [("csrf", &*csrf), ("ceremony", &ceremony), ("credential", &credential), ("name", "Key")];
    browser.post(&app, PASSKEY, &fields).await;
    assert_eq!(question(&app, &browser, PIN).await.ways, [StepUpFactor::Pin], "it waits");

    app.clock.advance(chrono::Duration::hours(24));
    let view = question(&app, &browser, PIN).await;
    assert_eq!((view.ways, view.add), (vec![StepUpFactor::Passkey, StepUpFactor::Pin], None));
    let path = "/factors/confirm/passkey";
    let (ceremony, options) = start(&app, &mut browser, path, &view.form.csrf).await;
    let credential = key.get(&options);
    let fields = [("factor", "passkey"), ("ceremony", &*ceremony), ("credential", &credential)];
    let fields = [&[("csrf", &*view.form.csrf), ("to", PIN)], &fields[..]].concat();
    assert_eq!(browser.post(&app, "/factors/confirm", &fields).await.location(), PIN);
    let FactorPageView::Pin(view) = factors_page(&app, &browser, PIN).await else { panic!() };
    assert!(view.replaces);
}

/// All that Alice has is a factor that works on another device only.
async fn belongs_elsewhere(app: &App) {
    let totp = factors(app).await.into_iter().find(|factor| factor.kind == FactorKind::Totp).unwrap();
    let mut elsewhere = TestBrowser::at(NL);
    app.clock.advance(chrono::Duration::seconds(1));
    elsewhere.connect(app, &app.northbank, "openid accounts.read").await;
    let device = newest(app).await.device;
    let mut tx = app.storage.write().await.unwrap();
    tx.remove_factor(totp.id).await.unwrap();
    let id = leasehold_domain::FactorId::generate(app.clock.now(), &leasehold_domain::SystemEntropy);
    let pin = Factor::new(id, app.alice, FactorKind::Pin, b"sealed".to_vec(), totp.enrolment);
    assert!(tx.add_factor(&Factor { device: Some(device), ..pin }).await.unwrap());
    tx.commit().await.unwrap();
}

async fn codes_left(app: &App) -> u32 {
    let set = factors(app).await.into_iter().find(|factor| factor.kind == FactorKind::RecoveryCodes).unwrap();
    app.storage.read().await.unwrap().recovery_codes_left(set.id).await.unwrap()
}

/// What an authenticator app proved that another one replaced counts no longer, in any session.
#[tokio::test]
async fn a_replaced_authenticator_app_leaves_no_assurance() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    confirm_with_code(&app, &mut browser, TOTP).await;
    let FactorPageView::Totp(view) = factors_page(&app, &browser, TOTP).await else { panic!() };
    assert_eq!(newest(&app).await.acr(app.clock.now()), Acr::Aal2);
    let secret = TotpSecret::from_base32(&view.secret).unwrap();
    let fields = [("csrf", &*view.form.csrf), ("code", &*secret.code_at(app.clock.now()))];
    assert_eq!(browser.post(&app, TOTP, &fields).await.location(), "http://app.localhost:8080/ways");
    assert_eq!(newest(&app).await.acr(app.clock.now()), Acr::Aal1);
}

/// A second click on "Make ten codes": the codes that are shown are those that work.
#[tokio::test]
async fn codes_are_made_once_for_two_clicks() {
    let app = App::start().await;
    let mut browser = signed_in(&app).await;
    confirm_with_code(&app, &mut browser, CODES).await;
    let csrf = factors_page(&app, &browser, CODES).await.csrf().to_owned();
    let click = || {
        let mut browser = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
        let (app, csrf) = (&app, &csrf);
        async move { browser.post(app, CODES, &[("csrf", csrf), ("decision", "make")]).await }
    };
    let (first, second) = futures::join!(click(), click());
    assert_eq!((first.location(), second.location()), (CODES, CODES));
    assert_eq!(app.log("recovery_codes_made").await.len(), 1);
    assert_eq!(codes_left(&app).await, 10);
    let FactorPageView::RecoveryCodes(view) = factors_page(&app, &browser, CODES).await else { panic!() };
    app.clock.advance(chrono::Duration::minutes(6));
    assert_eq!(recover(&app, &mut browser, &view.codes[0]).await, PASSKEY);
}
