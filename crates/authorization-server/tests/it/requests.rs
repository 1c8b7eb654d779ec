//! Authorization requests to the letter: who has to answer, how, for which resource, and how the request may
//! come.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use serde_json::{Value, json};

use crate::support::{ALL, Answer, App, CHALLENGE, NL, Party, TestBrowser, VERIFIER, elevation, payment};

const READ: &str = "openid accounts.read";
const AAL1: &str = "urn:leasehold:acr:aal1";
const AAL2: &str = "urn:leasehold:acr:aal2";

/// The claims of an ID token; who signed it is tested elsewhere.
fn claims(tokens: &Value) -> Value {
    let payload = tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&B64.decode(payload).unwrap()).unwrap()
}

/// The error of a pushed request.
async fn refused(app: &App, party: &Party, extra: &[(&str, &str)]) -> String {
    let answer = app.push(party, extra).await;
    assert_eq!(answer.status, 400, "{answer:?}");
    answer.json()["error"].as_str().unwrap().to_owned()
}

/// A request in the address itself.
async fn plain(browser: &mut TestBrowser, app: &App, client: &str, extra: &[(&str, &str)]) -> Answer {
    let mut pairs = vec![("client_id", client), ("response_type", "code"), ("state", "st")];
    pairs.extend([("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]);
    pairs.extend(extra);
    browser.get(app, &format!("/authorize?{}", serde_urlencoded::to_string(pairs).unwrap())).await
}

/// What comes after the pages that `answer` leads to, all of them answered.
async fn finish(browser: &mut TestBrowser, app: &App, answer: Answer) -> Value {
    let mut answer = answer;
    if answer.location().ends_with("/step-up") {
        let page = answer.location().to_owned();
        answer = browser.submit(app, &page, &[("code", &app.code())]).await;
    }
    if answer.location().ends_with("/consent") {
        let page = answer.location().to_owned();
        answer = browser.submit(app, &page, &[("decision", "allow"), ("scope.accounts.read", "on")]).await;
    }
    let code = answer.parameter("code").unwrap_or_else(|| panic!("{answer:?}"));
    app.redeem(&app.northbank, &code).await.json()
}

fn error(answer: &Answer) -> Option<String> {
    answer.parameter("error")
}

#[tokio::test]
async fn a_hint_asks_for_that_very_person() {
    let app = App::start().await;
    let bram = app.add_bram().await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.northbank, READ).await;
    let hint = tokens["id_token"].as_str().unwrap();
    let silent = [("scope", READ), ("prompt", "none"), ("id_token_hint", hint)];
    let asking = [("scope", READ), ("id_token_hint", hint)];

    let mut browser = TestBrowser::at(NL);
    let answer = browser.ask(&app, &app.northbank, &[("scope", READ)]).await;
    let answer = browser.sign_in_as(&app, &answer, "bram").await;
    finish(&mut browser, &app, answer).await;
    let session = browser.cookies["__Host-Http-lh_sid"].clone();

    let answer = browser.ask(&app, &app.northbank, &silent).await;
    assert_eq!(error(&answer).as_deref(), Some("login_required"), "{answer:?}");
    let page = browser.ask(&app, &app.northbank, &asking).await;
    let again = browser.sign_in_as(&app, &page, "bram").await;
    assert_eq!(again.location(), page.location(), "never on as somebody else");
    assert_eq!(browser.cookies["__Host-Http-lh_sid"], session, "nobody was signed out for it");
    let answer = browser.sign_in(&app, &page).await;
    let tokens = finish(&mut browser, &app, answer).await;
    assert_eq!(claims(&tokens)["sub"], app.alice.to_string());
    assert_ne!(app.alice, bram);

    // Long past its end, the hint still says who is meant.
    app.clock.advance(chrono::Duration::days(1));
    let answer = browser.ask(&app, &app.northbank, &silent).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
}

#[tokio::test]
async fn a_hint_is_an_id_token_of_ours() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, READ).await;
    let hint = tokens["id_token"].as_str().unwrap();
    let (signed, signature) = hint.rsplit_once('.').unwrap();
    let none = format!("{}.{}.", B64.encode(r#"{"alg":"none"}"#), hint.split('.').nth(1).unwrap());
    let other = signature.chars().rev().collect::<String>();
    let forged = app.northbank.sign(None, &claims(&tokens));
    for bad in ["x", &none, &format!("{signed}.{other}"), &forged, tokens["access_token"].as_str().unwrap()] {
        let extra = [("scope", READ), ("id_token_hint", bad)];
        assert_eq!(refused(&app, &app.northbank, &extra).await, "invalid_request", "{bad}");
        let answer = plain(&mut browser, &app, "northbank", &extra).await;
        assert_eq!(error(&answer).as_deref(), Some("invalid_request"));
    }
}

#[tokio::test]
async fn an_essential_acr_is_reached_or_refused() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, READ).await;
    let with =
        |acr: Value| json!({"id_token": {"acr": acr, "email": {"essential": true}}, "x": 1}).to_string();

    let two = with(json!({"essential": true, "values": ["phr", AAL2, "unheard-of"]}));
    let silent = [("scope", READ), ("claims", &*two), ("prompt", "none")];
    let answer = browser.ask(&app, &app.northbank, &silent).await;
    assert_eq!(error(&answer).as_deref(), Some("interaction_required"));
    let answer = browser.ask(&app, &app.northbank, &[("scope", READ), ("claims", &two)]).await;
    assert!(answer.location().ends_with("/step-up"), "{answer:?}");
    let tokens = finish(&mut browser, &app, answer).await;
    assert_eq!(claims(&tokens)["acr"], AAL2);

    // More than asked is told as what was asked: one of the values has to come back.
    let one = with(json!({"essential": true, "value": AAL1}));
    let answer = browser.ask(&app, &app.northbank, &[("scope", READ), ("claims", &one)]).await;
    assert_eq!(claims(&finish(&mut browser, &app, answer).await)["acr"], AAL1);

    let phr = with(json!({"essential": true, "value": "phr"}));
    let answer = browser.ask(&app, &app.northbank, &[("scope", READ), ("claims", &phr)]).await;
    assert_eq!(error(&answer).as_deref(), Some("unmet_authentication_requirements"));
    let unknown = with(json!({"essential": true, "values": ["unheard-of"]}));
    let extra = [("scope", READ), ("claims", &*unknown)];
    assert_eq!(refused(&app, &app.northbank, &extra).await, "unmet_authentication_requirements");

    let voluntary = with(json!({"value": "phr"}));
    let answer = browser.ask(&app, &app.northbank, &[("scope", READ), ("claims", &voluntary)]).await;
    assert_eq!(claims(&finish(&mut browser, &app, answer).await)["acr"], AAL2, "the truth");
}

