//! Each answer of introspection says where else it holds.

use std::net::{IpAddr, Ipv4Addr};

use chrono::Duration;
use ipnet::{IpNet, Ipv4Net};
use leasehold_authorization_server::Surroundings;
use leasehold_authorization_server::policy::PolicyConfig;
use leasehold_context::reloading::Content;
use leasehold_context::{Geo, Reloading, ThreatList};
use leasehold_domain::ClientId;
use leasehold_domain::Clock as _;
use leasehold_domain::Entropy;
use leasehold_domain::client::{ClientRegistry, ResourceServer};
use leasehold_domain::entropy::SeededEntropy;
use serde_json::{Value, json};

use crate::support::{App, NL, TestBrowser};

const SCOPES: &str = "openid accounts.read statements.read";

async fn token(app: &App) -> String {
    let tokens = TestBrowser::at(NL).connect(app, &app.northbank, SCOPES).await;
    tokens["access_token"].as_str().unwrap().to_owned()
}

async fn network(app: &App, token: &str, address: &str) -> Value {
    app.introspect(&app.northbank, token, address).await["region"]["network"].clone()
}

/// What of introspection is asked for with this context.
async fn asked_with(app: &App, token: &str, context: &Value) -> Value {
    let context = context.to_string();
    app.post_as(&app.bank, "/introspect", &[("token", token), ("context", &context)]).await.json()
}

fn listing(text: &str) -> Reloading<ThreatList> {
    let file = Content { stem: "own".into(), bytes: text.into() };
    Reloading::fixed(ThreatList::read(&[file], 1000).unwrap())
}

async fn in_surroundings(surroundings: Surroundings) -> App {
    let app = App::start().await;
    let server = app.restarted_with(PolicyConfig::default(), surroundings);
    App { server, ..app }
}

#[tokio::test]
async fn an_answer_names_its_region() {
    let app = App::start().await;
    let token = token(&app).await;
    let here = app.introspect(&app.northbank, &token, NL).await;
    let region = &here["region"];
    assert_eq!((&region["network"], &region["by"]), (&json!("192.0.2.0/24"), &json!("client")));
    let key = &app.registry.client(&ClientId::new("northbank")).unwrap().jwks["keys"][0];
    assert_eq!((&region["jwk"]["x"], &region["jwk"]["y"]), (&key["x"], &key["y"]));
    assert!(region["jwk"].get("d").is_none());
    assert!(!here["epoch"].as_str().unwrap().is_empty());
    // The device goes by a name that is no id, and the same from wherever.
    let device = region["device"].as_str().unwrap();
    assert!(device.len() == 43 && !device.starts_with("dev_"), "{device}");
    let mapped = app.introspect(&app.northbank, &token, "::ffff:192.0.2.77").await;
    assert_eq!(mapped["region"], *region);
    let there = app.introspect(&app.northbank, &token, "198.18.0.10").await;
    assert_eq!(
        (&there["region"]["network"], &there["region"]["device"]),
        (&json!("198.18.0.0/24"), &json!(device))
    );
}

