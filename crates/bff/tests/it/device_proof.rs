//! A session bound to the key of its browser.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use leasehold_bff::{CallOutcome, DeviceStanding};
use leasehold_domain::clock::at_millis;
use leasehold_factors::device_key::{Challenge, DeviceProof, Purpose};
use serde_json::{Value, json};

use crate::browser::{Browser, From, PROOF, Reply, SESSION};
use crate::keys;
use crate::world::{ORIGIN, World};

const PATH: &str = "/auth/device-proof";

fn answer(seed: u8, given: &Value, origin: &str) -> Value {
    let text = |name: &str| given[name].as_str().unwrap();
    let challenge: Challenge = text("challenge").parse().unwrap();
    let statement = DeviceProof {
        challenge: &challenge,
        challenged_at: at_millis(given["challenged_at"].as_i64().unwrap()),
        origin,
        purpose: Purpose::parse(text("purpose")).unwrap(),
        bound_to: text("bound_to"),
    }
    .statement();
    let (signature, x, y) = keys::sign(seed, statement.as_bytes());
    json!({
        "ceremony": given["ceremony"],
        "key": {"kty": "EC", "crv": "P-256", "x": x, "y": y},
        "signature": signature,
    })
}

async fn send(browser: &mut Browser, answer: &Value) -> Reply {
    let request = Request::post(PATH)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json")
        .header("x-leasehold-csrf", "")
        .body(Body::from(answer.to_string()))
        .unwrap();
    browser.send(request, From::Own).await
}

pub(crate) async fn prove(browser: &mut Browser, seed: u8) -> Reply {
    let given = browser.get(PATH, From::Own).await.json();
    send(browser, &answer(seed, &given, ORIGIN)).await
}

pub(crate) async fn fetch(browser: &mut Browser) -> Reply {
    let request = Request::get("/api/bank/v1/accounts")
        .header("sec-fetch-site", "same-origin")
        .header("x-leasehold", "1")
        .body(Body::empty())
        .unwrap();
    browser.send(request, From::Own).await
}

pub(crate) async fn standing(world: &World, browser: &Browser) -> DeviceStanding {
    world.session(browser).await.unwrap().device()
}

#[tokio::test]
async fn a_session_is_bound_to_the_first_key_and_asks_for_it_again() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    assert_eq!(standing(&world, &browser).await, DeviceStanding::Unbound);
    assert_eq!(fetch(&mut browser).await.status, StatusCode::OK, "without scripts all works by cookie");
    assert_eq!(prove(&mut browser, 1).await.status, StatusCode::NO_CONTENT);
    let session = world.session(&browser).await.unwrap();
    assert!(matches!(session.device(), DeviceStanding::Fresh(_)));
    assert_eq!(world.bff.device_due(&session), 240);
    assert_eq!(fetch(&mut browser).await.status, StatusCode::OK);

    world.advance(300);
    assert_eq!(standing(&world, &browser).await, DeviceStanding::Stale);
    let refused = fetch(&mut browser).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(refused.json()["type"].as_str().unwrap().ends_with(":device_proof_required"));
    let refused = browser.get("/bff/events", From::Own).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "nor is anything told live");
    assert!(refused.json()["type"].as_str().unwrap().ends_with(":device_proof_required"));
    let facts = browser.get("/bff/session", From::Own).await;
    assert_eq!(facts.status, StatusCode::UNAUTHORIZED, "who it is neither");
    assert!(facts.json()["type"].as_str().unwrap().ends_with(":device_proof_required"));
    let session = world.session(&browser).await.unwrap();
    let CallOutcome::Problem(problem) = world.accounts(&session).await.unwrap() else { panic!() };
    assert_eq!(problem.status, 401);
    assert_eq!(world.bff.device_due(&session), 0);
    assert_eq!(prove(&mut browser, 1).await.status, StatusCode::NO_CONTENT);
    assert_eq!(fetch(&mut browser).await.status, StatusCode::OK);
}

/// Whoever copied the session's cookie, and keeps it, cannot ride on the proofs of its owner.
#[tokio::test]
async fn a_copied_session_is_worth_nothing_without_the_key() {
    let world = World::new().await;
    let mut owner = world.signed_in().await;
    prove(&mut owner, 1).await;
    let mut thief = owner.clone();
    thief.cookies.remove(PROOF);
    world.advance(30);
    assert_eq!(fetch(&mut thief).await.status, StatusCode::UNAUTHORIZED, "the session's cookie alone");
    let mut thief = owner.clone();
    for _ in 0..2 {
        world.advance(200);
        prove(&mut owner, 1).await;
    }
    assert_eq!(fetch(&mut owner).await.status, StatusCode::OK);
    assert_eq!(fetch(&mut thief).await.status, StatusCode::UNAUTHORIZED, "an old proof's cookie");
}

/// The answer before last was on its way when the cookie changed.
#[tokio::test]
async fn a_request_on_its_way_still_counts() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    prove(&mut browser, 1).await;
    let mut other_tab = browser.clone();
    prove(&mut browser, 1).await;
    assert_eq!(fetch(&mut other_tab).await.status, StatusCode::OK);
}

