//! The authorization server as a value: its settings, what it works with, and its routes.

use std::ops::Deref;
use std::sync::{Arc, Mutex};

use chrono::Duration;
use leasehold_context::failures::Ledger;
use leasehold_domain::rate::RateLimit;
use leasehold_domain::sealed::MasterKey;
use leasehold_domain::{Clock, Entropy, Time};
use leasehold_policy::PolicyEngine;
use leasehold_storage::Storage;

use crate::config::ServerConfig;
use crate::events::EventHub;
use crate::keys::SigningKey;
use crate::leases::Took;
use crate::passkeys::Passkeys;
use crate::pins::Pins;
use crate::policy::{PolicyHolder, Recorder};
use crate::replay::UsedAssertions;
use crate::surroundings::Surroundings;

/// For how long failed sign-ins are counted by network.
const FAILURES: Duration = Duration::minutes(15);
/// Networks that are told apart.
const NETWORKS: usize = 10_000;

/// What the authorization server works with.
#[derive(Debug)]
pub struct Dependencies {
    /// Where everything is kept.
    pub storage: Arc<dyn Storage>,
    /// Real time: tokens, proofs, sessions.
    pub clock: Arc<dyn Clock>,
    /// Policy time: decisions, lifetimes of leases, the due-time job. The same clock except in demo mode.
    pub policy_clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The policy decision point, until [`AuthorizationServer::begin_policy`] finds another one in use.
    pub policy: PolicyEngine,
    /// Places, threat lists and holidays.
    pub surroundings: Surroundings,
    /// Key for what is sealed or keyed at rest.
    pub master_key: MasterKey,
    /// Key of the ID tokens.
    pub signing_key: SigningKey,
    /// The relying party of passkeys.
    pub passkeys: Passkeys,
    /// The server's end of PINs.
    pub pins: Pins,
}

/// The authorization server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct AuthorizationServer(Arc<Inner>);

/// Settings and dependencies, reached through [`AuthorizationServer`].
#[derive(Debug)]
pub struct Inner {
    pub(crate) config: ServerConfig,
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) policy_clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) policy: PolicyHolder,
    pub(crate) recorder: Recorder,
    pub(crate) took: Took,
    pub(crate) surroundings: Surroundings,
    /// Failed sign-ins by network.
    pub(crate) failures: Mutex<Ledger>,
    pub(crate) master_key: MasterKey,
    pub(crate) signing_key: SigningKey,
    pub(crate) visits: RateLimit,
    pub(crate) pushes: RateLimit,
    pub(crate) device_challenges: RateLimit,
    pub(crate) used_assertions: UsedAssertions,
    pub(crate) passkeys: Passkeys,
    pub(crate) pins: Pins,
    pub(crate) events: EventHub,
    pub(crate) due: tokio::sync::Notify,
    pub(crate) told: Arc<tokio::sync::Notify>,
}

impl AuthorizationServer {
    /// Puts a server together. [`Self::run`] has to run beside its routes.
    #[must_use]
    pub fn new(config: ServerConfig, dependencies: Dependencies) -> Self {
        let Dependencies {
            storage,
            clock,
            policy_clock,
            entropy,
            policy,
            surroundings,
            master_key,
            signing_key,
            passkeys,
            pins,
        } = dependencies;
        Self(Arc::new(Inner {
            visits: RateLimit::per_minute(config.visits_per_minute),
            pushes: RateLimit::per_minute(config.pushes_per_minute),
            device_challenges: RateLimit::per_minute(config.visits_per_minute),
            used_assertions: UsedAssertions::since(clock.now()),
            config,
            storage,
            clock,
            policy_clock,
            entropy,
            policy: PolicyHolder::new(policy),
            recorder: Recorder::new(),
            took: Took::default(),
            surroundings,
            failures: Mutex::new(Ledger::new(FAILURES, NETWORKS)),
            master_key,
            signing_key,
            passkeys,
            pins,
            events: EventHub::new(),
            due: tokio::sync::Notify::new(),
            told: Arc::default(),
        }))
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &ServerConfig {
        &self.0.config
    }

    /// Says that there may be a new mail in the outbox.
    #[must_use]
    pub fn told(&self) -> Arc<tokio::sync::Notify> {
        Arc::clone(&self.0.told)
    }

    /// Puts another policy in force. Every decision from now on is its.
    pub fn exchange_policy(&self, engine: PolicyEngine) {
        self.0.policy.exchange(engine);
    }

    pub(crate) fn now(&self) -> Time {
        self.0.clock.now()
    }

    pub(crate) fn policy_now(&self) -> Time {
        self.0.policy_clock.now()
    }
}

impl Deref for AuthorizationServer {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
