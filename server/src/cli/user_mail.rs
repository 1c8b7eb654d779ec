use anyhow::{Context as _, ensure};
use clap::Args;
use leasehold_notify::Smtp;

use crate::config::Settings;

/// Options of `user mail`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What the person types to sign in.
    username: String,
    /// Where their notices go; without one they get none by mail.
    address: Option<String>,
}

/// `leasehold user mail`
pub(super) async fn run(settings: &Settings, arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { username, address } = arguments;
    if let Some(address) = &address {
        Smtp::check_address(address).context("the address")?;
        ensure!(address.len() <= 254, "the address is longer than mail can carry");
    }
    let database = super::database(settings).await?;
    let mut tx = database.storage().write().await?;
    let user =
        tx.user_by_username(&username.to_lowercase()).await?.context("there is nobody of that name")?;
    tx.set_email(user.id, address.as_deref()).await?;
    tx.commit().await?;
    database.close().await;
    Ok(())
}
