//! What a browser says of itself beside its key: traits and client hints, which take nothing alone.

use chrono::Duration;

use crate::account::newest;
use crate::device_keys::{Key, connect, device, finish, held, payments};
use crate::support::{ALL, App, NL, PASSWORD, TestBrowser, form};

/// Traits that differ are noted, once each time, and take nothing; absent ones say nothing.
#[tokio::test]
async fn another_look_is_noted_and_takes_nothing() {
    let app = App::start().await;
    let (mut browser, mut key) = (TestBrowser::at(NL), Key::new(1));
    key.zone = Some("Europe/Amsterdam");
    let (session, tokens) = connect(&app, &mut browser, Some(&key)).await;
    let noted = async || app.log("device_traits_changed").await.len();
    let first = device(&app, &session).await.traits.unwrap();
    assert_eq!((first.hashes.len(), first.changed_at), (1, None));
    for (zone, entries) in
        [(Some("Europe/Amsterdam"), 0), (None, 0), (Some("America/Bahia"), 1), (Some("America/Bahia"), 1)]
    {
        key.zone = zone;
        connect(&app, &mut browser, Some(&key)).await;
        assert_eq!(noted().await, entries, "{zone:?}");
    }
    let seen = device(&app, &session).await.traits.unwrap();
    assert!(seen.changed_at.is_some() && seen.salt == first.salt && seen.hashes != first.hashes);
    assert_eq!(payments(&app, &tokens).await, "expired");
}

/// Signs in with these client hints: platform and model.
async fn sign_in_saying(app: &App, browser: &mut TestBrowser, key: &Key, hints: [Option<&str>; 2]) {
    app.clock.advance(Duration::seconds(1));
    let again = [("scope", ALL), ("prompt", "login")];
    let page = browser.ask(app, &app.northbank, &again).await.location().to_owned();
    let (csrf, proof) = (browser.csrf(app, &page).await, key.proof(app, browser).await);
    let fields = [("username", "alice"), ("password", PASSWORD), ("device_proof", &proof), ("csrf", &csrf)];
    let mut request = form(&page, &fields);
    for (name, value) in ["sec-ch-ua-platform", "sec-ch-ua-model"].into_iter().zip(hints) {
        if let Some(value) = value {
            request.headers_mut().insert(name, format!("\"{value}\"").parse().unwrap());
        }
    }
    let answer = browser.send(app, request).await;
    finish(app, browser, Some(key), answer).await;
}

/// Client hints are claims: a device is named by them, a difference is noted, and neither gives nor takes anything.
#[tokio::test]
async fn another_platform_or_model_is_noted_and_takes_nothing() {
    let app = App::start().await;
    let (mut browser, key) = (TestBrowser::at(NL), Key::new(1));
    let phone = [Some("Android"), Some("Pixel 8")];
    sign_in_saying(&app, &mut browser, &key, phone).await;
    let session = newest(&app).await;
    assert_eq!(device(&app, &session).await.name, "Browser, Pixel 8");
    let said = device(&app, &session).await.traits.unwrap().hashes;
    assert!(said.contains_key("hint_platform") && !format!("{said:?}").contains("Pixel"), "hashed: {said:?}");
    for (hints, entries) in [
        (phone, 0),
        ([None, None], 0),
        ([Some("Windows"), None], 1),
        ([Some("Windows"), Some("Pixel 9")], 2),
        ([Some(""), Some("")], 2),
    ] {
        sign_in_saying(&app, &mut browser, &key, hints).await;
        assert_eq!(app.log("device_traits_changed").await.len(), entries, "{hints:?}");
    }
    assert_eq!(newest(&app).await.id, session.id, "the session goes on");
    assert_eq!(held(&app, &session).await, Vec::<String>::new());
}
