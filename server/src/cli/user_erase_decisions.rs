use anyhow::Context as _;
use clap::Args;

use crate::config::Settings;

/// Options of `user erase-decisions`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What the person types to sign in.
    username: String,
}

/// `leasehold user erase-decisions`
pub(super) async fn run(settings: &Settings, arguments: Arguments) -> anyhow::Result<()> {
    let database = super::database(settings).await?;
    let mut tx = database.storage().write().await?;
    let user = tx.user_by_username(&arguments.username.to_lowercase()).await?;
    let erased = tx.erase_decisions(user.context("there is nobody of that name")?.id).await?;
    tx.commit().await?;
    println!("Erased {erased} decision(s).");
    database.close().await;
    Ok(())
}