#[tokio::test]
async fn claims_name_the_only_person_who_may_answer() {
    let app = App::start().await;
    app.add_bram().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, READ).await;
    let alice = json!({"id_token": {"sub": {"value": app.alice.to_string()}}}).to_string();
    let answer = browser.ask(&app, &app.northbank, &[("scope", READ), ("claims", &alice)]).await;
    assert!(answer.parameter("code").is_some(), "{answer:?}");
    let nobody = json!({"id_token": {"sub": {"value": "somebody-else"}}}).to_string();
    let silent = [("scope", READ), ("claims", &*nobody), ("prompt", "none")];
    assert_eq!(error(&browser.ask(&app, &app.northbank, &silent).await).as_deref(), Some("login_required"));
    let page = browser.ask(&app, &app.northbank, &[("scope", READ), ("claims", &nobody)]).await;
    for name in ["alice", "bram"] {
        assert_eq!(browser.sign_in_as(&app, &page, name).await.location(), page.location());
    }
}

#[tokio::test]
async fn claims_are_pushed_well_formed_or_refused() {
    let app = App::start().await;
    for bad in ["{", "[]", r#"{"id_token":[]}"#, r#"{"id_token":{"acr":"phr"}}"#] {
        assert_eq!(
            refused(&app, &app.northbank, &[("scope", READ), ("claims", bad)]).await,
            "invalid_request",
            "{bad}"
        );
    }
    let unknown = r#"{"userinfo":{"name":null},"id_token":{"auth_time":{"essential":true},"name":null}}"#;
    assert_eq!(app.push(&app.northbank, &[("scope", READ), ("claims", unknown)]).await.status, 201);
    let mut browser = TestBrowser::at(NL);
    let answer = plain(&mut browser, &app, "northbank", &[("scope", READ), ("claims", unknown)]).await;
    assert_eq!(error(&answer).as_deref(), Some("invalid_request"), "it has to be pushed");
    let metadata = browser.get(&app, "/.well-known/openid-configuration").await.json();
    assert_eq!(metadata["claims_parameter_supported"], true);
    assert_eq!(metadata["require_pushed_authorization_requests"], false, "not of every client");
}

