//! Device Bound Session Credentials, with a browser that knows them.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use leasehold_bff::{Bff, DeviceStanding};
use serde_json::{Value, json};

use crate::browser::{Browser, From, PROOF, Reply};
use crate::device_proof::{fetch, prove, standing};
use crate::keys;
use crate::world::World;

const START: &str = "/auth/dbsc/start";
const REFRESH: &str = "/auth/dbsc/refresh";

fn encode(value: &Value) -> String {
    B64.encode(value.to_string())
}

/// A proof as browsers make it: the key only at registration, and the challenge as `jti`.
fn jws(seed: u8, registers: bool, typ: &str, challenge: &str) -> String {
    let (_, x, y) = keys::sign(seed, b"");
    let mut header = json!({"typ": typ, "alg": "ES256"});
    if registers {
        header["jwk"] = json!({"kty": "EC", "crv": "P-256", "x": x, "y": y});
    }
    let signed = format!("{}.{}", encode(&header), encode(&json!({"jti": challenge})));
    format!("{signed}.{}", keys::sign(seed, signed.as_bytes()).0)
}

async fn post(browser: &mut Browser, path: &str, id: Option<&str>, proof: Option<&str>) -> Reply {
    let mut request = Request::post(path);
    if let Some(id) = id {
        request = request.header("sec-secure-session-id", format!("\"{id}\""));
    }
    if let Some(proof) = proof {
        request = request.header("secure-session-response", format!("\"{proof}\""));
    }
    browser.send(request.body(Body::empty()).unwrap(), From::Own).await
}

/// Signs in; gives the challenge of the offer.
async fn offered(world: &World) -> (Browser, String) {
    let mut browser = world.browser();
    let begun = browser.get(&Bff::login_path("/accounts"), From::Foreign).await;
    let landed = world.arrive(&mut browser, &world.issuer.allow(begun.location())).await;
    let offer = landed.headers["secure-session-registration"].to_str().unwrap().to_owned();
    let rest = offer.strip_prefix("(ES256 RS256);path=\"/auth/dbsc/start\";challenge=\"").unwrap();
    (browser, rest.strip_suffix('"').unwrap().to_owned())
}

/// Registered with key 1; gives the id.
async fn registered(world: &World) -> (Browser, String) {
    let (mut browser, challenge) = offered(world).await;
    let reply = post(&mut browser, START, None, Some(&jws(1, true, "dbsc+jwt", &challenge))).await;
    assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
    let id = reply.json()["session_identifier"].as_str().unwrap().to_owned();
    (browser, id)
}

async fn challenge(browser: &mut Browser, id: &str) -> String {
    let reply = post(browser, REFRESH, Some(id), None).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN, "any other ends the browser's session");
    let header = reply.headers["secure-session-challenge"].to_str().unwrap().to_owned();
    let (challenge, of) = header.strip_prefix('"').unwrap().split_once("\";id=").unwrap();
    assert_eq!(of, format!("\"{id}\""));
    challenge.to_owned()
}

#[tokio::test]
async fn a_browser_registers_and_refreshes() {
    let world = World::new().await;
    let (mut browser, challenge_of_offer) = offered(&world).await;
    let proof = jws(1, true, "dbsc+jwt", &challenge_of_offer);
    let reply = post(&mut browser, START, None, Some(&proof)).await;
    let told = reply.json();
    assert_eq!(told["refresh_url"], REFRESH);
    assert_eq!((&told["continue"], &told["scope"]["include_site"]), (&true.into(), &false.into()));
    assert_eq!(told["scope"]["origin"], "http://northbank.localhost:8080");
    assert_eq!(told["credentials"][0]["name"], PROOF);
    // The attributes are those of the cookie, or the browser refreshes for ever (checklist DB-5).
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    let set: Vec<&str> = cookie.split("; ").skip(1).filter(|part| !part.starts_with("Max-Age")).collect();
    assert_eq!(told["credentials"][0]["attributes"].as_str().unwrap(), set.join("; "));
    assert!(cookie.contains("Max-Age=300"), "{cookie}");
    assert!(matches!(standing(&world, &browser).await, DeviceStanding::Fresh(_)), "the same freshness");

    let id = told["session_identifier"].as_str().unwrap().to_owned();
    for _ in 0..2 {
        world.advance(300);
        assert_eq!(fetch(&mut browser).await.status, StatusCode::UNAUTHORIZED);
        let challenge = challenge(&mut browser, &id).await;
        let reply =
            post(&mut browser, REFRESH, Some(&id), Some(&jws(1, false, "dbsc+jwt", &challenge))).await;
        assert_eq!((reply.status, &reply.json()["session_identifier"]), (StatusCode::OK, &id.clone().into()));
        assert_eq!(fetch(&mut browser).await.status, StatusCode::OK);
    }
}

