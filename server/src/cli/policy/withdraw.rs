use clap::Args;

use super::{Admin, Beside, explained};

/// Options of `policy withdraw`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The version that was asked for.
    version: String,
    #[command(flatten)]
    admin: Admin,
}

/// `leasehold policy withdraw`
pub(super) async fn run(beside: &Beside, arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { version, admin } = arguments;
    beside.server.withdraw_policy(&version, &admin.name).await.map_err(explained)?;
    println!("Nobody asks for {version} any more.");
    Ok(())
}
