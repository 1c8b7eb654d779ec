//! Attacks by name (`docs/attacks.md`).

use leasehold_storage::Storage as _;

use crate::support::{ALL, App, BR, NL, PASSWORD, TestBrowser, elevation, form, payment, scopes, status};

async fn open_holds(app: &App) -> Vec<String> {
    let mut tx = app.storage.read().await.unwrap();
    tx.open_holds(app.alice).await.unwrap().iter().map(|hold| hold.id.to_string()).collect()
}

#[tokio::test]
async fn stale_auth_time_lifts_nothing() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let grant = tokens["grant_id"].as_str().unwrap();
    let elevated = browser.elevate(&app, &app.northbank, grant).await.json();
    let token = elevated["access_token"].as_str().unwrap();
    app.clock.advance(chrono::Duration::seconds(1));
    let moved = app.introspect(&app.northbank, token, BR).await;
    assert_eq!(status(&moved, "payments.write"), "revoked", "although the step-up is seconds old");
    // The dashboard asks for them back; the proof of a moment ago does not count, a page comes.
    let details = serde_json::json!([{"type": "lease_restore", "holds": open_holds(&app).await}]).to_string();
    let extra = [("scope", "openid account.manage"), ("authorization_details", &*details)];
    let uri = app.request_uri(&app.account, &extra).await;
    let answer = browser.authorize(&app, &app.account, &uri).await;
    assert!(answer.location().ends_with("/step-up"), "{answer:?}");
    assert_eq!(status(&app.introspect(&app.northbank, token, BR).await, "payments.write"), "revoked");
}

#[tokio::test]
async fn prompt_none_after_revoke() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    let uri = app.request_uri(&app.northbank, &[("scope", ALL), ("prompt", "none")]).await;
    let answer = browser.authorize(&app, &app.northbank, &uri).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("interaction_required"));
    let harmless = [("scope", "openid accounts.read"), ("prompt", "none")];
    let uri = app.request_uri(&app.northbank, &harmless).await;
    let answer = browser.authorize(&app, &app.northbank, &uri).await;
    assert!(answer.parameter("code").is_some());
    let mut stranger = TestBrowser::at(NL);
    let uri = app.request_uri(&app.northbank, &harmless).await;
    let answer = stranger.authorize(&app, &app.northbank, &uri).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn elevated_a_not_b() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let a = browser.connect(&app, &app.northbank, ALL).await;
    let b = browser.connect(&app, &app.ledgerly, "openid payments.write").await;
    browser.elevate(&app, &app.northbank, a["grant_id"].as_str().unwrap()).await;
    let seen = app.introspect(&app.ledgerly, b["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&seen, "payments.write"), "expired");
    // Nor may B merge into A's grant.
    let extra = [
        ("scope", "openid payments.write"),
        ("grant_management_action", "merge"),
        ("grant_id", a["grant_id"].as_str().unwrap()),
    ];
    assert_eq!(app.push(&app.ledgerly, &extra).await.json()["error"], "invalid_grant_id");
    // And asking anew asks for a proof of its own, however fresh the other is.
    let extra =
        [("scope", "openid payments.write"), ("acr_values", "urn:leasehold:acr:aal2"), ("max_age", "300")];
    let uri = app.request_uri(&app.ledgerly, &extra).await;
    assert!(browser.authorize(&app, &app.ledgerly, &uri).await.location().ends_with("/step-up"));
}

#[tokio::test]
async fn step_up_as_someone_else() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let details = payment("250.00");
    let extra = elevation(tokens["grant_id"].as_str().unwrap(), &details);
    // Another session, even of the same person: not this grant's.
    let mut other = TestBrowser::at(NL);
    other.connect(&app, &app.ledgerly, "openid payments.write").await;
    let uri = app.request_uri(&app.northbank, &extra).await;
    let answer = other.authorize(&app, &app.northbank, &uri).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("access_denied"));
    // The page of one browser cannot be answered by another.
    let uri = app.request_uri(&app.northbank, &extra).await;
    let page = browser.authorize(&app, &app.northbank, &uri).await.location().to_owned();
    let csrf = browser.csrf(&app, &page).await;
    let answer = other.send(&app, form(&page, &[("csrf", &csrf), ("code", &app.code())])).await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn acr_lowered_in_url() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let details = payment("250.00");
    let extra = elevation(tokens["grant_id"].as_str().unwrap(), &details);
    let uri = app.request_uri(&app.northbank, &extra).await;
    let query = [
        ("client_id", "northbank"),
        ("request_uri", &uri),
        ("acr_values", "urn:leasehold:acr:aal1"),
        ("max_age", "999999"),
        ("scope", "openid"),
    ];
    let path = format!("/authorize?{}", serde_urlencoded::to_string(query).unwrap());
    assert!(
        browser.get(&app, &path).await.location().ends_with("/step-up"),
        "only the pushed request counts"
    );
    // The same, not pushed, gives tokens whose payments are as expired as before.
    let plain = [
        ("client_id", "northbank"),
        ("response_type", "code"),
        ("scope", "openid payments.write"),
        ("code_challenge", crate::support::CHALLENGE),
        ("code_challenge_method", "S256"),
        ("acr_values", "urn:leasehold:acr:aal1"),
    ];
    let path = format!("/authorize?{}", serde_urlencoded::to_string(plain).unwrap());
    let code = browser.get(&app, &path).await.parameter("code").unwrap();
    let tokens = app.redeem(&app.northbank, &code).await.json();
    assert_eq!(scopes(&tokens), ["openid"]);
}