/// A browser that does not know them goes on by cookie.
#[tokio::test]
async fn without_support_nothing_changes() {
    let world = World::new().await;
    let (mut browser, _) = offered(&world).await;
    world.advance(3600);
    assert_eq!(standing(&world, &browser).await, DeviceStanding::Unbound);
    assert_eq!(fetch(&mut browser).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_registration_is_for_its_session_and_its_challenge() {
    let world = World::new().await;
    let (mut browser, first) = offered(&world).await;
    let (mut other, second) = offered(&world).await;
    let good = jws(1, true, "dbsc+jwt", &first);
    let mut spoiled = good.clone();
    spoiled.replace_range(spoiled.len() - 8.., "AAAAAAAA");
    for (what, wrong) in [
        ("another session's", jws(1, true, "dbsc+jwt", &second)),
        ("another type", jws(1, true, "JWT", &first)),
        ("no key", jws(1, false, "dbsc+jwt", &first)),
        ("spoiled", spoiled),
        ("nothing", String::new()),
    ] {
        let reply = post(&mut browser, START, None, Some(&wrong)).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{what}");
    }
    assert_eq!(post(&mut browser, START, None, Some(&good)).await.status, StatusCode::OK);
    assert_eq!(post(&mut browser, START, None, Some(&good)).await.status, StatusCode::FORBIDDEN, "again");
    world.advance(300);
    let late = jws(2, true, "dbsc+jwt", &second);
    assert_eq!(post(&mut other, START, None, Some(&late)).await.status, StatusCode::FORBIDDEN, "too late");
    let mut nobody = world.browser();
    assert_eq!(post(&mut nobody, START, None, Some(&late)).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_refresh_needs_the_registered_key_and_a_new_challenge() {
    let world = World::new().await;
    let (mut browser, id) = registered(&world).await;
    world.advance(301);
    let given = challenge(&mut browser, &id).await;
    let right = jws(1, false, "dbsc+jwt", &given);
    for wrong in [jws(2, false, "dbsc+jwt", &given), jws(2, true, "dbsc+jwt", &given)] {
        let reply = post(&mut browser, REFRESH, Some(&id), Some(&wrong)).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "another key, also one it brings along");
    }
    assert_eq!(post(&mut browser, REFRESH, Some(&id), Some(&right)).await.status, StatusCode::OK);
    assert_eq!(
        post(&mut browser, REFRESH, Some(&id), Some(&right)).await.status,
        StatusCode::FORBIDDEN,
        "used"
    );
    assert_eq!(post(&mut browser, REFRESH, Some("else"), None).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(post(&mut browser, REFRESH, None, None).await.status, StatusCode::UNAUTHORIZED);
}

/// Whoever has the cookie of a bound session cannot add a key of their own beside it.
#[tokio::test]
async fn a_thief_adds_no_key() {
    let world = World::new().await;
    let (owner, id) = registered(&world).await;
    let mut thief = owner.clone();
    thief.cookies.remove(PROOF);
    world.advance(30);
    assert_eq!(prove(&mut thief, 9).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(fetch(&mut thief).await.status, StatusCode::UNAUTHORIZED);
    // The owner's scripts may, beside the browser's own key.
    let mut owner = owner;
    assert_eq!(prove(&mut owner, 1).await.status, StatusCode::NO_CONTENT);
    let given = challenge(&mut owner, &id).await;
    let reply = post(&mut owner, REFRESH, Some(&id), Some(&jws(1, false, "dbsc+jwt", &given))).await;
    assert_eq!(reply.status, StatusCode::OK);
}
