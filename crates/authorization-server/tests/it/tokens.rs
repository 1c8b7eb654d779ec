//! Refresh, introspection, revocation, client authentication, userinfo.

use leasehold_domain::Clock as _;
use leasehold_storage::Storage as _;
use serde_json::json;

use crate::support::{App, BR, ISSUER, NL, Party, TestBrowser, scopes, status};

const ALL: &str = "openid profile accounts.read payments.write";

async fn refresh(app: &App, token: &str, extra: &[(&str, &str)]) -> crate::support::Answer {
    let mut pairs = vec![("grant_type", "refresh_token"), ("refresh_token", token)];
    pairs.extend(extra);
    app.post_as(&app.northbank, "/token", &pairs).await
}

#[tokio::test]
async fn refresh_reuse_ends_the_family() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let first = tokens["refresh_token"].as_str().unwrap();
    let second = refresh(&app, first, &[]).await.json();
    let third = refresh(&app, second["refresh_token"].as_str().unwrap(), &[]).await.json();
    assert_eq!(refresh(&app, first, &[]).await.json()["error"], "invalid_grant");
    let token = third["access_token"].as_str().unwrap();
    assert_eq!(app.introspect(&app.northbank, token, NL).await["active"], false);
}

#[tokio::test]
async fn a_client_that_crashed_may_come_back_with_the_predecessor() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let first = tokens["refresh_token"].as_str().unwrap();
    let lost = refresh(&app, first, &[]).await.json();
    let again = refresh(&app, first, &[]).await.json();
    assert!(again["refresh_token"].is_string(), "{again}");
    // The lost successor is void, but showing it is no replay: nobody used it.
    assert_eq!(refresh(&app, lost["refresh_token"].as_str().unwrap(), &[]).await.status, 400);
    assert_eq!(refresh(&app, again["refresh_token"].as_str().unwrap(), &[]).await.status, 200);
    app.clock.advance(chrono::Duration::seconds(61));
    assert_eq!(refresh(&app, first, &[]).await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn narrowing_does_not_shrink_the_grant() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let narrow =
        refresh(&app, tokens["refresh_token"].as_str().unwrap(), &[("scope", "openid")]).await.json();
    assert_eq!(scopes(&narrow), ["openid"]);
    let wide = refresh(&app, narrow["refresh_token"].as_str().unwrap(), &[]).await.json();
    assert_eq!(scopes(&wide), ["accounts.read", "openid", "profile"]);
    let more = refresh(&app, wide["refresh_token"].as_str().unwrap(), &[("scope", "invoices.approve")]).await;
    assert_eq!(more.json()["error"], "invalid_scope");
}

#[tokio::test]
async fn introspection_tells_strangers_nothing() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(app.post("/introspect", &[("token", token)]).await.status, 401);
    // A client is no resource server.
    assert_eq!(app.post_as(&app.northbank, "/introspect", &[("token", token)]).await.status, 401);
    let inactive = json!({"active": false});
    for other in
        ["x", "lha_", tokens["refresh_token"].as_str().unwrap(), tokens["id_token"].as_str().unwrap()]
    {
        assert_eq!(app.introspect(&app.northbank, other, NL).await, inactive);
    }
    app.clock.advance(chrono::Duration::seconds(300));
    assert_eq!(app.introspect(&app.northbank, token, NL).await, inactive);
}

#[tokio::test]
async fn without_context_nothing_is_wider() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let elevated = browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await.json();
    let token = elevated["access_token"].as_str().unwrap();
    let answer = app.post_as(&app.bank, "/introspect", &[("token", token)]).await.json();
    assert_eq!(status(&answer, "payments.write"), "denied", "it wants fresh context");
    assert_eq!(status(&answer, "accounts.read"), "active");
}

#[tokio::test]
async fn forged_context_assertion() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    let try_with = |assertion: String| {
        let app = &app;
        async move {
            let context = json!({"assertion": assertion, "client_ip": BR}).to_string();
            let pairs = [("token", token), ("context", &*context), ("client_ip", BR), ("timestamp", "1")];
            app.post_as(&app.bank, "/introspect", &pairs).await.json()
        }
    };
    let old = app.context_assertion(&app.northbank, token, BR);
    app.clock.advance(chrono::Duration::seconds(36));
    for (name, forged) in [
        ("another client's key", app.context_assertion(&app.ledgerly, token, BR)),
        ("another token", app.context_assertion(&app.northbank, "lha_other", BR)),
        ("too old", old),
        ("a client assertion", app.client_assertion(&app.northbank)),
        ("no assertion", String::new()),
        ("nonsense", "a.b.c".into()),
    ] {
        let seen = try_with(forged).await;
        assert_eq!(status(&seen, "accounts.read"), "active", "{name}");
        assert_eq!(status(&seen, "payments.write"), "expired", "{name}: claimed facts change no lease");
        let reasons = seen["scope_status"]["payments.write"]["reasons"].as_array().unwrap();
        assert!(reasons.iter().any(|reason| reason["code"] == "no_context"), "{name}");
    }
}

/// A form with an assertion that may have been used before.
async fn with_assertion(app: &App, path: &str, assertion: &str) -> crate::support::Answer {
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let pairs = [("token", "x"), ("client_assertion_type", kind), ("client_assertion", assertion)];
    app.post(path, &pairs).await
}