#[tokio::test]
async fn totp_replay_and_brute_force() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let grant = tokens["grant_id"].as_str().unwrap();
    let code = app.code();
    assert_eq!(browser.elevate(&app, &app.northbank, grant).await.status, 200);
    let uri = app.request_uri(&app.northbank, &elevation(grant, &payment("1.00"))).await;
    let page = browser.authorize(&app, &app.northbank, &uri).await.location().to_owned();
    let replay = browser.submit(&app, &page, &[("code", &code)]).await;
    assert_eq!(replay.location(), page, "the same code again stays on the page");
    for _ in 0..5 {
        assert_eq!(browser.submit(&app, &page, &[("code", "000000")]).await.location(), page);
    }
    app.next_step();
    let right = app.code();
    let answer = browser.submit(&app, &page, &[("code", &right)]).await;
    assert_eq!(answer.location(), page, "after five wrong ones even the right one waits");
    app.clock.advance(chrono::Duration::minutes(2));
    let answer = browser.submit(&app, &page, &[("code", &app.code())]).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
}

#[tokio::test]
async fn account_enumeration() {
    let app = App::start().await;
    let mut answers = Vec::new();
    for (username, password) in [("alice", "wrong password"), ("nobody", PASSWORD)] {
        let mut browser = TestBrowser::at(NL);
        let uri = app.request_uri(&app.northbank, &[("scope", ALL)]).await;
        let page = browser.authorize(&app, &app.northbank, &uri).await.location().to_owned();
        let mut seen = Vec::new();
        for _ in 0..7 {
            let pairs = [("username", username), ("password", password)];
            let answer = browser.submit(&app, &page, &pairs).await;
            assert_eq!(answer.location(), page);
            let view = view(&app, &browser, &page).await;
            seen.push((answer.status, view));
        }
        answers.push(seen);
    }
    assert_eq!(answers[0], answers[1], "the same answers, and the limit at the same attempt");
}

