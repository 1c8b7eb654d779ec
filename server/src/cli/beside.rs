//! The authorization server of a command that runs beside the one that serves: put together alike, without a
//! listener and without the work beside the requests. What it writes, the serving one finds within a second.

use std::sync::Arc;

use anyhow::Context as _;
use leasehold_authorization_server::AuthorizationServer;
use leasehold_domain::{SystemClock, SystemEntropy};
use leasehold_policy::PolicyEngine;
use tokio_util::sync::CancellationToken;

use crate::compose::{Additions, World, compose};
use crate::config::{LogSettings, Settings};
use crate::database::Database;
use crate::keys::KeyFolder;
use crate::telemetry;

/// What a command works with.
pub(super) struct Beside {
    pub(super) server: AuthorizationServer,
    pub(super) database: Database,
}

impl Beside {
    pub(super) async fn open(settings: &Settings) -> anyhow::Result<Self> {
        // What is worth an alert is said here too, and nothing else of the log.
        telemetry::start(&LogSettings { filter: "error".into(), ..settings.log.clone() })?;
        let database = super::database(settings).await?;
        let world = world(settings, &database)?;
        let product = compose(settings, world, Additions::default(), CancellationToken::new())?;
        Ok(Self { server: product.server, database })
    }
}

/// The real world.
pub(super) fn world(settings: &Settings, database: &Database) -> anyhow::Result<World> {
    Ok(World {
        storage: database.storage(),
        bff_storage: database.bff_storage(),
        clock: Arc::new(SystemClock),
        policy_clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        policy: PolicyEngine::shipped().context("the policy")?,
        surroundings: settings.surroundings()?,
        keys: KeyFolder::open(settings.data.keys())?,
    })
}
