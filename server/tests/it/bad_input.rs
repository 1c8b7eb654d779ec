//! Bad input that comes as far as it can: from an authenticated client, from a signed-in person's own form, in
//! the middle of a sign-in. Each is refused with the right status in the shape of its endpoint.
//! (`endpoints::bad_input` goes over every route, with less behind it.)

use std::time::Duration;

use axum::body::Body;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderName, HeaderValue};
use http::{Method, Request};
use leasehold_domain::user::Role;
use leasehold_test_kit::Browser;
use serde_json::Value;

use crate::support::{ACCOUNT, Answer, ISSUER, LEDGERLY, NORTHBANK, Person, TestApp, send};

const FORM: &str = "application/x-www-form-urlencoded";
const AAL2: &str = "urn:leasehold:acr:aal2";
const ALL_SCOPES: &str = "openid accounts.read payments.write";
/// What an answer must not repeat as it is.
const MARK: &str = "<b>q7mark";
/// How long an answer may take; the server's own limit is longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whom an endpoint speaks to when it refuses.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    /// RFC 6749 section 5.2.
    OAuth,
    /// RFC 9457.
    Problem,
    /// A person; where nothing of theirs is at hand, a problem document will do.
    Page,
}

/// Sends it, and checks what every answer has in common.
async fn ask(router: &axum::Router, request: Request<Body>, shape: Shape) -> Answer {
    let what = format!("{} {}", request.method(), request.uri().path());
    let answer = tokio::time::timeout(PATIENCE, send(router, request)).await;
    let answer = answer.unwrap_or_else(|_| panic!("{what} hangs"));
    check(&answer, shape, &what);
    answer
}

fn check(answer: &Answer, shape: Shape, what: &str) {
    assert!(answer.status < 500, "{what}: {answer:?}");
    assert!(!answer.body.contains(MARK), "{what} repeats what it was sent: {}", answer.body);
    if answer.status < 400 || answer.body.is_empty() {
        assert!(answer.status < 400 || answer.status == 404, "{what}: {} without a word", answer.status);
        return;
    }
    let header = |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap());
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}: {answer:?}");
    assert!(header("cache-control").contains("no-store"), "{what}: {answer:?}");
    let json = serde_json::from_str::<Value>(&answer.body);
    match header("content-type").split(';').next().unwrap() {
        // Methods and sizes are refused before an endpoint sees them.
        "application/problem+json" if shape != Shape::OAuth || matches!(answer.status, 405 | 413) => {
            assert_eq!(json.unwrap()["status"], answer.status, "{what}");
        }
        "application/json" if shape == Shape::OAuth => {
            assert!(json.unwrap()["error"].as_str().is_some_and(|error| !error.is_empty()), "{what}");
        }
        "text/html" if shape == Shape::Page => assert!(answer.body.contains("</html>"), "{what}"),
        other => panic!("{what} answers {} as {other:?}: {}", answer.status, answer.body),
    }
}

fn assert_refused(answer: &Answer, what: &str) {
    assert!((400..500).contains(&answer.status), "{what}: {answer:?}");
}

/// Bodies that no form of ours has. `good` is one that would be taken.
fn broken_forms(good: &str) -> Vec<(&'static str, Option<&'static str>, Vec<u8>)> {
    let with = |more: &[u8]| [good.as_bytes(), b"&", more].concat();
    let long = |bytes: usize| with(&[b"a=".as_slice(), &vec![b'a'; bytes]].concat());
    let first = good.split('&').next().unwrap_or_default();
    vec![
        ("a broken escape", Some(FORM), with(b"a=%zz")),
        ("half an escape", Some(FORM), with(b"a=%f")),
        ("escaped bytes that are no text", Some(FORM), with(b"a=%ff%fe")),
        ("bytes that are no text", Some(FORM), with(&[0xff, 0xfe, b'=', 0x80])),
        ("a repeated field", Some(FORM), with(first.as_bytes())),
        ("too much", Some(FORM), long(70 * 1024)),
        ("far too much", Some(FORM), long(2 * 1024 * 1024)),
        ("no media type", None, good.into()),
        ("another media type", Some("text/plain"), good.into()),
        ("JSON", Some("application/json"), b"{}".to_vec()),
        ("parts", Some("multipart/form-data; boundary=x"), b"--x--".to_vec()),
        ("another encoding", Some("application/x-www-form-urlencoded; charset=utf-16"), good.into()),
    ]
}

