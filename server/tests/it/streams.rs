//! Event streams: who hears what, and until when.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use http::header::{AUTHORIZATION, COOKIE, HOST};
use http::{Request, StatusCode};
use leasehold_domain::user::Role;
use leasehold_http_kit::sse::{self, BrokenStream, SseEvent};
use leasehold_storage::{Storage as _, StoredEvent};
use leasehold_test_kit::Browser;
use serde_json::json;
use tower::ServiceExt as _;

use crate::support::{ACCOUNT, ADMIN, ISSUER, NORTHBANK, Person, TestApp};

const BANK: &str = "http://127.0.0.1:8090";
const BRAZIL: [u8; 4] = [200, 160, 2, 3];
/// Longer than two heartbeats; what is waited for comes at once.
const PATIENCE: Duration = Duration::from_secs(40);

/// A stream that someone listens to.
struct Listener(BoxStream<'static, Result<Option<SseEvent>, BrokenStream>>);

impl Listener {
    /// Numbers of the events up to this one.
    async fn until(&mut self, last: i64) -> Vec<i64> {
        let mut heard = Vec::new();
        while heard.last() != Some(&last) {
            let event = self.next().await.unwrap_or_else(|| panic!("over after {heard:?}, before {last}"));
            heard.push(event.id.unwrap().parse().unwrap());
        }
        heard
    }

    /// Whether the stream ends; what still comes before is let through.
    async fn ends(&mut self) -> bool {
        tokio::time::timeout(PATIENCE, async { while self.0.next().await.is_some() {} }).await.is_ok()
    }

    async fn next(&mut self) -> Option<SseEvent> {
        let event = async {
            loop {
                match self.0.next().await {
                    Some(Ok(None)) => {}
                    Some(Ok(event)) => return event,
                    Some(Err(_)) | None => return None,
                }
            }
        };
        tokio::time::timeout(PATIENCE, event).await.unwrap()
    }
}

impl TestApp {
    /// Opens the stream for resource servers with whatever is said to be an assertion.
    async fn listen(&self, assertion: Option<&str>) -> Result<Listener, StatusCode> {
        let mut request = Request::get("/events").header(HOST, "localhost:8080");
        if let Some(assertion) = assertion {
            request = request.header(AUTHORIZATION, format!("Bearer {assertion}"));
        }
        self.open(request.body(Body::empty()).unwrap()).await
    }

    /// Opens the dashboard's stream with the cookies of a browser.
    async fn watch(&self, browser: &Browser) -> Result<Listener, StatusCode> {
        self.watch_at(ACCOUNT, browser).await
    }

    /// Opens the stream of the app at an origin.
    async fn watch_at(&self, origin: &str, browser: &Browser) -> Result<Listener, StatusCode> {
        let request = Request::get("/bff/events")
            .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))))
            .header(HOST, origin.strip_prefix("http://").unwrap())
            .header("sec-fetch-site", "same-origin")
            .header(COOKIE, browser.cookies(origin).unwrap_or_default());
        self.open(request.body(Body::empty()).unwrap()).await
    }

    async fn open(&self, request: Request<Body>) -> Result<Listener, StatusCode> {
        let response = self.product.router.clone().oneshot(request).await.unwrap();
        if response.status() != StatusCode::OK {
            return Err(response.status());
        }
        let mut events = sse::events(response.into_body()).boxed();
        // The first comment says that listening has begun.
        assert_eq!(events.next().await, Some(Ok(None)));
        Ok(Listener(events))
    }

    fn assertion(&self, client: &str) -> String {
        let (now, jti) = (self.now().timestamp(), format!("stream-{}", self.serial()));
        let claims = json!({
            "iss": client, "sub": client, "aud": ISSUER, "iat": now, "exp": now + 30, "jti": jti
        });
        self.sign(client, None, &claims)
    }

    /// Events after a number.
    async fn events(&self, after: i64) -> Vec<StoredEvent> {
        self.storage.read().await.unwrap().events_after(after, 1000).await.unwrap()
    }

    async fn last_event(&self) -> i64 {
        self.storage.read().await.unwrap().last_event().await.unwrap()
    }
}

fn numbers(events: &[StoredEvent], wanted: impl Fn(&StoredEvent) -> bool) -> Vec<i64> {
    events.iter().filter(|event| wanted(event)).map(|event| event.seq).collect()
}

/// Something happens to each person in each app, twice.
async fn happen(people: &mut [&mut Person]) {
    for person in people {
        person.sign_in(ACCOUNT).await;
        person.sign_in(NORTHBANK).await;
        person.browser.address = BRAZIL.into();
        person.browser.open(NORTHBANK).await;
        person.browser.open(ACCOUNT).await;
    }
}

#[tokio::test]
async fn a_resource_server_hears_of_its_own_audience_alone() {
    let app = TestApp::start().await;
    let before = app.last_event().await;
    let mut bank = app.listen(Some(&app.assertion("bank"))).await.unwrap();
    let mut account = app.listen(Some(&app.assertion("account-api"))).await.unwrap();
    let (mut alice, mut bram) = (app.person("alice", Role::User).await, app.person("bram", Role::User).await);
    happen(&mut [&mut alice, &mut bram]).await;

    let events = app.events(before).await;
    let of_bank = numbers(&events, |event| event.audience == BANK);
    let of_account = numbers(&events, |event| event.audience == format!("{ISSUER}/account"));
    assert!(of_bank.len() >= 4 && of_account.len() >= 2, "{of_bank:?} {of_account:?}");
    assert_eq!(bank.until(*of_bank.last().unwrap()).await, of_bank);
    assert_eq!(account.until(*of_account.last().unwrap()).await, of_account);
}

