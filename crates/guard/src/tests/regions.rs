//! Answers hold in their region, for those who can show that they are in it.

use std::sync::atomic::Ordering;

use chrono::Duration;
use http::Request;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use leasehold_domain::{Clock as _, PlainToken, TokenKind};
use leasehold_http_kit::ClientAddress;
use leasehold_oauth_types::event::GrantEvent;
use leasehold_oauth_types::introspection::ContextAssertion;
use serde_json::{Value, json};

use super::issuer::{ISSUER, World, all_active, answer, until};
use crate::CONTEXT_HEADER;

const HERE: &str = "145.97.20.1";
const NEAR: &str = "145.97.20.77";
const FAR: &str = "200.160.2.3";

/// A client that signs.
struct Client(EncodingKey);

impl Client {
    fn new() -> Self {
        let rng = aws_lc_rs::rand::SystemRandom::new();
        let alg = &aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
        let der = aws_lc_rs::signature::EcdsaKeyPair::generate_pkcs8(alg, &rng).unwrap();
        Self(EncodingKey::from_ec_der(der.as_ref()))
    }

    fn jwk(&self) -> Value {
        serde_json::to_value(Jwk::from_encoding_key(&self.0, Algorithm::ES256).unwrap()).unwrap()
    }

    fn sign(&self, typ: &str, claims: &Value) -> String {
        let header = Header { typ: Some(typ.into()), ..Header::new(Algorithm::ES256) };
        jsonwebtoken::encode(&header, claims, &self.0).unwrap()
    }

    /// What a genuine assertion about this address claims.
    fn claims(world: &World, address: &str) -> Value {
        let now = world.clock.now().timestamp();
        let token = PlainToken::parse(TokenKind::Access, &world.token).unwrap();
        json!({
            "iss": "northbank", "aud": ISSUER, "iat": now, "exp": now + 30,
            "ath": token.hashed().to_base64url(), "client_ip": address, "user_agent": "Firefox",
        })
    }

    fn assert(&self, world: &World, address: &str) -> String {
        self.sign(ContextAssertion::TYP, &Self::claims(world, address))
    }
}

/// All active, for the network and the client with this key.
fn region(network: &str, by: &Value) -> Value {
    let mut answer = all_active();
    answer["region"] = json!({ "network": network, "device": "d1" });
    answer["region"].as_object_mut().unwrap().extend(by.as_object().unwrap().clone());
    answer
}

fn by(client: &Client) -> Value {
    json!({ "by": "client", "jwk": client.jwk() })
}

/// A world whose issuer says yes to this client in 145.97.0.0/16, and has been asked once.
async fn kept() -> (World, Client) {
    let (world, client) = (World::new(), Client::new());
    world.say(region("145.97.0.0/16", &by(&client)));
    assert_eq!(send(&world, &client.assert(&world, HERE)).await, 200);
    assert_eq!(world.asked(), 1);
    (world, client)
}

async fn send(world: &World, assertion: &str) -> u16 {
    let request = Request::builder()
        .uri("/payments")
        .header("authorization", format!("Bearer {}", world.token))
        .header(CONTEXT_HEADER, assertion);
    world.send(request).await.status().as_u16()
}

fn denied() -> Value {
    answer("accounts.read", &json!({ "status": "denied" }))
}

#[tokio::test]
async fn inside_the_prefix_nobody_is_asked() {
    let (world, client) = kept().await;
    world.issuer.down.store(true, Ordering::SeqCst);
    for address in [NEAR, "::ffff:145.97.255.255", NEAR, HERE] {
        assert_eq!(send(&world, &client.assert(&world, address)).await, 200, "{address}");
    }
    // Another assertion about the same is as good.
    world.clock.advance(Duration::seconds(2));
    assert_eq!(send(&world, &client.assert(&world, NEAR)).await, 200);
    assert_eq!(world.asked(), 1);
}

#[tokio::test]
async fn outside_the_prefix_is_another_question() {
    let (world, client) = kept().await;
    world.say(denied());
    assert_eq!(send(&world, &client.assert(&world, FAR)).await, 403);
    assert_eq!(send(&world, &client.assert(&world, "2001:610::1")).await, 403);
    assert_eq!(world.asked(), 3);
    assert_eq!(send(&world, &client.assert(&world, NEAR)).await, 200, "what was said of there still holds");
}

#[tokio::test]
async fn another_device_is_another_question() {
    let (world, client) = kept().await;
    world.say(denied());
    for (member, value) in
        [("user_agent", json!("Chrome")), ("device_key_at", json!(5)), ("new_claim", json!("new"))]
    {
        let mut claims = Client::claims(&world, HERE);
        claims[member] = value;
        assert_eq!(send(&world, &client.sign(ContextAssertion::TYP, &claims)).await, 403, "{member}");
    }
    assert_eq!(world.asked(), 4);
}

