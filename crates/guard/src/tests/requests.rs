//! What requests may look like, and what becomes of hostile ones.

use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::extract::Request;
use http::Response;
use leasehold_http_kit::ClientAddress;
use serde_json::json;

use super::issuer::{NOW, World, all_active, api};
use crate::{Authorized, CONTEXT_HEADER};

fn challenge(response: &Response<Body>) -> &str {
    response.headers()["www-authenticate"].to_str().unwrap()
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(axum::body::to_bytes(response.into_body(), 10_000).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn no_token_has_no_error_code_even_with_one_in_the_query() {
    let world = World::new();
    for path in ["/payments".to_owned(), format!("/payments?access_token={}", world.token)] {
        let response = world.send(Request::builder().uri(path)).await;
        assert_eq!(response.status(), 401);
        assert!(!challenge(&response).contains("error"), "{}", challenge(&response));
        assert!(challenge(&response).contains("resource_metadata="));
    }
    assert_eq!(world.asked(), 0);
}

#[tokio::test]
async fn two_tokens_are_an_invalid_request() {
    let world = World::new();
    let twice = world.send(world.request("/payments").header("authorization", "Bearer x")).await;
    let both = world.send(world.request(&format!("/payments?access_token={}", world.token))).await;
    for response in [twice, both] {
        assert_eq!(response.status(), 400);
        assert!(challenge(&response).contains("error=\"invalid_request\""));
    }
    assert_eq!(world.asked(), 0);
}

#[tokio::test]
async fn another_kind_of_token_is_refused_without_asking() {
    let world = World::new();
    for token in ["lhr_x", "eyJhbGciOiJub25lIn0.e30.", &world.token[..50]] {
        let request = Request::builder().uri("/me").header("authorization", format!("Bearer {token}"));
        let response = world.send(request).await;
        assert_eq!(response.status(), 401);
        assert!(challenge(&response).contains("error=\"invalid_token\""));
        assert!(!text(response).await.contains(token));
    }
    assert_eq!(world.asked(), 0);
}

#[tokio::test]
async fn an_answer_that_is_not_meant_for_us_is_inactive() {
    let change = |member: &str, value: serde_json::Value| {
        let mut answer = all_active();
        answer[member] = value;
        answer
    };
    for answer in [
        json!({ "active": false }),
        change("aud", "https://other.example".into()),
        change("iss", "https://evil.example".into()),
        change("token_type", "DPoP".into()),
        change("exp", NOW.into()),
    ] {
        let world = World::new();
        world.say(answer);
        let response = world.send(world.request("/me")).await;
        assert_eq!(response.status(), 401);
        assert!(challenge(&response).contains("error=\"invalid_token\""));
    }
}

#[tokio::test]
async fn a_broken_answer_is_unavailable_never_unauthorized() {
    let mut lacking = all_active();
    lacking.as_object_mut().unwrap().remove("scope");
    for answer in [lacking, json!("what")] {
        let world = World::new();
        world.say(answer.clone());
        let expected = if answer.is_string() { 401 } else { 503 };
        assert_eq!(world.status("/payments").await, expected, "{answer}");
    }
}

#[tokio::test]
async fn without_the_issuer_only_what_was_kept_and_only_for_its_time() {
    let world = World::new();
    assert_eq!(world.status("/payments").await, 200);
    world.issuer.down.store(true, Ordering::SeqCst);
    world.clock.advance(chrono::Duration::milliseconds(4_999));
    assert_eq!(world.status("/payments").await, 200);
    world.clock.advance(chrono::Duration::milliseconds(1));
    let response = world.send(world.request("/payments")).await;
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
    assert!(!response.headers().contains_key("www-authenticate"));
}

#[tokio::test]
async fn the_handler_sees_who_but_not_the_token() {
    let world = World::new();
    let response = world.send(world.request("/payments")).await;
    assert_eq!(text(response).await, "alice accounts.read payments.write false");
    assert_eq!(world.send(world.request("/unguarded")).await.status(), 500);
}

#[tokio::test]
async fn a_guard_in_a_guard_asks_once() {
    let world = World::new();
    assert_eq!(world.status("/twice").await, 200);
    assert_eq!(world.asked(), 1);
}

#[tokio::test]
async fn another_guards_finding_counts_nothing() {
    let (world, other) = (World::new(), World::new());
    let token =
        leasehold_domain::PlainToken::parse(leasehold_domain::TokenKind::Access, &world.token).unwrap();
    let serde_json::Value::Object(members) = all_active() else { panic!("no object") };
    let answer = serde_json::from_value(members.into()).unwrap();
    let planted = Authorized::new(other.guard.clone(), std::sync::Arc::new(answer), token.hashed());
    let request = Request::builder().uri("/me").extension(planted.clone());
    assert_eq!(world.send(request).await.status(), 401);
    let own = Request::builder().uri("/me").extension(planted).body(Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(api(&other.guard), own).await.unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn context_is_passed_on_and_hostile_context_is_left_out() {
    let world = World::new();
    let context = || {
        let last = world.issuer.last.lock().unwrap();
        let params = last.as_ref().unwrap();
        assert_eq!(params.get("client_assertion"), Some("assertion"));
        serde_json::from_str::<serde_json::Value>(params.get("context").unwrap()).unwrap()
    };
    world.send(world.request("/me").header("user-agent", "Chrome")).await;
    assert_eq!(
        context(),
        json!({ "assertion": "signed.context.one", "client_ip": "145.97.20.1", "user_agent": "Chrome" })
    );
    world.send(world.request("/me").header(CONTEXT_HEADER, "signed.context.two")).await;
    assert_eq!(context(), json!({ "client_ip": "145.97.20.1" }));
    let long = Request::builder()
        .uri("/me")
        .header("authorization", format!("Bearer {}", world.token))
        .header(CONTEXT_HEADER, "x".repeat(5000))
        .header("user-agent", "y".repeat(9000))
        .extension(ClientAddress::UNKNOWN);
    world.send(long).await;
    assert_eq!(context(), json!({ "user_agent": "y".repeat(512) }));
}

#[tokio::test]
async fn metadata_names_issuer_and_scopes() {
    let world = World::new();
    let response = world.send(Request::builder().uri("/.well-known/oauth-protected-resource")).await;
    let document: serde_json::Value = serde_json::from_str(&text(response).await).unwrap();
    assert_eq!(document["resource"], "https://bank.example");
    assert_eq!(document["authorization_servers"], json!(["http://localhost:8080"]));
    assert_eq!(document["scopes_supported"], json!(["accounts.read", "payments.write"]));
}