fn post(host: &str, path: &str, media: Option<&str>, body: Vec<u8>) -> Request<Body> {
    let mut request = Request::post(path).header(HOST, host);
    if let Some(media) = media {
        request = request.header(CONTENT_TYPE, media);
    }
    request.body(Body::from(body)).unwrap()
}

/// The same as from a page of `origin` in this browser.
fn own(mut request: Request<Body>, browser: &Browser, origin: &str) -> Request<Body> {
    let headers = request.headers_mut();
    headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    headers.insert("origin", HeaderValue::from_str(origin).unwrap());
    headers.insert(ACCEPT, HeaderValue::from_static("text/html"));
    if let Some(cookies) = browser.cookies(origin) {
        headers.insert(COOKIE, HeaderValue::from_str(&cookies).unwrap());
    }
    request
}

fn host(origin: &str) -> &str {
    origin.trim_start_matches("http://")
}

/// Endpoints that clients authenticate at, with the right assertion beside what is wrong.
#[tokio::test]
async fn from_a_client_that_authenticates() {
    let app = TestApp::start().await;
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let long = "a".repeat(5000);
    let push = |name: &'static str, value: &str| {
        let mut fields: Vec<(&str, String)> = vec![
            ("response_type", "code".into()),
            ("redirect_uri", format!("{NORTHBANK}/auth/callback")),
            ("scope", "openid accounts.read".into()),
            ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".into()),
            ("code_challenge_method", "S256".into()),
        ];
        fields.retain(|(field, _)| *field != name);
        fields.push((name, value.to_owned()));
        fields
    };
    let token = |grant: &str, name: &'static str, value: &str| {
        vec![("grant_type", grant.to_owned()), (name, value.to_owned())]
    };
    let mut cases: Vec<(&str, Vec<(&str, String)>)> = vec![("/par", Vec::new()), ("/token", Vec::new())];
    for (name, value) in [
        ("response_type", "token"),
        ("response_type", MARK),
        ("redirect_uri", "http://evil.example/"),
        ("redirect_uri", "http://northbank.localhost:8080/auth/callback/../x"),
        ("redirect_uri", "javascript:alert(1)"),
        ("scope", "openid \u{0}"),
        ("scope", "openid \"quoted\""),
        ("scope", "no.such.scope"),
        ("scope", &*long),
        ("code_challenge", "short"),
        ("code_challenge", &*long),
        ("code_challenge_method", "plain"),
        ("max_age", "-1"),
        ("max_age", "99999999999999999999"),
        ("max_age", "ten"),
        ("prompt", "none login"),
        ("prompt", MARK),
        ("response_mode", "fragment"),
        ("request", "eyJ.eyJ."),
        ("request_uri", "urn:ietf:params:oauth:request_uri:x"),
        ("authorization_details", "{"),
        ("authorization_details", "{}"),
        ("authorization_details", "[1]"),
        ("authorization_details", "[{\"type\":\"no_such_type\"}]"),
        ("authorization_details", "[{\"type\":\"payment_initiation\"}]"),
        ("authorization_details", &*deep),
        ("grant_id", MARK),
        ("grant_management_action", "replace"),
    ] {
        cases.push(("/par", push(name, value)));
    }
    for (grant, name, value) in [
        ("password", "username", "alice"),
        ("client_credentials", "scope", "openid"),
        (MARK, "code", "x"),
        ("authorization_code", "code", "lhc_x"),
        ("authorization_code", "code", &*long),
        ("authorization_code", "code", "\u{202e}\u{0}"),
        ("refresh_token", "refresh_token", "lhr_x"),
        ("refresh_token", "refresh_token", &*long),
    ] {
        cases.push(("/token", token(grant, name, value)));
    }
    cases.extend([("/revoke", vec![]), ("/revoke", vec![("client_secret", "x".to_owned())])]);
    for (path, fields) in cases {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = app.as_client("northbank", path, &fields).await;
        let shown: String = format!("{path} {:?}", fields.last()).chars().take(120).collect();
        check(&answer, Shape::OAuth, &shown);
        assert_refused(&answer, &shown);
    }
    // What is no token is as inactive as one that was revoked, and as revoked (RFC 7662 section 2.2, RFC 7009
    // section 2.2).
    for text in ["x", "lha_x", &*long, "\u{0}", "\u{1f4a9}"] {
        let answer = app.as_client("bank", "/introspect", &[("token", text)]).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "{\"active\":false}"));
        let answer = app.as_client("northbank", "/revoke", &[("token", text)]).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

