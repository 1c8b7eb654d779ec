//! An API behind a real guard, which asks the real server.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::middleware::from_fn;
use axum::routing::get;
use chrono::Duration;
use leasehold_guard::{CONTEXT_HEADER, Guard, GuardConfig};
use leasehold_http_kit::Caller;
use tower::ServiceExt as _;

use crate::support::{App, BR, ISSUER, NL, Party, TestBrowser};

/// In the network of [`NL`].
const NEAR: &str = "192.0.2.77";

/// The bank, and how often its guard has asked.
struct Bank {
    api: Router,
    asked: Arc<AtomicUsize>,
}

impl Bank {
    fn of(app: &App) -> Self {
        let asked = Arc::new(AtomicUsize::default());
        let counter = Arc::clone(&asked);
        let count = move |request, next: axum::middleware::Next| {
            counter.fetch_add(1, Ordering::SeqCst);
            next.run(request)
        };
        let issuer = app.server.router().layer(from_fn(count));
        let (bank, clock, serial) = (app.bank.clone(), Arc::clone(&app.clock), AtomicUsize::default());
        let sign = move || {
            let now = leasehold_domain::Clock::now(&*clock).timestamp();
            let jti = format!("guard-{}", serial.fetch_add(1, Ordering::Relaxed));
            let claims = serde_json::json!({
                "iss": bank.id, "sub": bank.id, "aud": ISSUER, "iat": now, "exp": now + 30, "jti": jti,
            });
            Some(bank.sign(None, &claims))
        };
        let audience = "https://bank.example";
        let caller = Caller::in_process(issuer);
        let guard =
            Guard::new(GuardConfig::new(ISSUER, audience, "bank", Arc::new(sign), caller, app.clock.clone()));
        let api = Router::new().route("/", get(|| async {}).layer(guard.require("invoices.approve")));
        Self { api, asked }
    }

    /// What a call with this assertion is answered.
    async fn call(&self, token: &str, assertion: &str) -> u16 {
        let request = Request::get("/").header("authorization", format!("Bearer {token}"));
        let request = request.header(CONTEXT_HEADER, assertion).body(Body::empty()).unwrap();
        self.api.clone().oneshot(request).await.unwrap().status().as_u16()
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

async fn token(app: &App, party: &Party) -> String {
    let tokens = TestBrowser::at(NL).connect(app, party, "openid invoices.approve").await;
    tokens["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn another_address_of_the_network_is_not_asked_about_and_another_country_is_refused() {
    let app = App::start().await;
    let bank = Bank::of(&app);
    let token = token(&app, &app.ledgerly).await;
    let from = |address: &str| app.context_assertion(&app.ledgerly, &token, address);
    assert_eq!(bank.call(&token, &from(NL)).await, 200);
    for address in [NEAR, "::ffff:192.0.2.200", NL] {
        assert_eq!(bank.call(&token, &from(address)).await, 200, "{address}");
    }
    assert_eq!(bank.asked(), 1);
    assert_eq!(bank.call(&token, &from(BR)).await, 401, "left the region");
    assert_eq!(bank.asked(), 2);
    // What was taken there is taken here too, though nobody has told the guard but that answer.
    assert_eq!(bank.call(&token, &from(NEAR)).await, 401);
    assert_eq!(bank.asked(), 3);
}

/// Somebody has the token, and signs what they like.
#[tokio::test]
async fn a_stolen_token_from_another_network_never_meets_the_kept_yes() {
    let app = App::start().await;
    let bank = Bank::of(&app);
    let token = token(&app, &app.ledgerly).await;
    let genuine = app.context_assertion(&app.ledgerly, &token, NL);
    assert_eq!(bank.call(&token, &genuine).await, 200);
    let forged = app.context_assertion(&app.northbank, &token, NEAR);
    for (asked, assertion) in [(2, &*forged), (3, "a.b.c"), (4, "")] {
        assert_eq!(bank.call(&token, assertion).await, 403, "{assertion}");
        assert_eq!(bank.asked(), asked, "{assertion}");
    }
    assert_eq!(bank.call(&token, &genuine).await, 200);
}

/// Working hours end in two seconds, and so does what was answered before.
#[tokio::test]
async fn nobody_is_served_past_the_end_of_working_hours() {
    let app = App::start().await;
    app.clock.advance(Duration::hours(7) - Duration::seconds(2));
    let bank = Bank::of(&app);
    let token = token(&app, &app.ledgerly).await;
    let from = |address: &str| app.context_assertion(&app.ledgerly, &token, address);
    let early = from(NL);
    assert_eq!(bank.call(&token, &early).await, 200);
    app.clock.advance(Duration::milliseconds(1_999));
    assert_eq!(bank.call(&token, &from(NEAR)).await, 200);
    assert_eq!(bank.asked(), 1);
    app.clock.advance(Duration::milliseconds(1));
    assert_eq!(bank.call(&token, &early).await, 403);
    assert_eq!(bank.asked(), 2);
}
