//! Signing out.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use leasehold_http_kit::urlencoded;

use crate::browser::{From, SESSION};
use crate::world::{ORIGIN, World};

#[tokio::test]
async fn signs_out_here_and_at_the_issuer() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let kept = browser.clone();
    let session = world.session(&browser).await.unwrap();
    let reply = browser.post("/auth/logout", &[("csrf", session.csrf())]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    let query = reply.location().strip_prefix("http://localhost:8080/end-session?").unwrap().to_owned();
    let query = urlencoded::pairs(query.as_bytes()).unwrap();
    let home = ("post_logout_redirect_uri".to_owned(), format!("{ORIGIN}/"));
    assert!(query.contains(&home) && query.iter().any(|(name, _)| name == "id_token_hint"), "{query:?}");
    assert!(!browser.cookies.contains_key(SESSION));
    assert!(world.session(&kept).await.is_none());
    assert_eq!(world.issuer.state().revoked.len(), 1);
    assert!(reply.headers.get("clear-site-data").is_none());
}

#[tokio::test]
async fn needs_the_token_of_the_form_and_our_own_page() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let other = world.session(&world.signed_in().await).await.unwrap();
    for csrf in ["", "x", other.csrf()] {
        assert_eq!(browser.post("/auth/logout", &[("csrf", csrf)]).await.status, StatusCode::FORBIDDEN);
    }
    // A sibling host sends the cookie along, and may even know the token.
    let own = world.session(&browser).await.unwrap();
    let sibling = Request::post("/auth/logout")
        .header("sec-fetch-site", "same-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("csrf={}", own.csrf())));
    assert_eq!(browser.send(sibling.unwrap(), From::Own).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get("/auth/logout", From::Own).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(world.session(&browser).await.is_some());
}

#[tokio::test]
async fn without_a_session_the_issuer_is_asked() {
    let world = World::new().await;
    let mut browser = world.browser();
    // Its own session may live on; home would sign in again silently. Without a hint it asks the person.
    let answer = browser.post("/auth/logout", &[("csrf", "x")]).await;
    assert!(answer.location().starts_with("http://localhost:8080/end-session?client_id=northbank&"));
    assert!(!answer.location().contains("id_token_hint"));
}