#[tokio::test]
async fn to_the_endpoints_of_clients() {
    let app = TestApp::start().await;
    for path in ["/par", "/token", "/introspect", "/revoke"] {
        for (what, media, body) in broken_forms("client_id=northbank&token=x") {
            let answer =
                ask(&app.product.router, post("localhost:8080", path, media, body), Shape::OAuth).await;
            assert_refused(&answer, &format!("{path} {what}"));
        }
        for method in ["GET", "PUT", "DELETE", "PATCH", "BREW"] {
            let request = Request::builder().method(method).uri(path).header(HOST, "localhost:8080");
            let answer = ask(&app.product.router, request.body(Body::empty()).unwrap(), Shape::OAuth).await;
            assert_eq!(
                (answer.status, answer.headers["allow"].to_str().unwrap()),
                (405, "POST"),
                "{method} {path}"
            );
        }
    }
}

/// The forms of apps, from a person's own page.
#[tokio::test]
async fn from_a_signed_in_person() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    for (origin, actions) in [
        (
            ACCOUNT,
            &[
                "restore",
                "confirm-device",
                "block-device",
                "read-notices",
                "sign-out-session",
                "sign-out-others",
            ][..],
        ),
        (NORTHBANK, &["send-payment"]),
        (LEDGERLY, &["approve-invoice"]),
    ] {
        let home = alice.sign_in(origin).await;
        let csrf = home.field("csrf").unwrap();
        let mut paths: Vec<String> = actions.iter().map(|action| format!("/actions/{action}")).collect();
        paths.push("/auth/logout".into());
        for path in &paths {
            for (what, media, body) in broken_forms(&format!("csrf={csrf}")) {
                let request = own(post(host(origin), path, media, body), &alice.browser, origin);
                let answer = ask(&app.product.router, request, Shape::Page).await;
                assert_refused(&answer, &format!("{origin}{path}: {what}"));
            }
            for method in ["PUT", "DELETE", "PATCH", "BREW"] {
                let request = Request::builder().method(method).uri(path).header(HOST, host(origin));
                let request = own(request.body(Body::empty()).unwrap(), &alice.browser, origin);
                assert_eq!(
                    ask(&app.product.router, request, Shape::Page).await.status,
                    405,
                    "{method} {path}"
                );
            }
        }
        // Fields that are well-formed and mean nothing.
        let odd = ["", MARK, "../..", "\u{0}", "\u{202e}", "-.1", "1e+309", "\u{1f4a9}", &*"9".repeat(9000)];
        for path in paths.iter().filter(|path| !path.ends_with("others") && !path.ends_with("logout")) {
            for value in odd {
                let names = [
                    "hold",
                    "notice",
                    "device",
                    "session",
                    "invoice",
                    "to",
                    "account",
                    "amount",
                    "reference",
                    "idempotency_key",
                ];
                let mut fields = vec![("csrf", csrf.as_str())];
                fields.extend(names.map(|name| (name, value)));
                let page = alice.browser.post(&format!("{origin}{path}"), origin, &fields).await;
                assert!((400..500).contains(&page.status.as_u16()), "{origin}{path} {value:?}: {page:?}");
                assert!(!page.shows(MARK), "{}", page.body);
            }
        }
        // After all that the person is still there.
        assert_eq!(alice.browser.get(&format!("{origin}/")).await.status, 200);
    }
}

/// The pages between the authorization request and the code.
#[tokio::test]
async fn in_the_middle_of_a_sign_in() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let page = alice.browser.open(NORTHBANK).await;
    broken(&app, &alice, &page, "username=alice").await;
    let page = step(&mut alice, &page, &[("username", "alice")]).await;
    broken(&app, &alice, &page, "password=x").await;
    let password = alice.password.clone();
    let page = step(&mut alice, &page, &[("password", &password)]).await;
    assert!(page.url.path().ends_with("/consent"), "{}", page.body);
    broken(&app, &alice, &page, "decision=allow").await;
    for decision in ["", "maybe", MARK] {
        let answer = step(&mut alice, &page, &[("decision", decision)]).await;
        // Nothing was decided: the page asks again.
        assert_eq!(answer.url.path(), page.url.path(), "{decision}: {}", answer.body);
        assert!(!answer.shows(MARK));
    }
    let home = alice.finish(page).await;
    assert_eq!(home.url.host_str(), Some("northbank.localhost"), "{}", home.body);

    let form = alice.browser.open(&format!("{NORTHBANK}/payments/new")).await;
    let fields = [("to", "J"), ("account", "NL91ABNA0417164300"), ("amount", "1.00"), ("reference", "")];
    let page = alice.browser.submit(&form, "/actions/send-payment", &fields).await;
    assert!(page.url.path().ends_with("/step-up"), "{}", page.body);
    broken(&app, &alice, &page, "factor=totp&code=000000").await;
    let done = alice.step_up(&page).await;
    assert!(done.url.path().starts_with("/payments/"), "{}: {}", done.url, done.body);
}