/// Whether the database has not heard of an assertion with this `jti`.
async fn unknown_to_the_database(app: &App, party: &Party, jti: &str) -> bool {
    let now = app.clock.now();
    let mut tx = app.storage.write().await.unwrap();
    tx.remember_jti(&party.id, jti, now + chrono::Duration::seconds(60), now).await.unwrap()
}

#[tokio::test]
async fn an_assertion_is_used_once() {
    let app = App::start().await;
    let used = json!({"error": "invalid_client", "error_description": "client authentication failed"});
    let assertion = app.client_assertion(&app.bank);
    assert_eq!(with_assertion(&app, "/introspect", &assertion).await.status, 200);
    assert_eq!(with_assertion(&app, "/introspect", &assertion).await.json(), used);
    // Where something may be changed; refused for what else is wrong with it, and used up all the same.
    for path in ["/par", "/token", "/revoke"] {
        let assertion = app.client_assertion(&app.northbank);
        assert_ne!(with_assertion(&app, path, &assertion).await.status, 401, "{path}");
        assert_eq!(with_assertion(&app, "/par", &assertion).await.json(), used, "{path}");
    }
}

/// Introspection remembers in memory, everything else on disk.
#[tokio::test]
async fn introspection_writes_no_assertion_down() {
    let app = App::start().await;
    let now = app.clock.now().timestamp();
    let claims = |party: &Party, jti: &str| json!({"iss": party.id, "sub": party.id, "aud": ISSUER, "iat": now, "exp": now + 30, "jti": jti});
    let assertion = app.bank.sign(None, &claims(&app.bank, "one"));
    assert_eq!(with_assertion(&app, "/introspect", &assertion).await.status, 200);
    assert!(unknown_to_the_database(&app, &app.bank, "one").await);
    let assertion = app.northbank.sign(None, &claims(&app.northbank, "two"));
    assert_eq!(with_assertion(&app, "/par", &assertion).await.status, 400);
    assert!(!unknown_to_the_database(&app, &app.northbank, "two").await);
}

/// What a process before this one may have taken is refused; what does not say when it was issued is
/// remembered on disk.
#[tokio::test]
async fn an_assertion_from_before_the_start_is_refused() {
    let app = App::start().await;
    let now = app.clock.now().timestamp();
    let mut claims =
        json!({"iss": "bank", "sub": "bank", "aud": ISSUER, "iat": now - 1, "exp": now + 30, "jti": "one"});
    let old = app.bank.sign(None, &claims);
    assert_eq!(with_assertion(&app, "/introspect", &old).await.json()["error"], "invalid_client");
    claims.as_object_mut().unwrap().remove("iat");
    let ageless = app.bank.sign(None, &claims);
    assert_eq!(with_assertion(&app, "/introspect", &ageless).await.status, 200);
    assert!(!unknown_to_the_database(&app, &app.bank, "one").await);
    assert_eq!(with_assertion(&app, "/introspect", &ageless).await.json()["error"], "invalid_client");
}

#[tokio::test]
async fn revoking_a_refresh_token_ends_the_grant_and_nobody_elses() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    let pair = [("token", tokens["refresh_token"].as_str().unwrap())];
    assert_eq!(app.post_as(&app.ledgerly, "/revoke", &pair).await.status, 200);
    assert_eq!(app.introspect(&app.northbank, token, NL).await["active"], true);
    let answer = app.post_as(&app.northbank, "/revoke", &pair).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
    assert_eq!(app.introspect(&app.northbank, token, NL).await["active"], false);
    assert_eq!(app.post_as(&app.northbank, "/revoke", &[("token", "unknown")]).await.status, 200);
}

#[tokio::test]
async fn userinfo_follows_the_scopes() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
    let get = |token: &str| {
        let request =
            axum::http::Request::get("/userinfo").header("authorization", format!("Bearer {token}"));
        app.send(request.body(axum::body::Body::empty()).unwrap())
    };
    let answer = get(tokens["access_token"].as_str().unwrap()).await.json();
    assert_eq!(
        (answer["name"].as_str(), answer["sub"].as_str()),
        (Some("Alice Visser"), Some(&*app.alice.to_string()))
    );
    let bad = get(tokens["id_token"].as_str().unwrap()).await;
    assert_eq!(bad.status, 401, "an ID token is no access token");
    assert!(bad.headers["www-authenticate"].to_str().unwrap().contains("invalid_token"));
}

/// Without `openid` it is plain OAuth: no ID token, no userinfo.
#[tokio::test]
async fn without_openid_nothing_is_said_about_the_person() {
    let app = App::start().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, "accounts.read").await;
    assert!(tokens.get("id_token").is_none(), "{tokens}");
    let token = tokens["access_token"].as_str().unwrap();
    let request = axum::http::Request::get("/userinfo").header("authorization", format!("Bearer {token}"));
    let answer = app.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 403);
    let challenge = answer.headers["www-authenticate"].to_str().unwrap();
    assert!(challenge.contains(r#"error="insufficient_scope", scope="openid""#), "{challenge}");
}

#[tokio::test]
async fn the_key_set_is_complete_and_public() {
    let app = App::start().await;
    let answer = TestBrowser::at(NL).get(&app, "/jwks").await.json();
    for key in answer["keys"].as_array().unwrap() {
        assert_eq!((&key["kty"], &key["use"], &key["alg"]), (&json!("RSA"), &json!("sig"), &json!("RS256")));
        assert!(key["kid"].is_string());
        assert!(["d", "p", "q", "dp", "dq", "qi"].iter().all(|member| key.get(member).is_none()));
    }
}