#[tokio::test]
async fn a_region_ends_where_a_list_an_exception_or_a_habit_begins() {
    let excepted = ["192.0.2.0/27".parse().unwrap()];
    let geo = Geo::empty().unwrap().with_overlay([
        ("192.0.2.0/24".parse().unwrap(), "NL".to_owned()),
        ("10.0.0.0/8".parse().unwrap(), "NL".to_owned()),
        ("2001:db8::/32".parse().unwrap(), "NL".to_owned()),
    ]);
    let threats = listing("192.0.2.200\n192.0.2.128/28\n");
    let surroundings = Surroundings { threats, excepted: excepted.into_iter().collect(), ..geo.into() };
    let app = in_surroundings(surroundings).await;
    let token = token(&app).await;
    for (address, expected) in [
        (NL, "192.0.2.0/27"),
        ("192.0.2.40", "192.0.2.32/27"),
        ("192.0.2.100", "192.0.2.64/26"),
        ("192.0.2.200", "192.0.2.200/32"),
        ("192.0.2.201", "192.0.2.201/32"),
        ("192.0.2.130", "192.0.2.128/28"),
        // A person's past knows networks of this size.
        ("10.1.2.3", "10.1.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
    ] {
        assert_eq!(network(&app, &token, address).await, expected, "{address}");
    }
}

#[tokio::test]
async fn nobody_vouches_for_a_region_without_an_address() {
    let app = App::start().await;
    let token = token(&app).await;
    let forged = app.context_assertion(&app.ledgerly, &token, NL);
    let nowhere = app.context_assertion(&app.northbank, &token, "nowhere");
    for context in [
        json!({}),
        json!({ "client_ip": NL }),
        json!({ "assertion": forged, "client_ip": NL }),
        json!({ "assertion": nowhere, "client_ip": NL }),
    ] {
        let seen = asked_with(&app, &token, &context).await;
        assert_eq!((&seen["active"], seen.get("region")), (&json!(true), None), "{context}");
    }
}

#[tokio::test]
async fn an_edge_vouches_for_itself() {
    let app = App::start().await;
    let client = app.registry.client(&ClientId::new("northbank")).unwrap().clone();
    let bank = app.registry.resource_server(&ClientId::new("bank")).unwrap().clone();
    let registry = ClientRegistry::new(vec![client], vec![ResourceServer { edge: true, ..bank }]);
    let app = App { registry, ..app };
    let server = app.restarted();
    let app = App { server, ..app };
    let token = token(&app).await;
    let seen = asked_with(&app, &token, &json!({ "client_ip": NL })).await;
    let region = &seen["region"];
    assert_eq!((&region["network"], &region["by"]), (&json!("192.0.2.0/24"), &json!("edge")));
    // What the client signs wins, and then its word is what counts.
    let assertion = app.context_assertion(&app.northbank, &token, "198.18.0.10");
    let seen = asked_with(&app, &token, &json!({ "client_ip": NL, "assertion": assertion })).await;
    assert_eq!(
        (&seen["region"]["network"], &seen["region"]["by"]),
        (&json!("198.18.0.0/24"), &json!("client"))
    );
}

/// An assertion counts for 35 seconds, tolerance included, and so does what was answered because of it.
#[tokio::test]
async fn an_answer_ends_with_the_assertion_it_rests_on() {
    let app = App::start().await;
    let token = token(&app).await;
    let assertion = app.context_assertion(&app.northbank, &token, NL);
    let end = app.clock.now().timestamp() + 35;
    app.clock.advance(Duration::seconds(20));
    let seen = asked_with(&app, &token, &json!({ "assertion": assertion })).await;
    assert_eq!(seen["decision_exp"], end);
}

/// Working hours end at 17:00; two seconds before, an answer is good for two seconds.
#[tokio::test]
async fn an_answer_ends_at_the_next_boundary_of_a_rule() {
    let app = App::start().await;
    app.clock.advance(Duration::hours(7) - Duration::milliseconds(2_000));
    let tokens = TestBrowser::at(NL).connect(&app, &app.ledgerly, "openid invoices.approve").await;
    let token = tokens["access_token"].as_str().unwrap();
    let status = |seen: &Value| seen["scope_status"]["invoices.approve"]["status"].clone();
    let before = app.introspect(&app.ledgerly, token, NL).await;
    assert_eq!(status(&before), "active");
    assert_eq!(before["decision_exp"], app.clock.now().timestamp() + 2);
    app.clock.advance(Duration::seconds(2));
    assert_eq!(status(&app.introspect(&app.ledgerly, token, NL).await), "suspended");
}

/// Any address in the region of an answer gets the same answer.
#[tokio::test]
async fn region_is_sound() {
    let entropy = SeededEntropy::new(5);
    let number = |most: u32| u32::from_be_bytes((&entropy as &dyn Entropy).bytes()) % most;
    // Around 10.0.0.0/18, so that networks meet and some addresses are nowhere.
    let address = || Ipv4Addr::from(0x0a00_0000 + number(1 << 14));
    let some = |count: usize, shortest: u32| -> Vec<IpNet> {
        let length = || u8::try_from(shortest + number(33 - shortest)).unwrap();
        (0..count).map(|_| IpNet::V4(Ipv4Net::new(address(), length()).unwrap().trunc())).collect()
    };
    let countries = ["NL", "DE", "FR"].into_iter().cycle().map(str::to_owned);
    let overlay = some(20, 20).into_iter().zip(countries);
    let listed: String = some(20, 21).iter().map(|network| format!("{network}\n")).collect();
    let near = ("192.0.2.0/24".parse().unwrap(), "NL".to_owned());
    let surroundings = Surroundings {
        threats: listing(&listed),
        excepted: some(20, 22).into_iter().collect(),
        ..Geo::empty().unwrap().with_overlay(overlay.chain([near])).into()
    };
    let app = in_surroundings(surroundings).await;
    let tokens = TestBrowser::at(NL).connect(&app, &app.ledgerly, "openid invoices.approve").await;
    let token = tokens["access_token"].as_str().unwrap();
    let answer = async |address: IpAddr| {
        let mut seen = app.introspect(&app.ledgerly, token, &address.to_string()).await;
        // It names the context that was weighed, which is another one.
        seen.as_object_mut().unwrap().remove("context_id");
        seen
    };
    let (mut wide, mut denied) = (0, 0);
    for _ in 0..60 {
        let here = IpAddr::V4(address());
        let seen = answer(here).await;
        let network: IpNet = seen["region"]["network"].as_str().unwrap().parse().unwrap();
        assert!(network.contains(&here));
        let IpNet::V4(inner) = network else { panic!("{network}") };
        let hosts = u32::from(inner.broadcast()) - u32::from(inner.network()) + 1;
        for _ in 0..2 {
            let there = IpAddr::V4(Ipv4Addr::from(u32::from(inner.network()) + number(hosts)));
            assert_eq!(answer(there).await, seen, "{here} and {there} in {network}");
        }
        wide += u32::from(hosts > 1);
        denied += u32::from(!seen["reason"].is_null());
    }
    assert!(wide > 20 && (5..55).contains(&denied), "it says something: {wide}, {denied}");
}
