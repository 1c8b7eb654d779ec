use anyhow::Context as _;
use leasehold_policy::PolicySources;

use crate::compose::{Additions, compose};
use crate::config::Settings;
use crate::serve::Listener;
use crate::shutdown::Shutdown;
use crate::telemetry;

/// `leasehold serve`
pub(super) async fn run(settings: Settings) -> anyhow::Result<()> {
    telemetry::start(&settings.log)?;
    let database = super::database(&settings).await?;
    let world = super::beside::world(&settings, &database)?;
    let shutdown = Shutdown::on_signals()?;
    let listener = Listener::bind(settings.http.listen).await?;
    let product = compose(&settings, world, Additions::default(), shutdown.soft.clone())?;
    product.server.begin_policy(&PolicySources::shipped()).await.context("the policy")?;
    tracing::info!(issuer = %settings.issuer, listen = %settings.http.listen, "serving");
    let mails = tokio::spawn(product.mails(shutdown.soft.clone()));
    listener.serve(product.router.clone(), product.background(), &shutdown).await?;
    shutdown.finish(mails).await;
    database.close().await;
    Ok(())
}
