//! Puts the product together.
//!
//! ```text
//! Host: issuer ──► authorization server, its pages, account and admin API (behind guards)
//!                     ▲ in process, over the public protocol
//! Host: an app ──► backend-for-frontend, pages and form actions of that app
//! ```
//!
//! Apps and guards reach the issuer through a [`Caller`], as they would over HTTP.

mod additions;
mod app_backend;
mod app_host;
mod apps;
mod assertions;
mod compression;
mod error_pages;
mod guards;
mod issuer_host;
mod issuer_pages;
mod mails;
mod place_layer;
mod registry;
mod resource_metadata;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use futures::future::{BoxFuture, join_all};
use leasehold_authorization_server::passkeys::Passkeys;
use leasehold_authorization_server::pins::Pins;
use leasehold_authorization_server::{AuthorizationServer, Dependencies, ServerConfig, Surroundings};
use leasehold_bff::Bff;
use leasehold_domain::{Clock, Entropy};
use leasehold_guard::Guard;
use leasehold_http_kit::Caller;
use leasehold_notify::Postman;
use leasehold_policy::PolicyEngine;
use leasehold_storage::{BffStorage, Storage};
use tokio_util::sync::CancellationToken;
use tower_http::compression::CompressionLayer;

use self::app_backend::Clocks;
use crate::config::{Settings, catalogue};
use crate::hosts::{Hosts, dispatch};
use crate::keys::KeyFolder;
use crate::layers::{self, Common};
use crate::policy_worker;

pub use additions::{Additions, IssuerRoutes, Places, Viewpoint};
pub use apps::AppPlan;
pub use guards::{GuardMaker, Guarded};

/// What the product works with; tests bring their own.
#[derive(Debug)]
pub struct World {
    /// Where the authorization server keeps everything.
    pub storage: Arc<dyn Storage>,
    /// Where the backends-for-frontend keep their sessions.
    pub bff_storage: Arc<dyn BffStorage>,
    /// Real time.
    pub clock: Arc<dyn Clock>,
    /// Policy time: the same, except in demo mode.
    pub policy_clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The policy decision point.
    pub policy: PolicyEngine,
    /// From address to place.
    pub surroundings: Surroundings,
    /// Keys.
    pub keys: KeyFolder,
}

/// The product, put together.
#[derive(Clone, Debug)]
pub struct Product {
    /// Answers all hosts.
    pub router: Router,
    /// The authorization server.
    pub server: AuthorizationServer,
    /// Backends-for-frontend by name of the app.
    pub apps: BTreeMap<String, Bff>,
    /// Reaches the issuer in process.
    pub issuer: Caller,
    guards: Vec<Guard>,
    bff_storage: Arc<dyn BffStorage>,
    clock: Arc<dyn Clock>,
    postman: Option<Postman>,
}

impl Product {
    /// The work beside the requests: the due-time job, the policy in use, decisions to be kept, the guards' event
    /// streams, and taking away what is past its use. Never ends.
    pub fn background(&self) -> impl Future<Output = ()> + Send + 'static {
        let server = self.server.clone();
        let mut work: Vec<BoxFuture<'static, ()>> = vec![Box::pin(async move {
            tokio::join!(
                server.run(),
                server.maintain(),
                server.follow_policy(),
                server.follow_files(),
                server.record_decisions()
            );
        })];
        for guard in self.guards.clone() {
            work.push(Box::pin(guard.clone().report_usage()));
            work.push(Box::pin(guard.follow_events()));
        }
        let (storage, clock) = (Arc::clone(&self.bff_storage), Arc::clone(&self.clock));
        work.push(Box::pin(purge(storage, clock)));
        async move {
            join_all(work).await;
        }
    }

    /// Delivers mails until told to stop; the one in hand is finished first. Ends at once where mails are not
    /// sent.
    pub fn mails(&self, ending: CancellationToken) -> impl Future<Output = ()> + Send + 'static {
        let (postman, told) = (self.postman.clone(), self.server.told());
        async move {
            if let Some(postman) = postman {
                postman.run(&told, ending).await;
            }
        }
    }
}