async fn step(
    person: &mut Person,
    page: &leasehold_test_kit::Page,
    fields: &[(&str, &str)],
) -> leasehold_test_kit::Page {
    person.browser.submit(page, page.url.path(), fields).await
}

/// Posts what is broken to the form of an interaction page, with the right hidden field.
async fn broken(app: &TestApp, person: &Person, page: &leasehold_test_kit::Page, good: &str) {
    let path = page.url.path();
    let csrf = page.field("csrf").unwrap();
    for (what, media, body) in broken_forms(&format!("csrf={csrf}&{good}")) {
        let request = own(post("localhost:8080", path, media, body), &person.browser, ISSUER);
        let answer = ask(&app.product.router, request, Shape::Page).await;
        assert_refused(&answer, &format!("{path}: {what}"));
    }
    for csrf in ["", "x", MARK] {
        let body = format!("csrf={csrf}&{good}").into_bytes();
        let request = own(post("localhost:8080", path, Some(FORM), body), &person.browser, ISSUER);
        let answer = ask(&app.product.router, request, Shape::Page).await;
        // These pages are drawn again: what they named may have changed since.
        let names = path.ends_with("/step-up") || path.ends_with("/consent");
        let again = answer.status == 303 && answer.headers["location"] == path && names;
        assert!(again || (400..500).contains(&answer.status), "{path}: another hidden field: {answer:?}");
    }
}

/// JSON to the API of the bank, and through the relay.
#[tokio::test]
async fn from_a_token_that_may_pay() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let token = app.token(&mut alice, "northbank", NORTHBANK, ALL_SCOPES, Some(AAL2)).await;
    let good = r#"{"instructedAmount":{"currency":"EUR","amount":"1.00"},"creditorName":"J","creditorAccount":"NL91ABNA0417164300"}"#;
    let json = "application/json";
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let with = |from: &str, to: &str| good.replace(from, to).into_bytes();
    let bodies: Vec<(&str, &str, Vec<u8>)> = vec![
        ("nothing", json, Vec::new()),
        ("half", json, b"{".to_vec()),
        ("null", json, b"null".to_vec()),
        ("a list", json, b"[]".to_vec()),
        ("depth", json, deep.into_bytes()),
        ("no text", json, vec![b'"', 0xff, b'"']),
        ("an unknown member", json, with("{\"instructed", "{\"unknown\":1,\"instructed")),
        (
            "a repeated member",
            json,
            with("\"creditorName\":\"J\"", "\"creditorName\":\"J\",\"creditorName\":\"K\""),
        ),
        ("a number", json, with("\"1.00\"", "1.00")),
        ("another number", json, with("\"1.00\"", "1e999")),
        ("less than nothing", json, with("1.00", "-1.00")),
        ("nothing at all", json, with("1.00", "0.00")),
        ("more than there is", json, with("1.00", "99999999999999999999999.00")),
        ("three decimals", json, with("1.00", "1.000")),
        ("another currency", json, with("EUR", "euro")),
        ("no account", json, with("NL91ABNA0417164300", MARK)),
        ("control characters", json, with("\"J\"", "\"\\u0000\"")),
        ("too much", json, with("\"J\"", &format!("\"{}\"", "J".repeat(70 * 1024)))),
        ("a form", FORM, good.into()),
        ("no type", "", good.into()),
    ];
    let key = "0123456789abcdef";
    let cases = bodies.into_iter().map(|(what, media, body)| (what, media, body, key.to_owned()));
    let keys = ["", "short", "with space in it", "../../../etc", &*"k".repeat(200)].map(ToOwned::to_owned);
    let cases = cases.chain(keys.map(|key| ("a bad key", json, good.into(), key)));
    let context = |token: &str| app.context("northbank", token);
    for (what, media, body, key) in cases {
        let request = post("127.0.0.1:8090", "/payments", Some(media), body);
        let (mut parts, body) = request.into_parts();
        parts.headers.insert(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}")).unwrap());
        parts.headers.insert("leasehold-context", HeaderValue::from_str(&context(&token)).unwrap());
        parts.headers.insert("idempotency-key", HeaderValue::from_str(&key).unwrap());
        let answer = ask(&app.bank, Request::from_parts(parts, body), Shape::Problem).await;
        assert_refused(&answer, what);
    }
    let books = (Method::GET, "/accounts");
    let accounts = app.call(&app.bank, "127.0.0.1:8090", books, "northbank", Some(&token)).await;
    assert!(accounts.body.contains("4248.17"), "nothing was paid: {}", accounts.body);
}