#[tokio::test]
async fn one_resource_however_often_it_is_said() {
    let app = App::start().await;
    let bank = ("resource", "https://bank.example");
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, READ).await;
    let answer = browser.ask(&app, &app.northbank, &[("scope", READ), bank, bank]).await;
    let code = answer.parameter("code").unwrap();
    let token = [("grant_type", "authorization_code"), ("code", &*code), ("code_verifier", VERIFIER)];
    for bad in ["https://other.example", "https://bank.example/", "https://bank.example#x", "bank"] {
        let other = ("resource", bad);
        for pair in [vec![other], vec![bank, other]] {
            let extra = [vec![("scope", READ)], pair.clone()].concat();
            assert_eq!(refused(&app, &app.northbank, &extra).await, "invalid_target", "{bad}");
            let answer = plain(&mut browser, &app, "northbank", &extra).await;
            assert_eq!(error(&answer).as_deref(), Some("invalid_target"), "{bad}");
            assert_eq!(answer.parameter("state").as_deref(), Some("st"));
            let answer = app.post_as(&app.northbank, "/token", &[&token[..], &pair].concat()).await;
            assert_eq!(answer.json()["error"], "invalid_target", "{bad}");
        }
    }
    let answer = app.post_as(&app.northbank, "/token", &[&token[..], &[bank, bank]].concat()).await;
    assert_eq!(answer.status, 200, "the code was not used up: {answer:?}");
    let twice = [("scope", READ), ("max_age", "5"), ("max_age", "5")];
    assert_eq!(refused(&app, &app.northbank, &twice).await, "invalid_request");
}

#[tokio::test]
async fn a_client_registered_so_has_to_push() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let answer = plain(&mut browser, &app, "pushing", &[("scope", READ)]).await;
    assert_eq!(error(&answer).as_deref(), Some("invalid_request"), "{answer:?}");
    assert_eq!(answer.parameter("iss").as_deref(), Some(crate::support::ISSUER));
    let posted = [("client_id", "pushing"), ("response_type", "code"), ("scope", READ)];
    let answer = app.post("/authorize", &posted).await;
    assert_eq!(error(&answer).as_deref(), Some("invalid_request"), "a form is no push");
    let answer = browser.ask(&app, &app.pushing, &[("scope", READ)]).await;
    assert!(answer.location().ends_with("/sign-in"), "{answer:?}");
}

#[tokio::test]
async fn a_client_asks_only_for_its_own_types_of_details() {
    let app = App::start().await;
    let payment = payment("1.00");
    let mut extra = [("scope", "openid payments.write"), ("authorization_details", &*payment)];
    assert_eq!(app.push(&app.northbank, &extra).await.status, 201);
    assert_eq!(refused(&app, &app.ledgerly, &extra).await, "invalid_authorization_details");
    extra[0].1 = "openid account.manage";
    assert_eq!(refused(&app, &app.account, &extra).await, "invalid_authorization_details");
}

/// What the token request names of the details is at most what was confirmed.
#[tokio::test]
async fn details_are_only_narrowed() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, ALL).await;
    let confirmed = payment("250.00");
    let extra = elevation(tokens["grant_id"].as_str().unwrap(), &confirmed);
    let page = browser.ask(&app, &app.northbank, &extra).await.location().to_owned();
    let code = browser.submit(&app, &page, &[("code", &app.code())]).await.parameter("code").unwrap();
    let redeem = |details: String| {
        let (app, code) = (&app, &code);
        async move {
            let pairs = [
                ("grant_type", "authorization_code"),
                ("code", code),
                ("code_verifier", VERIFIER),
                ("authorization_details", &details),
            ];
            app.post_as(&app.northbank, "/token", &pairs).await
        }
    };
    for more in [payment("251.00"), "{}".to_owned(), r#"[{"type":"unheard-of"}]"#.to_owned()] {
        assert_eq!(redeem(more).await.json()["error"], "invalid_authorization_details");
    }
    let answer = redeem(confirmed).await.json();
    assert_eq!(answer["authorization_details"][0]["instructedAmount"]["amount"], "250.00", "{answer}");
    let refresh = [
        ("grant_type", "refresh_token"),
        ("refresh_token", answer["refresh_token"].as_str().unwrap()),
        ("authorization_details", &*payment("250.00")),
    ];
    let answer = app.post_as(&app.northbank, "/token", &refresh).await;
    assert_eq!(answer.json()["error"], "invalid_authorization_details");
}