#[tokio::test]
async fn an_answer_for_another_device_voids_those_before() {
    let (world, client) = kept().await;
    let mut elsewhere = region("200.160.0.0/16", &by(&client));
    elsewhere["region"]["device"] = "d2".into();
    world.say(elsewhere);
    assert_eq!(send(&world, &client.assert(&world, FAR)).await, 200);
    world.say(denied());
    assert_eq!(send(&world, &client.assert(&world, NEAR)).await, 403);
}

/// Whoever has the token, but not the key of its client, gets from the cache what asking gives.
#[tokio::test]
async fn forged_context_assertion() {
    let (world, client) = kept().await;
    world.say(denied());
    let genuine = Client::claims(&world, NEAR);
    let now = world.clock.now().timestamp();
    let with = |member: &str, value: Value| {
        let mut claims = genuine.clone();
        claims[member] = value;
        client.sign(ContextAssertion::TYP, &claims)
    };
    let good = client.assert(&world, NEAR);
    let parts: Vec<_> = good.split('.').collect();
    let other = client.assert(&world, HERE);
    let forged = [
        ("another key", Client::new().assert(&world, NEAR)),
        ("another token", with("ath", "t".into())),
        ("another client", with("iss", "ledgerly".into())),
        ("another issuer", with("aud", "https://evil.example".into())),
        ("old", with("iat", (now - 36).into())),
        ("over", with("exp", (now - 6).into())),
        ("from the future", with("iat", (now + 6).into())),
        ("another kind of object", client.sign("JWT", &genuine)),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        (
            "the signature of another",
            format!("{}.{}.{}", parts[0], parts[1], other.rsplit('.').next().unwrap()),
        ),
        ("nothing signed", "signed.context.one".into()),
    ];
    let mut asked = 1;
    for (why, assertion) in &forged {
        for _ in 0..2 {
            assert_eq!(send(&world, assertion).await, 403, "{why}");
        }
        asked += 1;
        assert_eq!(world.asked(), asked, "{why}: asked once, and that answer kept for it alone");
    }
}

/// The address that the guard sees itself counts for nothing where it is no edge.
#[tokio::test]
async fn a_stolen_token_from_another_network_never_meets_the_kept_yes() {
    let (world, client) = kept().await;
    world.say(denied());
    let bare = || {
        let request = Request::builder().uri("/payments");
        request.header("authorization", format!("Bearer {}", world.token)).header("user-agent", "Firefox")
    };
    let from = |address: &str| ClientAddress(address.parse().unwrap());
    for request in [
        bare(),
        bare().extension(from(FAR)),
        // Beside the person, too.
        bare().extension(from(NEAR)),
        bare().extension(from(FAR)).header(CONTEXT_HEADER, Client::new().assert(&world, NEAR)),
        bare().extension(from(FAR)).header(CONTEXT_HEADER, client.assert(&world, FAR)),
    ] {
        assert_eq!(world.send(request).await.status(), 403);
    }
    assert_eq!(world.asked(), 6);
}

#[tokio::test]
async fn an_edge_answers_from_what_it_sees_itself() {
    let (world, client) = (World::new(), Client::new());
    world.say(region("145.97.0.0/16", &json!({ "by": "edge" })));
    let at = |address: &str, agent: &str| {
        let request = Request::builder().uri("/payments").header("user-agent", agent);
        let request = request.header("authorization", format!("Bearer {}", world.token));
        request.extension(ClientAddress(address.parse().unwrap()))
    };
    for address in [HERE, NEAR, "::ffff:145.97.0.1"] {
        assert_eq!(world.send(at(address, "Firefox")).await.status(), 200);
    }
    assert_eq!(world.asked(), 1);
    world.say(denied());
    assert_eq!(world.send(at(FAR, "Firefox")).await.status(), 403);
    assert_eq!(world.send(at(NEAR, "Chrome")).await.status(), 403, "another device");
    // What an assertion says may win at the issuer, so the guard's own address says nothing beside one.
    let asserting = at(NEAR, "Firefox").header(CONTEXT_HEADER, client.assert(&world, FAR));
    assert_eq!(world.send(asserting).await.status(), 403);
}

#[tokio::test]
async fn a_region_that_does_not_fit_the_question_is_none() {
    let client = Client::new();
    let edge = json!({ "by": "edge" });
    let hearsay = json!({ "by": "hearsay" });
    for answer in [
        region("200.160.0.0/16", &by(&client)),
        region("145.97.0.0/16", &edge),
        region("145.97.0.0/16", &hearsay),
        region("145.97.0.0/99", &by(&client)),
        all_active(),
    ] {
        let world = World::new();
        world.say(answer);
        let here = client.assert(&world, HERE);
        assert_eq!(send(&world, &here).await, 200);
        world.say(denied());
        assert_eq!(send(&world, &here).await, 200, "the very same request");
        assert_eq!(send(&world, &client.assert(&world, NEAR)).await, 403);
    }
}

