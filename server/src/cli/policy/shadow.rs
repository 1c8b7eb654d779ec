use clap::Args;

use super::{Admin, Beside, explained};

/// Options of `policy shadow`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The version.
    #[arg(required_unless_present = "none")]
    version: Option<String>,
    /// Nothing decides beside the active version any more.
    #[arg(long, conflicts_with = "version")]
    none: bool,
    #[command(flatten)]
    admin: Admin,
}

/// `leasehold policy shadow`
pub(super) async fn run(beside: &Beside, arguments: Arguments) -> anyhow::Result<()> {
    let version = arguments.version.as_deref();
    beside.server.shadow_policy(version, &arguments.admin.name).await.map_err(explained)?;
    match version {
        Some(version) => println!("{version} decides beside the active version, without effect."),
        None => println!("Nothing decides beside the active version."),
    }
    Ok(())
}