#[tokio::test]
async fn what_is_not_supported_is_said_so() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    for (name, value, code) in [
        ("request", "a.b.c", "request_not_supported"),
        ("request_uri", "https://client.example/request.jwt", "request_uri_not_supported"),
        ("registration", "{}", "registration_not_supported"),
        ("response_mode", "fragment", "invalid_request"),
        ("prompt", "create", "invalid_request"),
        ("max_age", "+5", "invalid_request"),
        ("max_age", "-1", "invalid_request"),
    ] {
        let answer = plain(&mut browser, &app, "northbank", &[("scope", READ), (name, value)]).await;
        assert_eq!(error(&answer).as_deref(), Some(code), "{name}={value}: {answer:?}");
    }
    // What is merely unknown, or not for us, disturbs nothing (checklist AQ-10, AQ-11).
    let extra = [
        ("scope", "openid accounts.read offline_access"),
        ("display", "wap"),
        ("ui_locales", "fr"),
        ("claims_locales", "fr"),
        ("audience", "x"),
    ];
    assert!(plain(&mut browser, &app, "northbank", &extra).await.location().ends_with("/sign-in"));
}

#[tokio::test]
async fn zero_seconds_always_ask_again() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, READ).await;
    let silent = [("scope", READ), ("max_age", "0"), ("prompt", "none")];
    let answer = browser.ask(&app, &app.northbank, &silent).await;
    assert_eq!(error(&answer).as_deref(), Some("interaction_required"));
    app.clock.advance(chrono::Duration::seconds(9));
    let answer = browser.ask(&app, &app.northbank, &[("scope", READ), ("max_age", "0")]).await;
    assert!(answer.location().ends_with("/step-up"), "{answer:?}");
    let tokens = finish(&mut browser, &app, answer).await;
    let auth_time = claims(&tokens)["auth_time"].as_i64().unwrap();
    assert_eq!(auth_time, leasehold_domain::Clock::now(&*app.clock).timestamp(), "and it does not loop");
}

#[tokio::test]
async fn a_login_hint_fills_in_the_name_and_decides_nothing() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let page = browser.ask(&app, &app.northbank, &[("scope", READ), ("login_hint", " Alice ")]).await;
    let page = page.location().to_owned();
    let answer = browser.submit(&app, &page, &[("password", crate::support::PASSWORD)]).await;
    assert!(answer.location().ends_with("/consent"), "{answer:?}");
}

#[tokio::test]
async fn a_pushed_request_ends_unopened() {
    let app = App::start().await;
    let uri = app.request_uri(&app.northbank, &[("scope", READ)]).await;
    app.clock.advance(chrono::Duration::seconds(90));
    let answer = TestBrowser::at(NL).authorize(&app, &app.northbank, &uri).await;
    assert_eq!(answer.status, 400);
    assert!(answer.headers.get("location").is_none());
}

#[tokio::test]
async fn a_verifier_is_good_for_its_own_code() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    browser.connect(&app, &app.northbank, READ).await;
    let other = "b".repeat(43);
    let challenge = {
        use sha2::Digest as _;
        B64.encode(sha2::Sha256::digest(&other))
    };
    let extra = [("scope", READ), ("code_challenge", &*challenge)];
    let code = browser.ask(&app, &app.northbank, &extra).await.parameter("code").unwrap();
    assert_eq!(app.redeem(&app.northbank, &code).await.json()["error"], "invalid_grant");
    let pairs = [("grant_type", "authorization_code"), ("code", &*code), ("code_verifier", &*other)];
    assert_eq!(app.post_as(&app.northbank, "/token", &pairs).await.status, 200);
}

/// Client and hint of a sign-out have to belong together.
#[tokio::test]
async fn a_hint_of_another_client_asks_first() {
    let app = App::start().await;
    let mut browser = TestBrowser::at(NL);
    let tokens = browser.connect(&app, &app.northbank, READ).await;
    let hint = tokens["id_token"].as_str().unwrap();
    let query = serde_urlencoded::to_string([("id_token_hint", hint), ("client_id", "ledgerly")]).unwrap();
    assert_eq!(browser.get(&app, &format!("/end-session?{query}")).await.location(), "/sign-out");
    assert!(browser.cookies.contains_key("__Host-Http-lh_sid"));
}