#[tokio::test]
async fn the_ninth_region_evicts_the_one_used_longest_ago() {
    let (world, client) = (World::new(), Client::new());
    let visit = async |third: u8| {
        world.say(region(&format!("145.97.{third}.0/24"), &by(&client)));
        send(&world, &client.assert(&world, &format!("145.97.{third}.9"))).await
    };
    for third in 1..=8 {
        assert_eq!(visit(third).await, 200);
    }
    assert_eq!(world.asked(), 8);
    // The first is used again, so that the second is the one to go.
    visit(1).await;
    assert_eq!(world.asked(), 8);
    visit(9).await;
    assert_eq!(world.asked(), 9);
    for third in [1, 3, 4, 5, 6, 7, 8, 9] {
        visit(third).await;
    }
    assert_eq!(world.asked(), 9);
    visit(2).await;
    assert_eq!(world.asked(), 10);
}

#[tokio::test]
async fn an_event_voids_every_region_of_the_grant() {
    let (world, client) = (World::new(), Client::new());
    let task = world.follow().await;
    let addresses = ["145.97.1.1", "145.97.2.1"];
    for address in addresses {
        world.say(region(&format!("{address}/24"), &by(&client)));
        assert_eq!(send(&world, &client.assert(&world, address)).await, 200);
    }
    world.publish(GrantEvent::GrantChanged { grant: "g1".into(), rev: 8 });
    until(|| world.guard.cache().has_overtaken("g1", 7)).await;
    let mut now = denied();
    now["rev"] = 8.into();
    world.say(now);
    for address in ["145.97.1.77", "145.97.2.77", "145.97.1.1"] {
        assert_eq!(send(&world, &client.assert(&world, address)).await, 403, "{address}");
    }
    task.abort();
}

#[tokio::test]
async fn a_token_that_is_over_is_over_in_every_region() {
    let (world, client) = kept().await;
    world.say(json!({ "active": false }));
    assert_eq!(send(&world, &client.assert(&world, FAR)).await, 401);
    assert_eq!(send(&world, &client.assert(&world, NEAR)).await, 401);
    assert_eq!(send(&world, &client.assert(&world, HERE)).await, 401);
}

/// Also without a stream of events: what was withdrawn elsewhere is not given here.
#[tokio::test]
async fn a_later_version_voids_the_regions_before_it() {
    let (world, client) = kept().await;
    let mut now = denied();
    now["rev"] = 8.into();
    world.say(now);
    assert_eq!(send(&world, &client.assert(&world, FAR)).await, 403);
    assert_eq!(send(&world, &client.assert(&world, NEAR)).await, 403);
    // And an answer from before it that arrives late is not used.
    world.say(region("145.97.0.0/16", &by(&client)));
    assert_eq!(send(&world, &client.assert(&world, "145.97.20.3")).await, 503);
}

#[tokio::test]
async fn another_epoch_voids_what_was_said_in_the_one_before() {
    let (world, client) = (World::new(), Client::new());
    let say = |epoch: &str, network: &str| {
        let mut answer = region(network, &by(&client));
        answer["epoch"] = epoch.into();
        world.say(answer);
    };
    say("one", "145.97.0.0/16");
    send(&world, &client.assert(&world, HERE)).await;
    say("two", "200.160.0.0/16");
    send(&world, &client.assert(&world, FAR)).await;
    assert_eq!(world.asked(), 2);
    world.say(denied());
    assert_eq!(send(&world, &client.assert(&world, NEAR)).await, 403);
    assert_eq!(send(&world, &client.assert(&world, HERE)).await, 403);
    assert_eq!(send(&world, &client.assert(&world, FAR)).await, 200);
}

/// Working hours end in two seconds: nobody is served from the cache after that.
#[tokio::test]
async fn a_region_ends_at_the_boundary_of_the_decision() {
    let (world, client) = (World::new(), Client::new());
    let mut answer = region("145.97.0.0/16", &by(&client));
    answer["decision_exp"] = (world.clock.now().timestamp() + 2).into();
    world.say(answer);
    assert_eq!(send(&world, &client.assert(&world, HERE)).await, 200);
    world.say(denied());
    world.clock.advance(Duration::milliseconds(1_999));
    assert_eq!(send(&world, &client.assert(&world, NEAR)).await, 200);
    world.clock.advance(Duration::milliseconds(1));
    for address in [NEAR, HERE] {
        assert_eq!(send(&world, &client.assert(&world, address)).await, 403, "{address}");
    }
}

/// An assertion that was found to lie in the region is not good for longer than it counts.
#[tokio::test]
async fn an_assertion_in_a_region_ends_with_its_own_time() {
    let (world, client) = kept().await;
    let mut claims = Client::claims(&world, NEAR);
    // Over in a second, tolerance included.
    claims["exp"] = (world.clock.now().timestamp() - 4).into();
    let short = client.sign(ContextAssertion::TYP, &claims);
    assert_eq!(send(&world, &short).await, 200);
    world.say(denied());
    world.clock.advance(Duration::milliseconds(999));
    assert_eq!(send(&world, &short).await, 200);
    world.clock.advance(Duration::milliseconds(1));
    assert_eq!(send(&world, &short).await, 403);
    assert_eq!(send(&world, &client.assert(&world, NEAR)).await, 200);
}
