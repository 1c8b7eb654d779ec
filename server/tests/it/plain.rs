//! The product without a demo: the first administrator, and an account that was announced.

use std::sync::Arc;

use leasehold_context::Geo;
use leasehold_domain::clock::{ManualClock, at_seconds};
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::{Clock as _, PlainToken, TokenKind};
use leasehold_factors::TotpSecret;
use leasehold_policy::PolicyEngine;
use leasehold_server::compose::{Additions, World, compose};
use leasehold_server::config::Settings;
use leasehold_server::keys::KeyFolder;
use leasehold_storage::{Link, LinkPurpose, Storage as _};
use leasehold_test_kit::{Browser, Page, TestDatabase};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::support::{ACCOUNT, ADMIN, ISSUER, Person, Scratch};

struct Plain {
    browser: Browser,
    storage: TestDatabase,
    clock: Arc<ManualClock>,
    _scratch: Scratch,
}

impl Plain {
    async fn start() -> Self {
        Self::start_with("").await
    }

    /// With more settings.
    async fn start_with(more: &str) -> Self {
        let scratch = Scratch::new();
        let settings = Settings::from_toml(&format!(
            "issuer = \"http://localhost:8080\"\n\
             [http]\nlisten = \"127.0.0.1:8080\"\ntrusted_proxies = [\"127.0.0.1/32\"]\n\
             [data]\ndir = {:?}\n\
             [apps]\naccount = \"http://app.localhost:8080\"\nadmin = \"http://admin.localhost:8080\"\n{more}",
            scratch.path().join("data")
        ))
        .unwrap();
        let storage = TestDatabase::fresh().await;
        let clock = Arc::new(ManualClock::at(at_seconds(1_794_992_400)));
        let geo = Geo::empty().unwrap().with_overlay([("145.97.0.0/16".parse().unwrap(), "NL".to_owned())]);
        let world = World {
            storage: Arc::new(storage.clone()),
            bff_storage: storage.bff_storage(),
            clock: clock.clone(),
            policy_clock: clock.clone(),
            entropy: Arc::new(SeededEntropy::new(3)),
            policy: PolicyEngine::shipped().unwrap(),
            surroundings: geo.into(),
            keys: KeyFolder::open(settings.data.keys()).unwrap(),
        };
        let product = compose(&settings, world, Additions::default(), CancellationToken::new()).unwrap();
        Self { browser: Browser::new(product.router), storage, clock, _scratch: scratch }
    }

    /// What `leasehold setup-link` does.
    async fn link(&self, seed: u64) -> String {
        let token = PlainToken::generate(TokenKind::Link, &SeededEntropy::new(seed));
        let expires_at = self.clock.now() + chrono::Duration::minutes(15);
        let purpose = LinkPurpose::FirstAdmin;
        let link = Link { hash: token.hashed(), purpose, expires_at, used_at: None, user: None };
        let mut tx = self.storage.write().await.unwrap();
        tx.add_link(&link).await.unwrap();
        tx.commit().await.unwrap();
        format!("{ISSUER}/setup/{}", token.expose())
    }

    /// Goes through the pages of a set-up; gives the last one, and the key of the authenticator app.
    async fn set_up(&mut self, link: &str) -> (Page, TotpSecret) {
        let page = self.browser.open(link).await;
        let page = self.browser.submit(&page, "/setup/", &[]).await;
        let account =
            [("username", "root-of-trust"), ("name", "First Admin"), ("password", "quiet meadow telescope")];
        let page = self.browser.submit(&page, "/setup/account", &account).await;
        let (_, rest) =
            page.body.split_once("<code").unwrap_or_else(|| panic!("{}: {}", page.url, page.body));
        let key = rest.split_once('>').unwrap().1.split('<').next().unwrap().to_owned();
        let secret = TotpSecret::from_base32(&key).unwrap();
        let code = secret.code_at(self.clock.now());
        (self.browser.submit(&page, "/setup/factor", &[("code", &code)]).await, secret)
    }
}

