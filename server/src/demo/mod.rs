//! Demo mode: known people, simulated places, a policy clock that can be moved. A build feature of its own,
//! and fenced so that it cannot be mistaken for, or turned into, a real installation ([`fences`]).

mod address;
mod apps;
mod assemble;
mod clock;
mod context_form;
mod description;
mod device;
mod fences;
mod pages;
mod people;
mod people_form;
mod places;
mod routes;
mod settings;
mod state;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use leasehold_domain::clock::ShiftedClock;
use leasehold_domain::{Clock, Entropy, SystemClock, SystemEntropy};
use leasehold_policy::PolicyEngine;

use crate::compose::World;
use crate::database::{Database, Kind};
use crate::keys::KeyFolder;
use crate::serve::Listener;
use crate::shutdown::Shutdown;
use crate::telemetry;

pub use assemble::{Assembled, BankApi, assemble};
pub use settings::DemoOptions;

/// Serves the demo until told to stop.
///
/// # Errors
///
/// When a fence stands in the way, or as `leasehold serve`.
pub async fn run(options: DemoOptions) -> anyhow::Result<()> {
    let settings = options.settings()?;
    fences::check(&settings)?;
    telemetry::start(&settings.log)?;
    let database = Database::open(&settings, Kind::Demo).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let policy_clock = Arc::new(ShiftedClock::new(Arc::clone(&clock)));
    let keys = KeyFolder::open(settings.data.keys())?;
    let world = World {
        storage: database.storage(),
        bff_storage: database.bff_storage(),
        clock: Arc::clone(&clock),
        policy_clock: policy_clock.clone(),
        entropy: Arc::clone(&entropy),
        policy: PolicyEngine::shipped().context("the policy")?,
        surroundings: settings.surroundings()?,
        keys,
    };
    description::withdraw(&settings);
    let shutdown = Shutdown::on_signals()?;
    let listener = Listener::bind(settings.http.listen).await?;
    let bank_listener = Listener::bind(options.bank_address()).await?;
    let demo =
        assemble(&options, &settings, world, policy_clock, BTreeMap::new(), shutdown.soft.clone()).await?;
    let bank = demo.bank(apps::ledger(&settings, &demo.state)?);
    let people = people::seed(&demo.state).await?;
    description::write(&options, &settings, &people)?;
    description::print(&options, &settings, &people)?;
    let background = demo.product.background();
    let mails = tokio::spawn(demo.product.mails(shutdown.soft.clone()));
    tokio::try_join!(
        listener.serve(demo.product.router.clone(), background, &shutdown),
        bank_listener.serve(bank.router.clone(), bank.background(), &shutdown),
    )?;
    shutdown.finish(mails).await;
    database.close().await;
    Ok(())
}
