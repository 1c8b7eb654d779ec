//! The relay for scripts.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Validation};
use leasehold_oauth_types::introspection::ContextAssertion;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::browser::{Browser, From, Reply};
use crate::keys;
use crate::world::{ORIGIN, World};

async fn fetch(
    browser: &mut Browser,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Reply {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.send(request.body(Body::from(body.to_owned())).unwrap(), From::Own).await
}

const OWN: [(&str, &str); 2] = [("x-leasehold", "1"), ("sec-fetch-site", "same-origin")];

#[tokio::test]
async fn relays_what_is_listed_and_nothing_around_it() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let headers = [
        OWN[0],
        OWN[1],
        ("x-forwarded-for", "1.2.3.4"),
        ("authorization", "Bearer mine"),
        ("x-user", "root"),
    ];
    let reply = fetch(&mut browser, Method::GET, "/api/bank/v1/accounts?page=2", &headers, "").await;
    assert_eq!((reply.status, &reply.json()["query"]), (StatusCode::OK, &Value::from("page=2")));
    assert!(reply.headers.get("set-cookie").is_none() && reply.headers.get("x-internal").is_none());
    assert_eq!(reply.headers["cache-control"], "no-store");
    let seen = world.bank.state().headers.clone();
    let names: Vec<&str> = seen.keys().map(|name| name.as_str()).collect();
    for name in ["cookie", "x-forwarded-for", "x-user", "x-leasehold", "user-agent"] {
        assert!(!names.contains(&name), "{names:?}");
    }
    assert_ne!(seen["authorization"], "Bearer mine");
}

#[tokio::test]
async fn says_where_the_browser_is_for_this_token_only() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    fetch(&mut browser, Method::GET, "/api/bank/v1/accounts", &OWN, "").await;
    let seen = world.bank.state().headers.clone();
    let assertion = seen["leasehold-context"].to_str().unwrap();
    let header = jsonwebtoken::decode_header(assertion).unwrap();
    assert_eq!((header.typ.as_deref(), header.kid.as_deref()), (Some(ContextAssertion::TYP), Some("c1")));
    let key = EncodingKey::from_ec_pem(keys::CLIENT.as_bytes()).unwrap();
    let key = DecodingKey::from_jwk(&Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::ES256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    let claims = jsonwebtoken::decode::<ContextAssertion>(assertion, &key, &validation).unwrap().claims;
    assert_eq!(
        (claims.client_ip.as_str(), claims.user_agent.as_deref()),
        ("145.97.20.1", Some("TestBrowser/1"))
    );
    assert_eq!((claims.iss.as_str(), claims.aud.as_str()), ("northbank", "http://localhost:8080"));
    assert_eq!(claims.exp - claims.iat, 30);
    let token = seen["authorization"].to_str().unwrap().strip_prefix("Bearer ").unwrap().to_owned();
    let hash = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token));
    assert_eq!(claims.ath, hash);
}

#[tokio::test]
async fn other_sites_and_plain_forms_are_refused() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let cases: [&[(&str, &str)]; 6] = [
        &[],
        &[("x-leasehold", "1")],
        &[("sec-fetch-site", "same-origin")],
        &[("x-leasehold", "1"), ("sec-fetch-site", "same-site")],
        &[("x-leasehold", "1"), ("sec-fetch-site", "cross-site")],
        &[("x-leasehold", "1"), ("origin", "http://app.localhost:8080")],
    ];
    for headers in cases {
        let reply = fetch(&mut browser, Method::GET, "/api/bank/v1/accounts", headers, "").await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{headers:?}");
        if !headers.contains(&("sec-fetch-site", "same-origin")) {
            let reply = fetch(&mut browser, Method::GET, "/bff/session", headers, "").await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{headers:?}");
        }
    }
    let by_origin = [("x-leasehold", "1"), ("origin", ORIGIN)];
    let reply = fetch(&mut browser, Method::GET, "/api/bank/v1/accounts", &by_origin, "").await;
    assert_eq!(reply.status, StatusCode::OK);
}

#[tokio::test]
async fn path_tricks_reach_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    for path in [
        "/api/other/v1/accounts",
        "/api/bank/v1/accounts/",
        "/api/bank//v1/accounts",
        "/api/bank/v1/../v1/accounts",
        "/api/bank/v1/%2e%2e/v1/accounts",
        "/api/bank/v1%2faccounts",
        "/api/bank/v1/payments",
        "/api/bank%2fv1/accounts",
        "/api/bank@evil.example/v1/accounts",
    ] {
        let reply = fetch(&mut browser, Method::GET, path, &OWN, "").await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
    let reply = fetch(&mut browser, Method::DELETE, "/api/bank/v1/accounts", &OWN, "").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_challenge_is_a_problem_never_a_redirect() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let page = format!("{ORIGIN}/send?to=x");
    let headers =
        [OWN[0], OWN[1], ("content-type", "application/json"), ("idempotency-key", "k1"), ("referer", &page)];
    let reply = fetch(&mut browser, Method::POST, "/api/bank/v1/payments", &headers, "{}").await;
    assert_eq!(
        (reply.status, &reply.headers["content-type"]),
        (StatusCode::UNAUTHORIZED, &"application/problem+json".parse().unwrap())
    );
    let url = reply.json()["step_up_url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("/auth/step-up?scope=payments.write&acr_values="), "{url}");
    assert!(url.ends_with("&return_to=%2Fsend%3Fto%3Dx"), "{url}");
    let begun = browser.get(&url, From::Own).await;
    let pushed = world.issuer.state().last_pushed.clone();
    assert_eq!(
        (pushed["acr_values"].as_str(), pushed["max_age"].as_str()),
        ("urn:leasehold:acr:aal2", "300")
    );
    let callback = world.issuer.allow(begun.location());
    assert_eq!(world.arrive(&mut browser, &callback).await.location(), "/send?to=x");
    let reply = fetch(&mut browser, Method::POST, "/api/bank/v1/payments", &headers, "{}").await;
    assert_eq!(reply.status, StatusCode::CREATED);
    // Lost to a rule: the reason comes first, and no way around it.
    world.bank.state().held = Some("left_region");
    let reply = fetch(&mut browser, Method::POST, "/api/bank/v1/payments", &headers, "{}").await;
    assert!(reply.json().get("step_up_url").is_none());
}

#[tokio::test]
async fn only_json_passes() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let reply = fetch(&mut browser, Method::GET, "/api/bank/v1/page", &OWN, "").await;
    assert_eq!(reply.status, StatusCode::BAD_GATEWAY);
    let headers = [OWN[0], OWN[1], ("content-type", "text/plain")];
    let reply = fetch(&mut browser, Method::POST, "/api/bank/v1/payments", &headers, "{}").await;
    assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let headers = [OWN[0], OWN[1], ("content-type", "application/json")];
    let reply =
        fetch(&mut browser, Method::POST, "/api/bank/v1/payments", &headers, &"x".repeat(70_000)).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn nobody_signed_in_is_401() {
    let world = World::new().await;
    let mut browser = world.browser();
    for path in ["/api/bank/v1/accounts", "/bff/session", "/bff/events"] {
        assert_eq!(
            fetch(&mut browser, Method::GET, path, &OWN, "").await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
}