/// Puts the product together. `ending` ends event streams.
///
/// # Errors
///
/// When a key cannot be read or made, or a setting that was checked turns out to be unusable.
pub fn compose(
    settings: &Settings,
    world: World,
    additions: Additions,
    ending: CancellationToken,
) -> anyhow::Result<Product> {
    let makers = GuardMaker::new(&settings.issuer, &world);
    let World { storage, bff_storage, clock, policy_clock, entropy, policy, surroundings, keys } = world;
    let common = Common {
        clock: Arc::clone(&clock),
        entropy: Arc::clone(&entropy),
        trusted_proxies: settings.http.trusted_proxies.clone(),
        only_proxies: settings.http.tls_terminating_proxy,
        https: settings.issuer.is_https(),
        ending,
    };
    let plans: Vec<AppPlan> = apps::own(settings)?.into_iter().chain(additions.apps).collect();
    let guarded = guards::own(settings);
    let master_key = keys.master(entropy.as_ref())?;
    let mailer = mails::mailer(settings, additions.mailer)?;
    let issuer = settings.issuer.to_string();
    let config = ServerConfig {
        issuer: issuer.clone(),
        registry: registry::registry(settings, &plans, &guarded, &additions.guarded, &keys)?,
        catalogue: catalogue(&settings.issuer, &settings.scopes)?,
        hours: settings.hours.working_hours(),
        device_trust: settings.trust.device(),
        waiver: settings.trust.waiver(),
        account_url: settings.apps.account.to_string(),
        visits_per_minute: settings.limits.sign_ins_per_minute,
        pushes_per_minute: settings.limits.pushes_per_minute,
        first_browser_trusted: additions.first_browser_trusted,
        sends_mail: mailer.is_some(),
        policy: settings.policy.config(policy_worker::worker()?),
    };
    let server = AuthorizationServer::new(
        config,
        Dependencies {
            storage: Arc::clone(&storage),
            clock: Arc::clone(&clock),
            policy_clock: Arc::clone(&policy_clock),
            entropy: Arc::clone(&entropy),
            policy,
            surroundings,
            master_key: master_key.clone(),
            signing_key: keys.id_tokens()?,
            passkeys: Passkeys::of_issuer(&issuer)?,
            pins: Pins::of_issuer(&issuer, &master_key)?,
        },
    );
    let postman = mailer.map(|mailer| {
        mails::postman(settings, Arc::clone(&storage), Arc::clone(&clock), mailer, &master_key)
    });
    let health = crate::health::router(Arc::clone(&storage));
    let statics = leasehold_app::sites::static_files(&settings.site.dir);
    let shared = statics.layer(CompressionLayer::new()).merge(health);

    // The guards of our own APIs ask the protocol routes, which are there before the guarded ones.
    let protocol = layers::around(server.router(), &common);
    let protocol = Caller::routed(BTreeMap::from([(settings.issuer.authority().to_owned(), protocol)]), None);
    let guards = guards::Guards {
        account: makers.guard(&guarded.account, &protocol)?,
        admin: makers.guard(&guarded.admin, &protocol)?,
    };
    let issuer_site = Arc::new(apps::issuer_site(settings, additions.demo_panel.clone()));
    let extra = additions.issuer_routes.map(|routes| routes(Arc::clone(&issuer_site)));
    let issuer = issuer_host::router(&server, issuer_site, &clock, &guards, extra).merge(shared.clone());
    let issuer = place_layer::around(issuer, additions.places.clone(), Viewpoint::Issuer);
    let issuer = layers::around(issuer, &common);

    let mut routes = additions.routes;
    routes.insert(settings.issuer.authority().to_owned(), issuer.clone());
    let caller = Caller::routed(routes, Some(Caller::http().context("the HTTP client")?));
    let mut hosts: Hosts = BTreeMap::from([(settings.issuer.authority().to_owned(), issuer)]);
    let clocks = Clocks { real: Arc::clone(&clock), policy: policy_clock };
    let mut apps = BTreeMap::new();
    for plan in plans {
        let deps = leasehold_bff::BffDeps {
            storage: Arc::clone(&bff_storage),
            caller: caller.clone(),
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
            master_key: master_key.clone(),
        };
        let bff = plan.bff(settings, &keys, deps)?;
        let site = Arc::new(plan.site(settings, additions.demo_panel.clone()));
        let router = app_host::router(&plan, &bff, site, clocks.clone(), &entropy).merge(shared.clone());
        let router = place_layer::around(router, additions.places.clone(), Viewpoint::App(bff.clone()));
        hosts.insert(plan.origin.authority().to_owned(), layers::around(router, &common));
        apps.insert(plan.name.to_owned(), bff);
    }
    Ok(Product {
        router: dispatch(hosts),
        server,
        apps,
        issuer: caller,
        guards: vec![guards.account, guards.admin],
        bff_storage,
        clock,
        postman,
    })
}

/// Takes away sessions, sign-ins and actions of apps that are past their end. They count for nothing as soon as
/// they are; this is about not keeping them.
async fn purge(storage: Arc<dyn BffStorage>, clock: Arc<dyn Clock>) {
    let mut rounds = tokio::time::interval(Duration::from_secs(5 * 60));
    loop {
        rounds.tick().await;
        if let Err(error) = storage.purge(clock.now()).await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "what has ended could not be taken away"
            );
        }
    }
}