#[tokio::test]
async fn only_a_resource_server_that_proves_who_it_is_hears_anything() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let token = app.token(&mut alice, "northbank", NORTHBANK, "openid accounts.read", None).await;
    let once = app.assertion("bank");
    let claims =
        json!({ "iss": "bank", "sub": "bank", "aud": ISSUER, "iat": 0, "exp": i64::MAX, "jti": "j" });
    let forever = app.sign("bank", None, &claims);
    let now = app.now().timestamp();
    let claims =
        json!({ "iss": "bank", "sub": "bank", "aud": ISSUER, "iat": now, "exp": now + 30, "jti": "k" });
    let by_another = app.sign("admin-api", None, &claims);
    assert!(app.listen(Some(&once)).await.is_ok());
    for wrong in [
        None,
        Some(""),
        Some("a.b.c"),
        Some(&*token),
        Some(&*app.assertion("northbank")),
        Some(&*by_another),
        Some(&*forever),
        Some(&*once),
    ] {
        assert_eq!(app.listen(wrong).await.err(), Some(StatusCode::UNAUTHORIZED), "{wrong:?}");
    }
}

#[tokio::test]
async fn a_person_hears_of_themselves_alone() {
    let app = TestApp::start().await;
    let (mut alice, mut bram) = (app.person("alice", Role::User).await, app.person("bram", Role::User).await);
    assert_eq!(app.watch(&alice.browser).await.err(), Some(StatusCode::UNAUTHORIZED));
    alice.sign_in(ACCOUNT).await;
    bram.sign_in(ACCOUNT).await;
    let before = app.last_event().await;
    let mut of_alice = app.watch(&alice.browser).await.unwrap();
    let mut of_bram = app.watch(&bram.browser).await.unwrap();
    happen(&mut [&mut bram, &mut alice]).await;

    let events = app.events(before).await;
    let mut tx = app.storage.read().await.unwrap();
    for (name, stream) in [("alice", &mut of_alice), ("bram", &mut of_bram)] {
        let user = tx.user_by_username(name).await.unwrap().unwrap().id;
        let own = numbers(&events, |event| event.user == user);
        assert!(own.len() >= 2 && own.len() < events.len(), "{own:?}");
        assert_eq!(stream.until(*own.last().unwrap()).await, own, "{name}");
    }
}

#[tokio::test]
async fn an_administrator_hears_of_everyone_while_signed_in() {
    let app = TestApp::start().await;
    let (mut ada, mut alice) = (app.person("ada", Role::Admin).await, app.person("alice", Role::User).await);
    assert_eq!(app.watch_at(ADMIN, &ada.browser).await.err(), Some(StatusCode::UNAUTHORIZED));
    alice.sign_in(ADMIN).await;
    assert_eq!(app.watch_at(ADMIN, &alice.browser).await.err(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(app.watch_at(NORTHBANK, &alice.browser).await.err(), Some(StatusCode::NOT_FOUND));
    let log = ada.sign_in(ADMIN).await;
    let before = app.last_event().await;
    let mut stream = app.watch_at(ADMIN, &ada.browser).await.unwrap();
    happen(&mut [&mut alice]).await;
    let all = numbers(&app.events(before).await, |_| true);
    assert!(all.len() >= 2, "{all:?}");
    assert_eq!(stream.until(*all.last().unwrap()).await, all);

    ada.browser.submit(&log, "/auth/logout", &[]).await;
    assert!(stream.ends().await);
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let mut other = alice.elsewhere(app.browser());
    let mut bram = app.person("bram", Role::User).await;
    for person in [&mut alice, &mut other, &mut bram] {
        person.sign_in(ACCOUNT).await;
    }
    let mut of_alice = app.watch(&alice.browser).await.unwrap();
    let mut of_other = app.watch(&other.browser).await.unwrap();
    let mut of_bram = app.watch(&bram.browser).await.unwrap();

    // Signed out from afar: the other device's stream ends, one's own and everyone else's go on.
    app.clock.advance(chrono::Duration::minutes(10));
    let devices = alice.browser.open(&format!("{ACCOUNT}/devices")).await;
    let done = alice.browser.submit(&devices, "/actions/sign-out-others", &[]).await;
    assert!(done.status.is_success(), "{}", done.body);
    assert!(of_other.ends().await);
    assert_eq!(app.watch(&other.browser).await.err(), Some(StatusCode::UNAUTHORIZED));
    assert!(app.watch(&alice.browser).await.is_ok());

    // Signed out here: the session is over at the issuer as well, so nothing brings the stream back.
    let cookies = alice.browser.clone();
    let home = alice.browser.open(ACCOUNT).await;
    alice.browser.submit(&home, "/auth/logout", &[]).await;
    assert!(of_alice.ends().await);
    assert_eq!(app.watch(&cookies).await.err(), Some(StatusCode::UNAUTHORIZED));

    let before = app.last_event().await;
    bram.sign_in(NORTHBANK).await;
    let own = numbers(&app.events(before).await, |_| true);
    assert!(of_bram.until(*own.last().unwrap()).await.ends_with(&own));
}
