use std::path::PathBuf;

use anyhow::ensure;
use clap::Args;
use leasehold_authorization_server::config::limits;
use leasehold_domain::{Clock as _, SystemClock, SystemEntropy};
use leasehold_storage::LinkPurpose;

use crate::config::Settings;
use crate::links;

/// Options of `setup-link`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Writes the link to this file, readable by its owner alone, instead of printing it.
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
}

/// `leasehold setup-link`
pub(super) async fn run(settings: &Settings, arguments: Arguments) -> anyhow::Result<()> {
    let database = super::database(settings).await?;
    let times = (SystemClock.now(), limits::SETUP_LINK);
    let link = links::make(
        &*database.storage(),
        &settings.issuer,
        LinkPurpose::FirstAdmin,
        times,
        &SystemEntropy,
        async |tx| {
            ensure!(!tx.any_admin().await?, "there is an administrator already");
            Ok(())
        },
    )
    .await?;
    links::hand_over(&link, arguments.file.as_deref())?;
    database.close().await;
    Ok(())
}
