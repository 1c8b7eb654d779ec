use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::beside::Beside;
use crate::config::Settings;

/// `leasehold user role …`
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Gives a role.
    Add(Arguments),
    /// Takes a role.
    Remove(Arguments),
}

/// Whose role.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What the person types to sign in.
    username: String,
    /// The role, as rules name it.
    role: String,
}

pub(super) async fn run(settings: &Settings, command: Command) -> anyhow::Result<()> {
    let (Command::Add(arguments) | Command::Remove(arguments)) = &command;
    let Arguments { username, role } = arguments;
    // Whoever is an administrator is so by their account, which rules see as this role.
    anyhow::ensure!(
        role != "admin",
        "admin is no role to give; it is decided by `leasehold user add --role`"
    );
    anyhow::ensure!(
        (1..=64).contains(&role.len()) && role.bytes().all(|byte| byte.is_ascii_graphic()),
        "a role has 1 to 64 letters, digits or signs, without spaces"
    );
    let Beside { server, database } = Beside::open(settings).await?;
    let user = database.storage().read().await?.user_by_username(&username.to_lowercase()).await?;
    let user = user.context("there is nobody of that name")?;
    server.catch_up().await.context("the policy")?;
    let (changed, now) = match command {
        Command::Add(_) => (server.give_role(user.id, role).await?, "has"),
        Command::Remove(_) => (server.take_role(user.id, role).await?, "does not have"),
    };
    println!("{username} {now} the role {role}{}.", if changed { "" } else { ", as before" });
    database.close().await;
    Ok(())
}
