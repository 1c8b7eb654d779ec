//! What only the whole product can show.

use std::collections::BTreeSet;

use http::Method;
use leasehold_domain::user::Role;
use leasehold_storage::Storage as _;

use crate::support::{ACCOUNT, ISSUER, NORTHBANK, TestApp};

/// Prefixes of what must never be in anything that a browser is given, addresses in flight excepted.
const SECRETS: [&str; 4] = ["lha_", "lhr_", "lhb_", "lhs_"];

#[tokio::test]
async fn token_in_any_response() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    alice.browser.recording = true;
    alice.sign_in(NORTHBANK).await;
    alice.sign_in(ACCOUNT).await;
    for page in ["/", "/access", "/devices", "/activity"] {
        alice.browser.open(&format!("{ACCOUNT}{page}")).await;
    }
    alice.browser.script = true;
    alice.browser.fetch(&format!("{ACCOUNT}/bff/session")).await;
    alice.browser.fetch(&format!("{ACCOUNT}/api/account/account/v1/access")).await;
    let form = alice.browser.open(&format!("{NORTHBANK}/payments/new")).await;
    let fields = [("to", "J"), ("account", "NL91ABNA0417164300"), ("amount", "1.00"), ("reference", "")];
    let step_up = alice.browser.submit(&form, "/actions/send-payment", &fields).await;
    alice.step_up(&step_up).await;
    assert!(alice.browser.recorded.len() > 20);
    for page in &alice.browser.recorded {
        for secret in SECRETS.into_iter().chain(["eyJ"]) {
            assert!(!page.body.contains(secret), "{secret} in the body at {}", page.url);
            assert!(!page.url.as_str().contains(secret), "{secret} in {}", page.url);
            let own_cookie = |name: &str| name == "set-cookie";
            for (name, value) in page.headers.iter().filter(|(name, _)| !own_cookie(name.as_str())) {
                assert!(
                    !value.to_str().unwrap_or_default().contains(secret),
                    "{secret} in {name} at {}",
                    page.url
                );
            }
        }
    }
}

/// The stream of one person tells nothing of another, and needs that person's own session.
#[tokio::test]
async fn sse_of_someone_else() {
    let app = TestApp::start().await;
    let mut alice = app.person("alice", Role::User).await;
    let mut bram = app.person("bram", Role::User).await;
    alice.sign_in(NORTHBANK).await;
    let scope = "openid account.read";
    let token = app.token(&mut bram, "leasehold-account", ACCOUNT, scope, None).await;
    let events = (Method::GET, "/account/v1/events");
    let mut stream = app.stream("leasehold-account", events, &token).await;

    // Something of Alice's happens, then something of Bram's: his stream has the second only.
    alice.browser.address = [200, 160, 2, 3].into();
    alice.browser.open(NORTHBANK).await;
    bram.sign_in(NORTHBANK).await;
    bram.browser.address = [200, 160, 2, 3].into();
    bram.browser.open(NORTHBANK).await;
    let first = stream.next().await;
    let mut tx = app.storage.read().await.unwrap();
    let bram = tx.user_by_username("bram").await.unwrap().unwrap();
    let own: BTreeSet<String> =
        tx.live_grants(bram.id).await.unwrap().into_iter().map(|grant| grant.id.to_string()).collect();
    assert!(own.iter().any(|grant| first.contains(grant)), "{first}");

    // Another origin, another site, or no session gets no stream at all.
    let mut stranger = app.browser();
    assert_eq!(stranger.fetch(&format!("{ACCOUNT}/bff/events")).await.status, 401);
    let foreign = alice.browser.ask_from(&format!("{ACCOUNT}/bff/events"), ISSUER).await;
    assert_eq!(foreign.status, 403);
}
