//! What rules get to see of people, and what of it changes with every request.

use std::sync::Mutex;

use chrono::Duration;
use leasehold_domain::facts::{Facts, Quality};
use leasehold_oauth_types::{Acr, Amr};

use crate::support::{ALL, App, BR, NL, TestBrowser};

/// The facts of the one grant as it is now.
async fn facts(app: &App) -> Facts {
    let seen = Mutex::new(Vec::new());
    let look = |facts: &Facts| {
        seen.lock().unwrap().push(facts.clone());
        facts.clone()
    };
    app.server.would_touch(look).await.unwrap();
    seen.into_inner().unwrap().pop().unwrap()
}

#[tokio::test]
async fn rules_see_how_the_person_proved_who_they_are() {
    let app = App::start().await;
    let begun = app.clock_now();
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let seen = facts(&app).await.assurance;
    assert_eq!((seen.acr, seen.amr, seen.proved_at), (Acr::Aal1, vec![Amr::Pwd], Some(begun)));
    app.clock.advance(Duration::minutes(1));
    browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await;
    let seen = facts(&app).await.assurance;
    assert_eq!((seen.acr, seen.amr), (Acr::Aal2, vec![Amr::Mfa, Amr::Otp, Amr::Pwd]));
    assert_eq!(seen.proved_at, Some(app.clock_now()));
    app.clock.advance(Duration::minutes(61));
    assert_eq!(facts(&app).await.assurance.acr, Acr::Aal1, "it lapses");
}

#[tokio::test]
async fn rules_see_whose_word_a_place_is_and_since_when() {
    let app = App::start().await;
    let begun = app.clock_now();
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    let place = facts(&app).await.place;
    assert_eq!((place.quality, place.by, place.since), (Quality::Observed, None, Some(begun)));
    app.clock.advance(Duration::minutes(2));
    app.introspect(&app.northbank, token, BR).await;
    let arrived = app.clock_now();
    let there = facts(&app).await;
    assert_eq!(there.place.by.as_ref().map(|by| by.as_str()), Some("northbank"));
    assert_eq!((there.place.quality, there.place.since), (Quality::Asserted, Some(arrived)));
    // Another request from there is nothing new: a decision that was made stands.
    app.clock.advance(Duration::seconds(30));
    app.introspect(&app.northbank, token, BR).await;
    let later = facts(&app).await;
    let device = leasehold_domain::facts::DeviceFacts { app_key_at: there.device.app_key_at, ..later.device };
    assert_eq!(Facts { now: there.now, device, ..later }, there);
}
