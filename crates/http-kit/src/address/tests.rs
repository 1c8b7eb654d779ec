use axum::Router;
use axum::body::Body;
use axum::routing::get;
use tower::ServiceExt as _;

use super::*;

const REAL: &str = "203.0.113.9";

fn proxies() -> Vec<IpNet> {
    vec!["10.0.0.0/8".parse().unwrap(), "2001:db8:ffff::/48".parse().unwrap()]
}

fn told(peer: &str, lines: &[(&'static str, &str)]) -> String {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(*name, value.parse().unwrap());
    }
    resolve(peer.parse().unwrap(), &headers, &proxies()).0.to_string()
}

#[test]
fn forged_forwarded_for() {
    let xff = "x-forwarded-for";
    // A stranger says what it likes.
    assert_eq!(told(REAL, &[(xff, "145.97.20.1"), ("forwarded", "for=145.97.20.1")]), REAL);
    // A proxy appends; the client's own words stand to the left.
    assert_eq!(told("10.0.0.1", &[(xff, "145.97.20.1, 203.0.113.9")]), REAL);
    // Doubled headers are one list.
    assert_eq!(told("10.0.0.1", &[(xff, "145.97.20.1"), (xff, REAL)]), REAL);
    assert_eq!(told("10.0.0.1", &[(xff, REAL), (xff, "10.0.0.7")]), REAL);
    // Trusted hops are stepped over, a stranger left of the real hop is not reached.
    assert_eq!(told("10.0.0.1", &[(xff, "145.97.20.1,203.0.113.9:4711, 10.9.9.9")]), REAL);
    // Mapped addresses are the same addresses, as peer, as proxy and as hop.
    assert_eq!(told("::ffff:10.0.0.1", &[(xff, "::ffff:203.0.113.9")]), REAL);
    assert_eq!(told("::ffff:203.0.113.9", &[(xff, "145.97.20.1")]), REAL);
    assert_eq!(told("10.0.0.1", &[(xff, "1.2.3.4, [::ffff:203.0.113.9]:80, ::ffff:10.0.0.2")]), REAL);
    // Garbage ends the walk at the proxy that reported it.
    for garbage in ["unknown", "", "203.0.113.9 145.97.20.1", "203.0.113", "[::1", "localhost", "1.2.3.4;x"] {
        assert_eq!(told("10.0.0.1", &[(xff, &format!("145.97.20.1, {garbage}"))]), "10.0.0.1", "{garbage}");
        let further = format!("145.97.20.1, {garbage}, 10.0.0.5");
        assert_eq!(told("10.0.0.1", &[(xff, &further)]), "10.0.0.5", "{garbage}");
    }
}

#[test]
fn forged_forwarded() {
    let told = |line: &str| told("10.0.0.1", &[("forwarded", line)]);
    assert_eq!(told("for=145.97.20.1, for=203.0.113.9;proto=https;by=10.0.0.1"), REAL);
    assert_eq!(told("For=\"[2001:db8::9]:4711\""), "2001:db8::9");
    assert_eq!(told("for=203.0.113.9, for=\"[2001:db8:ffff::1]\""), REAL);
    // A quote opened by the client must not swallow the proxy's hop.
    assert_eq!(told("for=\"145.97.20.1, for=203.0.113.9"), "10.0.0.1");
    assert_eq!(told("for=145.97.20.1;x=\", for=203.0.113.9;by=\"[::1]:80\""), "10.0.0.1");
    assert_eq!(told("for=_hidden"), "10.0.0.1");
    assert_eq!(told("for=203.0.113.9;for=145.97.20.1"), "10.0.0.1");
    assert_eq!(told("proto=https"), "10.0.0.1");
}

#[test]
fn two_headers_with_two_stories_are_no_story() {
    let both = |other: &str| told("10.0.0.1", &[("x-forwarded-for", REAL), ("forwarded", other)]);
    assert_eq!(both("for=145.97.20.1"), "0.0.0.0");
    assert_eq!(both("for=203.0.113.9"), REAL);
}

#[test]
fn everything_trusted_gives_the_farthest_hop() {
    assert_eq!(told("10.0.0.1", &[("x-forwarded-for", "10.0.0.3, 10.0.0.2")]), "10.0.0.3");
    assert_eq!(told("10.0.0.1", &[]), "10.0.0.1");
}

async fn seen(request: Request<Body>) -> String {
    let echo = |request: axum::extract::Request| async move {
        let left = request.headers().keys().map(ToString::to_string).collect::<Vec<_>>();
        format!("{} {}", ClientAddress::of(request.extensions()).0, left.join(","))
    };
    let app = Router::new().route("/", get(echo)).layer(client_address(proxies()));
    let response = app.oneshot(request).await.unwrap();
    let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

#[tokio::test]
async fn the_layer_strips_what_it_was_told_by() {
    let peer = ConnectInfo("10.0.0.1:1".parse::<SocketAddr>().unwrap());
    let request = Request::builder()
        .header("x-forwarded-for", REAL)
        .header("x-forwarded-host", "evil.example")
        .header("x-real-ip", "1.1.1.1")
        .header("accept", "*/*")
        .extension(peer)
        .body(Body::empty());
    assert_eq!(seen(request.unwrap()).await, format!("{REAL} accept"));
}

#[tokio::test]
async fn without_a_peer_only_an_extension_is_believed() {
    let request = Request::builder().header("x-forwarded-for", REAL);
    assert_eq!(seen(request.body(Body::empty()).unwrap()).await, "0.0.0.0 ");
    let request = Request::builder().extension(ClientAddress(REAL.parse().unwrap()));
    assert_eq!(seen(request.body(Body::empty()).unwrap()).await, format!("{REAL} "));
}
