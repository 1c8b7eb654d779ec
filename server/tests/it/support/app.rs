use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::Request;
use leasehold_authorization_server::Surroundings;
use leasehold_authorization_server::provisioning::NewPerson;
use leasehold_bank::Bank;
use leasehold_context::Geo;
use leasehold_domain::clock::{ManualClock, ShiftedClock, at_seconds};
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::user::{Enrolment, Role};
use leasehold_domain::{Clock, Time};
use leasehold_factors::TotpSecret;
use leasehold_policy::PolicyEngine;
use leasehold_server::compose::{Product, World};
use leasehold_server::database::{Kind, claim};
use leasehold_server::demo::{DemoOptions, assemble};
use leasehold_server::keys::KeyFolder;
use leasehold_storage::Storage as _;
use leasehold_test_kit::{Browser, TestDatabase};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::Person;
use super::scratch::Scratch;

/// Wednesday 2026-11-18, 10:00 in Amsterdam: working hours.
const START: i64 = 1_794_992_400;

/// Where the hosts are.
#[derive(Clone, Debug)]
pub(crate) struct Origins {
    pub(crate) account: String,
    pub(crate) northbank: String,
}

/// Everything, put together.
pub(crate) struct TestApp {
    pub(crate) origins: Origins,
    pub(crate) product: Product,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) storage: TestDatabase,
    pub(crate) bank: Router,
    pub(crate) keys: KeyFolder,
    serial: AtomicU64,
    _scratch: Scratch,
    _background: Vec<tokio::task::JoinHandle<()>>,
}

impl TestApp {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut DemoOptions)) -> Self {
        let scratch = Scratch::new();
        let mut options = DemoOptions { data_dir: scratch.path().join("data"), ..DemoOptions::default() };
        change(&mut options);
        let settings = options.settings().unwrap();
        let account = settings.apps.account.to_string();
        let origins = Origins { northbank: account.replace("//app.", "//northbank."), account };
        let storage = TestDatabase::fresh().await;
        claim(&storage, &settings.issuer, Kind::Demo).await.unwrap();
        let clock = Arc::new(ManualClock::at(at_seconds(START)));
        let policy_clock = Arc::new(ShiftedClock::new(Arc::clone(&clock) as Arc<dyn Clock>));
        let keys = KeyFolder::open(settings.data.keys()).unwrap();
        let world = World {
            storage: Arc::new(storage.clone()),
            bff_storage: storage.bff_storage(),
            clock: clock.clone(),
            policy_clock: policy_clock.clone(),
            entropy: Arc::new(SeededEntropy::new(7)),
            policy: PolicyEngine::shipped().unwrap(),
            surroundings: Surroundings {
                excepted: settings.geo.excepted.iter().copied().collect(),
                ..places().into()
            },
            keys: keys.clone(),
        };
        // Apps reach the bank, whose guard is made with the product that the apps are part of.
        let late: Arc<OnceLock<Router>> = Arc::default();
        let bank_address = options.bank_address().to_string();
        let routes = BTreeMap::from([(bank_address, later(Arc::clone(&late)))]);
        let assembled = assemble(&options, &settings, world, policy_clock, routes, CancellationToken::new())
            .await
            .unwrap();
        let bank_clock = Arc::clone(&clock);
        let bank = assembled.bank(Bank::in_memory(move || bank_clock.now().timestamp()));
        late.set(bank.router.clone()).unwrap();
        let background = vec![
            tokio::spawn(assembled.product.background()),
            tokio::spawn(assembled.product.mails(CancellationToken::new())),
            tokio::spawn(bank.background()),
        ];
        let product = assembled.product;
        let serial = AtomicU64::new(0);
        Self {
            origins,
            product,
            clock,
            storage,
            bank: bank.router,
            keys,
            serial,
            _scratch: scratch,
            _background: background,
        }
    }

    /// A browser without cookies, in the Netherlands.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.product.router.clone())
    }

    /// A new person with a browser of their own.
    pub(crate) async fn person(&self, username: &str, role: Role) -> Person {
        let secret = TotpSecret::from_bytes(format!("{username:*<20}").as_bytes()).unwrap();
        let password = format!("{username} has a password");
        let new = NewPerson {
            username: username.into(),
            name: format!("{username} Example"),
            locale: "en".into(),
            zone: "Europe/Amsterdam".into(),
            role,
            password: self.product.server.hash_password(&password).await.unwrap(),
        };
        // Older than anything that happens here, so that it is eligible evidence.
        let at = self.clock.now() - chrono::Duration::days(30);
        let enrolment = Enrolment { at, session: None, device: None };
        let mut tx = self.storage.write().await.unwrap();
        let user = self.product.server.add_person(tx.as_mut(), new, enrolment.clone()).await.unwrap();
        self.product.server.add_totp(tx.as_mut(), user, &secret, enrolment, None).await.unwrap();
        tx.set_email(user, Some(&format!("{username}@mail.example"))).await.unwrap();
        tx.commit().await.unwrap();
        Person {
            username: username.into(),
            password,
            secret,
            clock: Arc::clone(&self.clock),
            browser: self.browser(),
            key: None,
        }
    }

    /// A number that was not given before.
    pub(crate) fn serial(&self) -> u64 {
        self.serial.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn now(&self) -> Time {
        self.clock.now()
    }
}

/// Real entries stand for the places of the stories.
fn places() -> Geo {
    let overlay =
        [("127.0.0.0/8", "NL"), ("145.97.0.0/16", "NL"), ("200.160.0.0/16", "BR"), ("193.99.0.0/16", "DE")];
    let overlay = overlay.map(|(network, country)| (network.parse().unwrap(), country.to_owned()));
    Geo::empty().unwrap().with_overlay(overlay)
}

fn later(router: Arc<OnceLock<Router>>) -> Router {
    Router::new().fallback(move |request: Request| async move {
        let router = router.get().cloned().unwrap();
        router.oneshot(request).await.unwrap()
    })
}
