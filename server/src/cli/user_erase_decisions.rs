use anyhow::Context as _;
use clap::Args;
use leasehold_authorization_server::policy::{Forgotten, forget};

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
    let user = user.context("there is nobody of that name")?;
    let Forgotten { decisions, facts, lines } = forget(tx.as_mut(), user.id).await?;
    tx.commit().await?;
    println!("Erased {decisions} decision(s), the facts of {facts} entries of the revocation log,");
    println!("and {lines} line(s) of requests to change the policy.");
    database.close().await;
    Ok(())
}
