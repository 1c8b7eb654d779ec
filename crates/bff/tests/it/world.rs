//! One app with everything around it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Duration;
use http::Method;
use leasehold_bff::{
    ApiCall, Bff, BffConfig, BffDeps, BffSession, BrowserContext, CallOutcome, ClientKey, Endpoint,
    PendingSpec, Upstream,
};
use leasehold_domain::ClientId;
use leasehold_domain::clock::{ManualClock, at_seconds};
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::sealed::MasterKey;
use leasehold_http_kit::Caller;
use leasehold_oauth_types::AuthorizationDetail;
use leasehold_test_kit::TestDatabase;
use serde_json::json;

use crate::bank::{BANK, Bank};
use crate::browser::{Browser, From, Reply};
use crate::issuer::{ISSUER, Issuer};
use crate::keys;

pub(crate) const ORIGIN: &str = "http://northbank.localhost:8080";

pub(crate) struct World {
    pub(crate) bff: Bff,
    pub(crate) issuer: Issuer,
    pub(crate) bank: Bank,
    pub(crate) clock: Arc<ManualClock>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let clock = Arc::new(ManualClock::at(at_seconds(1_760_000_000)));
        let issuer = Issuer::new(Arc::clone(&clock));
        let bank = Bank::new(issuer.clone());
        let routes: BTreeMap<_, _> =
            [("localhost:8080".into(), issuer.router()), ("127.0.0.1:8090".into(), bank.router())].into();
        let config = BffConfig {
            app: "northbank".into(),
            client_id: ClientId::new("northbank"),
            origin: ORIGIN.into(),
            issuer: ISSUER.into(),
            scope: "accounts.read payments.write profile".parse().unwrap(),
            key: ClientKey::from_pem("c1", &keys::CLIENT).unwrap(),
            upstreams: vec![Upstream {
                prefix: "bank".into(),
                base_url: BANK.into(),
                endpoints: vec![
                    Endpoint::new(Method::GET, "/v1/accounts"),
                    Endpoint::new(Method::GET, "/v1/page"),
                    Endpoint::new(Method::POST, "/v1/payments"),
                ],
            }],
            events: Some(format!("{ISSUER}/account/v1/events")),
            post_logout_path: "/".into(),
            sign_ins_per_minute: 20,
            failure_path: "/sign-in-failed".into(),
        };
        let deps = BffDeps {
            storage: TestDatabase::fresh().await.bff_storage(),
            caller: Caller::routed(routes, None),
            clock: Arc::<ManualClock>::clone(&clock),
            entropy: Arc::new(SeededEntropy::new(7)),
            master_key: MasterKey::new([9; 32]),
        };
        Self { bff: Bff::new(config, deps).unwrap(), issuer, bank, clock }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.bff.router())
    }

    /// A browser that signed in.
    pub(crate) async fn signed_in(&self) -> Browser {
        let mut browser = self.browser();
        let landed = self.sign_in(&mut browser, "/accounts").await;
        assert_eq!(landed.location(), "/accounts");
        browser
    }

    pub(crate) async fn sign_in(&self, browser: &mut Browser, return_to: &str) -> Reply {
        let begun = browser.get(&Bff::login_path(return_to), From::Foreign).await;
        let callback = self.issuer.allow(begun.location());
        self.arrive(browser, &callback).await
    }

    /// From the callback through the hop.
    pub(crate) async fn arrive(&self, browser: &mut Browser, callback: &str) -> Reply {
        let hop = browser.get(callback, From::Foreign).await;
        browser.get(&hop.hop(), From::Own).await
    }

    /// The session of a browser.
    pub(crate) async fn session(&self, browser: &Browser) -> Option<BffSession> {
        self.bff.session(&browser.headers()).await.unwrap()
    }

    /// Asks for the accounts as a page would.
    pub(crate) async fn accounts(
        &self,
        session: &BffSession,
    ) -> Result<CallOutcome, leasehold_bff::BffError> {
        let call = ApiCall {
            upstream: "bank".into(),
            method: Method::GET,
            path: "/v1/accounts".into(),
            body: None,
            idempotency_key: None,
            client: client(),
            pending: None,
        };
        self.bff.call(session, call).await
    }

    /// Sends a payment as the form action does.
    pub(crate) async fn pay(&self, session: &BffSession, key: &str, amount: &str) -> CallOutcome {
        let call = ApiCall {
            upstream: "bank".into(),
            method: Method::POST,
            path: "/v1/payments".into(),
            body: Some(json!({ "amount": amount })),
            idempotency_key: Some(key.into()),
            client: client(),
            pending: Some(PendingSpec {
                id: key.into(),
                detail: payment(amount),
                return_to: format!("/payments/{key}"),
            }),
        };
        self.bff.call(session, call).await.unwrap()
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.advance(Duration::seconds(seconds));
    }
}

pub(crate) fn client() -> BrowserContext {
    BrowserContext {
        ip: "145.97.20.1".parse().unwrap(),
        user_agent: Some("TestBrowser/1".into()),
        languages: None,
    }
}

pub(crate) fn payment(amount: &str) -> AuthorizationDetail {
    serde_json::from_value(json!({
        "type": "payment_initiation", "instructedAmount": { "currency": "EUR", "amount": amount },
        "creditorName": "Garden Centre", "creditorAccount": "NL91ABNA0417164300",
    }))
    .unwrap()
}

/// The redirect of a step-up.
pub(crate) fn redirect(outcome: CallOutcome) -> String {
    match outcome {
        CallOutcome::StepUp { redirect } => redirect,
        other => panic!("{other:?}"),
    }
}