/// Headers that are no text, twice there, or lie.
#[tokio::test]
async fn in_headers() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    alice.sign_in(ACCOUNT).await;
    let raw = |bytes: &[u8]| HeaderValue::from_bytes(bytes).unwrap();
    let headers: Vec<(&str, HeaderValue)> = vec![
        ("cookie", raw(b"__Host-Http-lh_bff=\xff; __Host-Http-lh_sid=\xff")),
        (
            "cookie",
            raw(b"__Host-Http-lh_bff=a; __Host-Http-lh_bff=b; __Host-Http-lh_sid=a; __Host-Http-lh_sid=b"),
        ),
        ("cookie", raw(b";;;=;==; =\"; __Host-Http-lh_dev")),
        ("authorization", raw(b"Bearer \xff")),
        ("authorization", raw(b"Bearer")),
        ("authorization", raw(b"Basic Og==")),
        ("authorization", raw(format!("Bearer {}", "a".repeat(20_000)).as_bytes())),
        ("accept-language", raw(b"\xff;q=x,,;;nl;q=9999999999999999999999")),
        ("accept", raw(b"\xff")),
        ("user-agent", raw(b"\xff\xfe")),
        ("user-agent", raw(&[b'('; 20_000])),
        ("x-forwarded-for", raw(b"\xff, ::ffff:1.2.3, 256.1.1.1,,,unknown")),
        ("last-event-id", raw(b"-99999999999999999999")),
        ("content-type", raw(b"\xff")),
        ("sec-fetch-site", raw(b"\xff")),
        ("origin", raw(b"null")),
        ("referer", raw(b"http://app.localhost:8080//evil.example/\xff")),
        ("idempotency-key", raw(b"\xff")),
        ("leasehold-context", raw(b"a.b.c")),
        ("x-request-id", raw(b"\xff<b>")),
        ("content-length", raw(b"5")),
        ("expect", raw(b"nonsense")),
    ];
    let targets: [(&str, &[&str], Shape); 4] = [
        ("localhost:8080", &["/authorize", "/", "/sign-out", "/end-session", "/demo/context"], Shape::Page),
        ("localhost:8080", &["/userinfo", "/events", "/token"], Shape::OAuth),
        ("localhost:8080", &["/account/v1/access", "/account/v1/events", "/admin/v1/log"], Shape::Problem),
        (
            "app.localhost:8080",
            &["/", "/access", "/auth/login", "/auth/callback", "/actions/restore"],
            Shape::Page,
        ),
    ];
    let cookies = alice.browser.cookies(ACCOUNT).unwrap();
    for (name, value) in &headers {
        let name: HeaderName = name.parse().unwrap();
        for (host, paths, shape) in &targets {
            for (path, method) in paths.iter().flat_map(|path| [(path, Method::GET), (path, Method::POST)]) {
                let request =
                    Request::builder().method(method).uri(*path).header(HOST, *host).header(COOKIE, &cookies);
                let mut request = request.body(Body::empty()).unwrap();
                request.headers_mut().insert(name.clone(), value.clone());
                ask(&app.product.router, request, *shape).await;
            }
        }
        let relay = "/api/account/account/v1/access";
        let request = Request::get(relay).header(HOST, "app.localhost:8080").header("x-leasehold", "1");
        let mut request = own(request.body(Body::empty()).unwrap(), &alice.browser, ACCOUNT);
        request.headers_mut().insert(name.clone(), value.clone());
        ask(&app.product.router, request, Shape::Problem).await;
    }
}