/// A click overtakes the answer to the first proof, or the page is left before it comes: nothing is lost by that.
#[tokio::test]
async fn the_first_answer_may_come_late_or_never() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let mut early = browser.clone();
    prove(&mut browser, 1).await;
    assert_eq!(standing(&world, &early).await, DeviceStanding::Unbound);
    assert_eq!(fetch(&mut early).await.status, StatusCode::OK);
    assert_eq!(prove(&mut early, 1).await.status, StatusCode::NO_CONTENT);
    world.advance(60);
    assert_eq!(fetch(&mut early).await.status, StatusCode::OK);
    early.cookies.remove(PROOF);
    assert_eq!(standing(&world, &early).await, DeviceStanding::Stale);
}

#[tokio::test]
async fn another_key_ends_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    prove(&mut browser, 1).await;
    let mut thief = browser.clone();
    thief.cookies.remove(PROOF);
    let reply = prove(&mut thief, 2).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert!(!thief.cookies.contains_key(SESSION), "in that browser it is over");
    assert_eq!(world.issuer.state().revoked.len(), 0);
    assert_eq!(fetch(&mut browser).await.status, StatusCode::OK, "its owner goes on");
    assert_eq!(prove(&mut browser, 1).await.status, StatusCode::NO_CONTENT);
}

/// Signing in over a copied cookie ends nothing either.
#[tokio::test]
async fn a_sign_in_ends_only_a_session_whose_key_it_holds() {
    let world = World::new().await;
    let mut owner = world.signed_in().await;
    prove(&mut owner, 1).await;
    let mut thief = owner.clone();
    thief.cookies.remove(PROOF);
    world.advance(60);
    world.sign_in(&mut thief, "/accounts").await;
    assert_ne!(thief.cookies[SESSION], owner.cookies[SESSION]);
    assert_eq!(fetch(&mut owner).await.status, StatusCode::OK);
    let copy = owner.clone();
    world.sign_in(&mut owner, "/accounts").await;
    assert!(world.session(&copy).await.is_none(), "with its proof the old one is replaced");
}

/// A challenge is for one session and one answer, within five minutes, from our origin; a bad answer ends nothing.
#[tokio::test]
async fn a_challenge_is_for_one_session_and_one_answer() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    prove(&mut browser, 1).await;
    let mut other = world.signed_in().await;
    let foreign = other.get(PATH, From::Own).await.json();
    let given = browser.get(PATH, From::Own).await.json();
    let used = answer(1, &given, ORIGIN);
    assert_eq!(send(&mut browser, &used).await.status, StatusCode::NO_CONTENT);
    let elsewhere = browser.get(PATH, From::Own).await.json();
    let mut spoiled = answer(1, &browser.get(PATH, From::Own).await.json(), ORIGIN);
    spoiled["signature"] = B64.encode([1; 64]).into();
    let old = answer(1, &browser.get(PATH, From::Own).await.json(), ORIGIN);
    let wrongs = [
        ("used", used),
        ("another session", answer(1, &foreign, ORIGIN)),
        ("another origin", answer(2, &elsewhere, "http://evil.example")),
        ("spoiled", spoiled),
        ("nothing", json!({})),
    ];
    for (what, wrong) in wrongs {
        assert_eq!(send(&mut browser, &wrong).await.status, StatusCode::BAD_REQUEST, "{what}");
    }
    world.advance(300);
    assert_eq!(send(&mut browser, &old).await.status, StatusCode::BAD_REQUEST, "old");
    assert_eq!(prove(&mut browser, 1).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn other_sites_prove_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    assert_eq!(browser.get(PATH, From::Foreign).await.status, StatusCode::FORBIDDEN);
    let bare = Request::post(PATH).header("sec-fetch-site", "same-origin").body(Body::empty()).unwrap();
    assert_eq!(browser.send(bare, From::Own).await.status, StatusCode::FORBIDDEN);
    let mut nobody = world.browser();
    assert_eq!(nobody.get(PATH, From::Own).await.status, StatusCode::UNAUTHORIZED);
    let reply = send(&mut nobody, &answer(1, &browser.get(PATH, From::Own).await.json(), ORIGIN)).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}

/// The API's side learns when the browser last proved its key, and nothing where it did not.
#[tokio::test]
async fn freshness_is_asserted() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let asserted = async |browser: &mut Browser| {
        fetch(browser).await;
        let assertion = world.bank.state().headers["leasehold-context"].to_str().unwrap().to_owned();
        let claims = assertion.split('.').nth(1).unwrap();
        let claims: Value = serde_json::from_slice(&B64.decode(claims).unwrap()).unwrap();
        claims["device_key_at"].as_i64()
    };
    assert_eq!(asserted(&mut browser).await, None);
    prove(&mut browser, 1).await;
    assert_eq!(asserted(&mut browser).await, Some(1_760_000_000));
    world.advance(100);
    prove(&mut browser, 1).await;
    assert_eq!(asserted(&mut browser).await, Some(1_760_000_100));
}
