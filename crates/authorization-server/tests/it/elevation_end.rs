//! `POST /elevation/end`: what a step-up raised is given back before its time.

use axum::body::Body;
use axum::http::Request;

use crate::support::{ALL, Answer, App, NL, TestBrowser, scopes, status};

async fn end(app: &App, token: &str) -> Answer {
    let request = Request::post("/elevation/end").header("authorization", format!("Bearer {token}"));
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn an_elevation_ends_on_request_and_at_once() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    assert!(tokens.get("elevation_expires_in").is_none());
    let elevated = browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await.json();
    assert_eq!(elevated["elevation_expires_in"], 300);
    let token = elevated["access_token"].as_str().unwrap();
    let before = app.introspect(&app.northbank, token, NL).await;
    assert_eq!(status(&before, "payments.write"), "active");

    assert_eq!(end(&app, token).await.status, 204);
    let after = app.introspect(&app.northbank, token, NL).await;
    assert_eq!(status(&after, "payments.write"), "expired");
    assert!(after["rev"].as_u64() > before["rev"].as_u64(), "guards that know it hear of it");
    assert!(scopes(&after).contains(&"accounts.read"), "nothing else goes");
    let log = app.log("elevation_ended").await;
    assert_eq!(log.len(), 1);

    assert_eq!(end(&app, token).await.status, 204, "nothing is left to end");
    assert_eq!(app.log("elevation_ended").await.len(), 1);
}

#[tokio::test]
async fn only_the_holder_of_a_token_ends_its_own() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let elevated = browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await.json();
    let other = browser.connect(&app, &app.ledgerly, "openid payments.write").await;
    assert_eq!(end(&app, other["access_token"].as_str().unwrap()).await.status, 204);
    assert_eq!(end(&app, "lha_nonsense").await.status, 401);
    assert_eq!(
        end(&app, tokens["access_token"].as_str().unwrap()).await.status,
        401,
        "replaced by the step-up"
    );
    let after = app.introspect(&app.northbank, elevated["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&after, "payments.write"), "active");
}