async fn view(app: &App, browser: &TestBrowser, page: &str) -> String {
    use leasehold_authorization_server::interaction::Page;
    use leasehold_oauth_types::interaction::InteractionView;
    let cookies: Vec<_> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = axum::http::Request::get(page).header("cookie", cookies.join("; ")).body(()).unwrap();
    let browser = leasehold_authorization_server::browser::Browser::of(&request.into_parts().0);
    let id = page.split('/').nth(2).unwrap();
    match app.server.interactions().view(id, Page::SignIn, &browser, "en").await {
        Ok(InteractionView::SignIn(view)) => format!("{:?}", view.error),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn logout_keeps_device() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let device = browser.cookies["__Host-Http-lh_dev"].clone();
    let query =
        serde_urlencoded::to_string([("id_token_hint", tokens["id_token"].as_str().unwrap())]).unwrap();
    let answer = browser.get(&app, &format!("/end-session?{query}")).await;
    assert_eq!(answer.location(), "/signed-out");
    assert!(!browser.cookies.contains_key("__Host-Http-lh_sid"));
    assert_eq!(browser.cookies["__Host-Http-lh_dev"], device);
    let seen = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(seen["active"], false);
    let again = browser.connect(&app, &app.northbank, ALL).await;
    let seen = app.introspect(&app.northbank, again["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&seen, "payments.write"), "expired", "no new device, so nothing is held");
}

#[tokio::test]
async fn a_link_cannot_sign_people_out() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, ALL).await;
    assert_eq!(browser.get(&app, "/end-session").await.location(), "/sign-out", "it asks first");
    assert!(browser.cookies.contains_key("__Host-Http-lh_sid"));
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let uri = app.request_uri(&app.northbank, &[("scope", ALL)]).await;
    let page = browser.authorize(&app, &app.northbank, &uri).await.location().to_owned();
    let pairs = [("username", "alice"), ("password", PASSWORD), ("csrf", "wrong")];
    assert_eq!(browser.send(&app, form(&page, &pairs)).await.status, 403);
}

#[tokio::test]
async fn no_self_lift() {
    let app = App::start().await;
    let mut owner = TestBrowser::at(NL);
    owner.connect(&app, &app.northbank, ALL).await;
    // A thief with password and code on a new device: the device hold is not theirs to lift.
    let mut thief = TestBrowser::at(NL);
    let tokens = thief.connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(status(&app.introspect(&app.northbank, token, NL).await, "payments.write"), "revoked");
    let holds = open_holds(&app).await;
    app.next_step();
    let answer = thief.restore(&app, &holds).await;
    assert!(answer.location().ends_with("/step-up"), "{answer:?}");
    assert_eq!(open_holds(&app).await, holds);
    assert_eq!(status(&app.introspect(&app.northbank, token, NL).await, "payments.write"), "revoked");
}

#[tokio::test]
async fn open_beats_close_in_every_interleaving() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    app.introspect(&app.northbank, token, BR).await;
    let named = open_holds(&app).await;
    // While the person restores Brazil, the connection is seen in the United States.
    browser.address = BR;
    let details = serde_json::json!([{"type": "lease_restore", "holds": named}]).to_string();
    let extra = [("scope", "openid account.manage"), ("authorization_details", &*details)];
    let uri = app.request_uri(&app.account, &extra).await;
    let page = browser.authorize(&app, &app.account, &uri).await.location().to_owned();
    app.introspect(&app.northbank, token, "203.0.113.9").await;
    browser.submit(&app, &page, &[("code", &app.code())]).await;
    let left = open_holds(&app).await;
    assert_eq!(left.len(), 1);
    assert_ne!(left, named, "what the page named is closed, the newer one is not");
    assert_eq!(status(&app.introspect(&app.northbank, token, BR).await, "payments.write"), "revoked");
}

/// Asking for two factors after an hour without use, and once more: the visit itself proves nothing.
#[tokio::test]
async fn a_visit_does_not_revive_assurance() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    browser.elevate(&app, &app.northbank, tokens["grant_id"].as_str().unwrap()).await;
    app.clock.advance(chrono::Duration::hours(2));
    let extra = [("scope", "openid accounts.read"), ("acr_values", "urn:leasehold:acr:aal2")];
    let uri = app.request_uri(&app.northbank, &extra).await;
    for visit in 0..3 {
        let answer = browser.authorize(&app, &app.northbank, &uri).await;
        assert!(answer.location().ends_with("/step-up"), "visit {visit}: {answer:?}");
    }
}

