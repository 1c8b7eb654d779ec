//! The demo, put together; listeners and known people come on top of it, and tests do without either.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use futures::future::BoxFuture;
use leasehold_bank::Bank;
use leasehold_domain::Clock;
use leasehold_domain::clock::ShiftedClock;
use leasehold_guard::Guard;
use leasehold_policy::PolicySources;
use tokio_util::sync::CancellationToken;

use super::settings::DemoOptions;
use super::state::Demo;
use super::{apps, fences};
use crate::compose::{GuardMaker, Product, World, compose};
use crate::config::Settings;

/// The product with everything that the demo puts beside it.
#[derive(Debug)]
pub struct Assembled {
    /// Issuer and apps.
    pub product: Product,
    pub(super) state: Demo,
    guard: Guard,
}

/// The bank's API.
#[derive(Debug)]
pub struct BankApi {
    /// Its routes.
    pub router: Router,
    guard: Guard,
}

impl BankApi {
    /// The work beside the requests; never ends.
    pub fn background(&self) -> BoxFuture<'static, ()> {
        let guard = self.guard.clone();
        Box::pin(async move {
            tokio::join!(guard.clone().follow_events(), guard.report_usage());
        })
    }
}

/// Puts the demo together. The policy clock of `world` has to be `policy_clock`. What is in `routes` is reached
/// in process, by authority; everything else over HTTP.
///
/// # Errors
///
/// When a fence stands in the way, or as [`compose`].
pub async fn assemble(
    options: &DemoOptions,
    settings: &Settings,
    world: World,
    policy_clock: Arc<ShiftedClock<Arc<dyn Clock>>>,
    routes: BTreeMap<String, Router>,
    ending: CancellationToken,
) -> anyhow::Result<Assembled> {
    fences::check(settings)?;
    let master_key = world.keys.master(world.entropy.as_ref())?;
    let state = Demo::new(settings, &world, policy_clock, master_key).await?;
    let maker = GuardMaker::new(&settings.issuer, &world);
    let mut additions = apps::additions(options, settings, &state)?;
    additions.routes = routes;
    let product = compose(settings, world, additions, ending)?;
    product.server.begin_policy(&PolicySources::shipped()).await?;
    state.attach(product.server.clone());
    let guard = maker.guard(&apps::bank_api(options), &product.issuer)?;
    Ok(Assembled { product, state, guard })
}

impl Assembled {
    /// The bank's API over a ledger.
    #[must_use]
    pub fn bank(&self, ledger: Bank) -> BankApi {
        BankApi { router: leasehold_bank::router(ledger, self.guard.clone()), guard: self.guard.clone() }
    }
}
