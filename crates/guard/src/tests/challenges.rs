//! The table of checklist section 16.

use leasehold_oauth_types::challenge::Challenge;
use leasehold_oauth_types::{OAuthErrorCode, Problem};
use serde_json::{Value, json};

use super::issuer::{World, answer};

async fn refused(payments: Value) -> (u16, Challenge, Problem, Option<String>) {
    let world = World::new();
    world.say(answer("accounts.read", &payments));
    assert_eq!(world.status("/accounts").await, 200, "other scopes stay");
    let response = world.send(world.request("/payments")).await;
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let challenge = Challenge::parse(headers["www-authenticate"].to_str().unwrap()).unwrap();
    let retry_after = headers.get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(headers["content-type"], "application/problem+json");
    assert_eq!(headers["cache-control"], "no-store");
    let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
    (status, challenge, serde_json::from_slice(&body).unwrap(), retry_after)
}

fn off(status: &str, reasons: Value) -> Value {
    json!({ "status": status, "since": 1_766_999_000, "reasons": reasons })
}

#[tokio::test]
async fn a_step_up_says_what_to_reach() {
    let reasons = json!([
        { "code": "left_region", "remedy": "step_up", "acr_values": "urn:leasehold:acr:aal2 phr", "max_age": 300 },
        { "code": "stale_authentication", "remedy": "step_up", "acr_values": "phr", "max_age": 600 }
    ]);
    let (status, challenge, problem, retry_after) = refused(off("revoked", reasons)).await;
    assert_eq!(status, 401);
    assert_eq!(challenge.error, Some(OAuthErrorCode::InsufficientUserAuthentication));
    assert_eq!(challenge.acr_values.as_deref(), Some("phr"), "the list that satisfies both");
    assert_eq!(challenge.max_age, Some(300), "the younger of both");
    assert_eq!(challenge.scope.unwrap().to_string(), "payments.write");
    assert_eq!(problem.reasons.len(), 2);
    assert_eq!(problem.reasons[0].scope.as_ref().unwrap().as_str(), "payments.write");
    assert_eq!(problem.reasons[0].since, Some(1_766_999_000));
    assert_eq!(retry_after, None);
}

#[tokio::test]
async fn expired_by_age_is_a_step_up() {
    let (status, challenge, ..) = refused(off("expired", json!([]))).await;
    assert_eq!((status, challenge.error), (401, Some(OAuthErrorCode::InsufficientUserAuthentication)));
    let reason = json!([{ "code": "lifetime", "remedy": "reconsent" }]);
    assert_eq!(refused(off("expired", reason)).await.0, 403);
}

#[tokio::test]
async fn waiting_has_a_retry_after() {
    let reason = json!([{ "code": "business_hours", "remedy": "wait", "retry_after": 3600 }]);
    let (status, challenge, problem, retry_after) = refused(off("suspended", reason)).await;
    assert_eq!((status, challenge.error), (403, Some(OAuthErrorCode::InsufficientScope)));
    assert_eq!(retry_after.as_deref(), Some("3600"));
    assert_eq!(problem.reasons[0].code, "business_hours");
}

#[tokio::test]
async fn the_hardest_remedy_decides() {
    for (hardest, status) in [("wait", 401), ("confirm_device", 403), ("reconsent", 403), ("ask_admin", 403)]
    {
        let reasons = json!([
            { "code": "left_region", "remedy": "step_up", "max_age": 300 },
            { "code": "other", "remedy": hardest, "retry_after": 60 }
        ]);
        let (answered, _, problem, retry_after) = refused(off("revoked", reasons)).await;
        assert_eq!(answered, status, "{hardest}");
        assert_eq!(problem.reasons.len(), 2);
        assert_eq!(retry_after, None, "waiting alone does not help");
    }
}

#[tokio::test]
async fn denied_for_this_request_is_no_step_up() {
    let reason = json!([{ "code": "no_context", "remedy": "step_up" }]);
    let (status, challenge, ..) = refused(off("denied", reason)).await;
    assert_eq!((status, challenge.error), (403, Some(OAuthErrorCode::InsufficientScope)));
    assert_eq!(challenge.acr_values, None);
}

#[tokio::test]
async fn off_without_a_reason_or_with_an_unknown_word_is_off() {
    for word in ["suspended", "revoked", "denied", "brand_new"] {
        assert_eq!(refused(off(word, json!([]))).await.0, 403, "{word}");
    }
}

#[tokio::test]
async fn listed_but_not_active_is_not_active() {
    let world = World::new();
    world.say(answer("accounts.read payments.write", &off("suspended", json!([]))));
    assert_eq!(world.status("/payments").await, 403);
}

#[tokio::test]
async fn never_granted_names_the_scope() {
    let world = World::new();
    let mut narrow = answer("accounts.read", &json!({ "status": "not_granted" }));
    narrow["granted_scope"] = "accounts.read".into();
    world.say(narrow);
    let response = world.send(world.request("/payments")).await;
    assert_eq!(response.status(), 403);
    assert_eq!(
        response.headers()["www-authenticate"],
        "Bearer realm=\"bank\", error=\"insufficient_scope\", \
         error_description=\"the scope was not granted\", scope=\"payments.write\", \
         resource_metadata=\"https://bank.example/.well-known/oauth-protected-resource\""
    );
}
