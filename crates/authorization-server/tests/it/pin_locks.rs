//! PINs that were tried too often, by their owner and by others.

use axum::http::StatusCode;
use chrono::Duration;
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::Storage as _;
use serde_json::json;

use crate::passkeys;
use crate::pin_client::{DeviceKey, ask, exchange, ke1, signed};
use crate::pins::{OTHER, PIN, SCOPE, at_home, payment_page, proof_page, shown, typed, wrong_try};
use crate::support::{App, NL, TestBrowser, factors_page};

/// `pin_guess_with_aborted_exchanges`: whoever stops after KE2 has used a try all the same, also in parallel.
#[tokio::test]
async fn pin_guess_with_aborted_exchanges() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    let page = payment_page(&app, &mut browser, "250.00").await;
    let guesses = (0..20).map(|_| {
        let mut browser = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
        let (app, page, key) = (&app, &page.1, &key);
        async move { exchange(app, &mut browser, page, key, OTHER).await.name().to_owned() }
    });
    let names = futures::future::join_all(guesses).await;
    let fake = exchange(&app, &mut browser, &page.1, &DeviceKey::new(), OTHER).await;
    let real = names.iter().filter(|name| *name != fake.name()).count();
    assert_eq!(real, 5, "no sixth answer of the real record");
    assert_eq!((app.log("pin_locked").await.len(), told(&app).await), (1, 1));
    assert_eq!(shown(&app, &browser, &page.0).await.error, Some(StepUpError::PinLocked));
    assert_eq!(typed(&app, &mut browser, &page, &key, PIN).await.location(), page.0, "locked");
}

async fn told(app: &App) -> usize {
    let notices = app.storage.read().await.unwrap().notices(app.alice, 50).await.unwrap();
    notices.iter().filter(|notice| notice.kind == NoticeKind::PinLocked).count()
}

/// Also where the last try was the last step; and each time in the log, but once a day to the owner.
#[tokio::test]
async fn every_lock_is_logged() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    for times in 1..=2 {
        let page = payment_page(&app, &mut browser, "250.00").await;
        for _ in 0..5 {
            ask(&app, &mut browser, &page.1, &key, &ke1(OTHER)).await;
        }
        assert_eq!(app.log("pin_locked").await.len(), times - 1);
        app.next_step();
        browser.submit(&app, &page.0, &[("factor", "totp"), ("code", &app.code())]).await;
        assert_eq!((app.log("pin_locked").await.len(), told(&app).await), (times, 1));
    }
}

/// `stranger_cannot_lock_pin`: neither with the password, nor with a copy of the cookies; nor the owner's codes.
#[tokio::test]
async fn stranger_cannot_lock_pin() {
    let app = App::start().await;
    let (mut browser, key) = at_home(&app).await;
    let page = payment_page(&app, &mut browser, "250.00").await;
    let mut copy = TestBrowser { cookies: browser.cookies.clone(), ..TestBrowser::at(NL) };
    let strangers = DeviceKey::new();
    for _ in 0..10 {
        wrong_try(&app, &mut copy, &page, &strangers).await;
        let error = shown(&app, &copy, &page.0).await.error;
        assert_eq!(error, Some(StepUpError::PinRefused), "says nothing of how many tries are left");
    }
    // A signature of the right key that was made for another KE1.
    let started = page.1.step(&app, &mut copy, json!({"step": "challenge"})).await.json();
    let mut step = signed(&started, &key, &ke1(OTHER));
    step["ke1"] = signed(&started, &key, &ke1(OTHER))["ke1"].clone();
    assert_eq!(page.1.step(&app, &mut copy, step).await.status, StatusCode::OK);

    let mut elsewhere = TestBrowser::at(NL);
    elsewhere.connect(&app, &app.northbank, SCOPE).await;
    let there = proof_page(&app, &mut elsewhere, &[]).await;
    for _ in 0..10 {
        wrong_try(&app, &mut elsewhere, &there, &strangers).await;
    }
    wrong_try(&app, &mut browser, &page, &key).await;
    let error = shown(&app, &browser, &page.0).await.error;
    assert_eq!(error, Some(StepUpError::WrongPin { tries_left: 4 }), "only the owner's own");
    let answer = typed(&app, &mut browser, &page, &key, PIN).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");

    // Nor does whoever has the password take the codes from the owner, and the owner hears of it.
    for _ in 0..12 {
        confirm(&app, &mut elsewhere, "000000").await;
        app.clock.advance(Duration::minutes(4));
    }
    assert_eq!(app.log("codes_paused").await.len(), 1);
    let notices = app.storage.read().await.unwrap().notices(app.alice, 20).await.unwrap();
    assert_eq!(notices.iter().filter(|notice| notice.kind == NoticeKind::CodesPaused).count(), 1);
    assert_ne!(confirm(&app, &mut elsewhere, &app.code()).await, passkeys::PAGE, "paused there");
    assert_eq!(confirm(&app, &mut browser, &app.code()).await, passkeys::PAGE);
}

/// A code on the page that asks for a proof before a passkey is added, and where it leads.
async fn confirm(app: &App, browser: &mut TestBrowser, code: &str) -> String {
    let page = format!("/factors/confirm?to={}", passkeys::PAGE);
    let csrf = factors_page(app, browser, &page).await.csrf().to_owned();
    let fields = [("csrf", &*csrf), ("to", passkeys::PAGE), ("factor", "totp"), ("code", code)];
    browser.post(app, "/factors/confirm", &fields).await.location().to_owned()
}