/// A hold that opens while the page is open is not closed by its form.
#[tokio::test]
async fn a_step_up_closes_only_what_its_page_named() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let token = tokens["access_token"].as_str().unwrap();
    app.introspect(&app.northbank, token, BR).await;
    // A sign-in that offers to restore what is held.
    browser.address = BR;
    let uri = app.request_uri(&app.northbank, &[("scope", ALL)]).await;
    let page = browser.authorize(&app, &app.northbank, &uri).await.location().to_owned();
    assert!(page.ends_with("/step-up"), "{page}");
    let csrf = browser.csrf(&app, &page).await;
    app.introspect(&app.northbank, token, "203.0.113.9").await;
    let before = open_holds(&app).await;
    assert_eq!(before.len(), 2);
    let code = app.code();
    let answer = browser.send(&app, form(&page, &[("csrf", &csrf), ("code", &code)])).await;
    assert_eq!(answer.location(), page, "the page is shown again, with both");
    assert_eq!(open_holds(&app).await, before);
    let answer = browser.submit(&app, &page, &[("code", &code)]).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    assert!(open_holds(&app).await.is_empty());
    // Given back, and not elevated.
    let tokens = app.redeem(&app.northbank, &answer.parameter("code").unwrap()).await.json();
    let seen = app.introspect(&app.northbank, tokens["access_token"].as_str().unwrap(), BR).await;
    assert_eq!(status(&seen, "payments.write"), "expired", "{seen}");
}

/// Approving an invoice raises no payment.
#[tokio::test]
async fn an_object_elevates_only_its_own_scope() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.ledgerly, "openid invoices.approve payments.write").await;
    let details = serde_json::json!([{"type": "invoice_approval", "invoice": "INV-1", "supplier_name": "x",
        "supplierName": "Paper Ltd", "amount": {"currency": "EUR", "amount": "1.00"}}]);
    let extra = [("scope", "openid payments.write"), ("authorization_details", &*details.to_string())];
    assert_eq!(app.push(&app.ledgerly, &extra).await.json()["error"], "invalid_authorization_details");
    let details = serde_json::json!([{"type": "invoice_approval", "invoice": "INV-1",
        "supplierName": "Paper Ltd", "amount": {"currency": "EUR", "amount": "1.00"}}])
    .to_string();
    let extra = elevation(tokens["grant_id"].as_str().unwrap(), &details);
    let uri = app.request_uri(&app.ledgerly, &extra).await;
    let page = browser.authorize(&app, &app.ledgerly, &uri).await.location().to_owned();
    let answer = browser.submit(&app, &page, &[("code", &app.code())]).await;
    let tokens = app.redeem(&app.ledgerly, &answer.parameter("code").unwrap()).await.json();
    let seen = app.introspect(&app.ledgerly, tokens["access_token"].as_str().unwrap(), NL).await;
    assert_eq!(status(&seen, "payments.write"), "expired", "{seen}");
}

/// One's own account does not refill what is left for guessing at others.
#[tokio::test]
async fn signing_in_does_not_reset_the_address() {
    let app = App::start().await;
    for round in 0..31 {
        let mut browser = TestBrowser::at(NL);
        let uri = app.request_uri(&app.northbank, &[("scope", ALL)]).await;
        let page = browser.authorize(&app, &app.northbank, &uri).await.location().to_owned();
        let name = format!("victim{round}");
        browser.submit(&app, &page, &[("username", &name), ("password", "guess")]).await;
        if round == 15 {
            TestBrowser::at(NL).connect(&app, &app.northbank, ALL).await;
        }
        let shown = view(&app, &browser, &page).await;
        assert_eq!(shown.contains("TooMany"), round >= 30, "round {round}: {shown}");
    }
}

/// A form on a foreign site brings no Lax cookie; it must not take the session away either.
#[tokio::test]
async fn a_foreign_form_signs_nobody_out() {
    let app = App::start().await;
    let answer = app.post("/end-session", &[("client_id", "northbank")]).await;
    assert!(answer.headers.get("set-cookie").is_none(), "{answer:?}");
}

/// A foreign form may still begin a request: it is stored, and fetched with cookies.
#[tokio::test]
async fn a_cross_site_post_is_stored_and_fetched() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, ALL).await;
    let pairs = [
        ("client_id", "northbank"),
        ("response_type", "code"),
        ("scope", "openid accounts.read"),
        ("code_challenge", crate::support::CHALLENGE),
        ("code_challenge_method", "S256"),
        ("prompt", "none"),
    ];
    let answer = app.post("/authorize", &pairs).await;
    assert!(answer.headers.get("set-cookie").is_none());
    let answer = browser.get(&app, answer.location()).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
}