#[tokio::test]
async fn the_first_administrator_is_set_up_once_and_reaches_the_log() {
    let mut plain = Plain::start().await;
    let link = plain.link(1).await;
    let (done, secret) = plain.set_up(&link).await;
    assert!(done.status.is_success(), "{}: {}", done.url, done.body);
    let Plain { browser, clock, .. } = &plain;
    let mut ada = Person {
        key: None,
        username: "root-of-trust".into(),
        password: "quiet meadow telescope".into(),
        secret,
        clock: Arc::clone(clock),
        browser: browser.clone(),
    };
    let log = ada.sign_in(ADMIN).await;
    assert!(log.url.as_str().starts_with(ADMIN) && log.status == 200, "{}: {}", log.url, log.body);

    assert_eq!(plain.browser.open(&link).await.status, 410, "the link works once");
    let another = plain.link(2).await;
    assert_eq!(plain.browser.open(&another).await.status, 410, "and only while there is no administrator");
}

#[tokio::test]
async fn a_link_ends_after_fifteen_minutes() {
    let mut plain = Plain::start().await;
    let link = plain.link(1).await;
    assert_eq!(plain.browser.open(&link).await.status, 200);
    plain.clock.advance(chrono::Duration::minutes(15));
    assert_eq!(plain.browser.open(&link).await.status, 410);
}

#[tokio::test]
async fn nothing_of_the_demo_is_there() {
    let mut plain = Plain::start().await;
    for path in ["/demo/context", "/demo/people"] {
        assert_eq!(plain.browser.get(&format!("{ISSUER}{path}")).await.status, 404);
    }
    let northbank = plain.browser.get("http://northbank.localhost:8080/").await;
    assert_eq!(northbank.status, 421);
}

/// RFC 9728 section 5.1: from the refusal to the document, and the document is of what was asked.
#[tokio::test]
async fn challenges_of_our_own_apis_lead_to_their_metadata() {
    let mut plain = Plain::start().await;
    for (path, resource, scope) in
        [("/account/v1/profile", "account", "account.manage"), ("/admin/v1/log", "admin", "admin.log")]
    {
        let refused = plain.browser.get(&format!("{ISSUER}{path}")).await;
        let challenge = refused.headers["www-authenticate"].to_str().unwrap();
        let (_, rest) = challenge.split_once("resource_metadata=\"").unwrap_or_else(|| panic!("{challenge}"));
        let document = plain.browser.get(rest.split('"').next().unwrap()).await;
        let document: Value = serde_json::from_str(&document.body).unwrap();
        assert_eq!(document["resource"], format!("{ISSUER}/{resource}"));
        assert_eq!(document["authorization_servers"], json!([ISSUER]));
        assert!(document["scopes_supported"].as_array().unwrap().contains(&json!(scope)), "{document}");
    }
}

#[tokio::test]
async fn what_an_api_does_not_have_is_a_problem_and_no_page() {
    let mut plain = Plain::start().await;
    for path in ["/account/v1/none", "/account/v2", "/admin/v1/none/at/all", "/admin/none"] {
        let answer = plain.browser.get(&format!("{ISSUER}{path}")).await;
        let kind = answer.headers["content-type"].to_str().unwrap();
        assert_eq!((answer.status.as_u16(), kind), (404, "application/problem+json"), "{path}");
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
    }
    assert_eq!(plain.browser.get(&format!("{ISSUER}/account/v1/profile")).await.status, 401);
    let page = plain.browser.get(&format!("{ISSUER}/none")).await;
    assert!(page.status == 404 && page.shows("<h1"), "people still see a page");
}

/// People see a page, clients a problem; neither is sent to an address nobody registered.
#[tokio::test]
async fn an_authorization_request_that_cannot_be_answered_is_explained() {
    let mut plain = Plain::start().await;
    let address = format!("{ISSUER}/authorize?client_id=nobody&redirect_uri=https://evil.example/");
    let page = plain.browser.get(&address).await;
    assert!(page.status.is_client_error() && page.shows("<h1>"), "{}", page.body);
    assert!(page.location().is_none() && !page.shows("evil.example"));
}

/// On both kinds of hosts, in words, with the status and the time that programs read.
#[tokio::test]
async fn too_many_sign_ins_are_told_on_a_page() {
    let mut plain = Plain::start_with("[limits]\nsign_ins_per_minute = 2\n").await;
    for address in [format!("{ACCOUNT}/auth/login"), format!("{ISSUER}/authorize")] {
        for _ in 0..2 {
            assert_ne!(plain.browser.get(&address).await.status, 429, "{address}");
        }
        let page = plain.browser.get(&address).await;
        assert_eq!((page.status.as_u16(), &page.headers["retry-after"]), (429, &"61".parse().unwrap()));
        assert!(page.shows("Too many sign-ins came from your network just now."), "{address}: {page:?}");
    }
}
