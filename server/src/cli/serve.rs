use std::sync::Arc;

use anyhow::Context as _;
use leasehold_domain::{SystemClock, SystemEntropy};
use leasehold_policy::PolicyEngine;

use crate::compose::{Additions, World, compose};
use crate::config::Settings;
use crate::keys::KeyFolder;
use crate::serve::Listener;
use crate::shutdown::Shutdown;
use crate::telemetry;

/// `leasehold serve`
pub(super) async fn run(settings: Settings) -> anyhow::Result<()> {
    telemetry::start(&settings.log)?;
    let database = super::database(&settings).await?;
    let world = World {
        storage: database.storage(),
        bff_storage: database.bff_storage(),
        clock: Arc::new(SystemClock),
        policy_clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        policy: PolicyEngine::shipped().context("the policy")?,
        surroundings: settings.surroundings()?,
        keys: KeyFolder::open(settings.data.keys())?,
    };
    let shutdown = Shutdown::on_signals()?;
    let listener = Listener::bind(settings.http.listen).await?;
    let product = compose(&settings, world, Additions::default(), shutdown.soft.clone())?;
    tracing::info!(issuer = %settings.issuer, listen = %settings.http.listen, "serving");
    let mails = tokio::spawn(product.mails(shutdown.soft.clone()));
    listener.serve(product.router.clone(), product.background(), &shutdown).await?;
    shutdown.finish(mails).await;
    database.close().await;
    Ok(())
}
