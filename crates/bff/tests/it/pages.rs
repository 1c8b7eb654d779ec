//! What pages and scripts get to see.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures::StreamExt as _;
use tower::ServiceExt as _;

use crate::browser::{From, SESSION};
use crate::world::{World, redirect};

#[tokio::test]
async fn token_in_any_response() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let session = world.session(&browser).await.unwrap();
    let step_up = redirect(world.pay(&session, "pay-1", "250.00").await);
    let begun = browser.get(&step_up, From::Own).await;
    let callback = world.issuer.allow(begun.location());
    world.arrive(&mut browser, &callback).await;
    for path in ["/bff/session", "/auth/login", "/auth/callback?code=x", "/api/bank/v1/accounts"] {
        let request = Request::get(path).header("sec-fetch-site", "same-origin").header("x-leasehold", "1");
        browser.send(request.body(Body::empty()).unwrap(), From::Own).await;
    }
    let session = world.session(&browser).await.unwrap();
    let shown = format!("{session:?} {:?} {:?}", world.bff, world.session(&browser).await);
    assert!(browser.seen.len() > 2000);
    for text in [&browser.seen, &shown] {
        assert!(!text.contains("secret-access") && !text.contains("secret-refresh"), "{text}");
        // Only the address of the end of the session has the ID token, as its hint.
        assert!(!text.contains("eyJ"), "{text}");
    }
    assert!(!shown.contains(session.csrf()));
    assert!(!shown.contains(&browser.cookies[SESSION]));
}

#[tokio::test]
async fn scripts_learn_little() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let reply = browser.get("/bff/session", From::Own).await;
    let facts = reply.json();
    assert_eq!((reply.status, facts["name"].as_str()), (StatusCode::OK, Some("Alice Visser")));
    let names: Vec<&str> = facts.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["acr", "expires_at", "name", "subject"]);
    assert!(!reply.body.contains("usr_alice"));
    assert_eq!(reply.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn events_end_with_the_session() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let request = || {
        let cookie = format!("{SESSION}={}", browser.cookies[SESSION]);
        Request::get("/bff/events").header("sec-fetch-site", "same-origin").header("cookie", cookie)
    };
    let request = request().body(Body::empty()).unwrap();
    let response = world.bff.router().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut events = response.into_body().into_data_stream();
    assert_eq!(events.next().await.unwrap().unwrap(), "data: hello\n\n");
    let session = world.session(&browser).await.unwrap();
    browser.post("/auth/logout", &[("csrf", session.csrf())]).await;
    let ended = tokio::time::timeout(Duration::from_secs(5), events.next()).await.unwrap();
    assert!(ended.is_none());
}

#[tokio::test]
async fn a_session_ends_by_our_clock() {
    let world = World::new().await;
    let browser = world.signed_in().await;
    world.advance(13 * 86_400);
    let session = world.session(&browser).await.unwrap();
    // Using it renews the tokens, and with them the time that it may rest.
    world.accounts(&session).await.unwrap();
    world.advance(13 * 86_400);
    let session = world.session(&browser).await.unwrap();
    world.accounts(&session).await.unwrap();
    let resting = world.signed_in().await;
    world.advance(1);
    // But thirty days after signing in it is over.
    world.advance(5 * 86_400);
    assert!(world.session(&browser).await.is_none());
    // And one that nobody uses is over after fourteen.
    assert!(world.session(&resting).await.is_some());
    world.advance(9 * 86_400);
    assert!(world.session(&resting).await.is_none());
}
