use std::path::PathBuf;

use clap::Args;

use super::{Beside, explained, folder};

/// Options of `policy export`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The version.
    version: String,
    /// Where to.
    dir: PathBuf,
}

/// `leasehold policy export`
pub(super) async fn run(beside: &Beside, arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { version, dir } = arguments;
    let sources = beside.server.policy_sources(&version).await.map_err(explained)?;
    folder::write(&dir, &sources)?;
    println!("Wrote {version} to {}.", dir.display());
    Ok(())
}
