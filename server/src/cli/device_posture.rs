use anyhow::{Context as _, ensure};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use leasehold_domain::{Clock as _, DeviceId, SystemClock};

use super::beside::Beside;
use crate::config::Settings;

/// `leasehold device posture …`
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Notes what a source says.
    Set(SetArguments),
    /// Takes back what a source said.
    Clear(Arguments),
}

/// Which device, and who says so.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Id of the device: `dev_…`.
    device: String,
    /// Who says so; only the same source takes it back.
    #[arg(long)]
    source: String,
}

/// What is said.
#[derive(Debug, Args)]
pub(super) struct SetArguments {
    #[command(flatten)]
    of: Arguments,
    /// It is as its organisation wants it.
    #[arg(long, required_unless_present = "not_compliant", conflicts_with = "not_compliant")]
    compliant: bool,
    /// It is not.
    #[arg(long)]
    not_compliant: bool,
    /// Until when that counts, such as 2026-12-31T18:00:00Z; without it, until the source says otherwise.
    #[arg(long, value_name = "TIME")]
    until: Option<DateTime<Utc>>,
}

pub(super) async fn run(settings: &Settings, command: Command) -> anyhow::Result<()> {
    let (Command::Set(SetArguments { of, .. }) | Command::Clear(of)) = &command;
    let device: DeviceId = of.device.parse().context("the device")?;
    let source = of.source.as_str();
    ensure!(
        (1..=64).contains(&source.len()) && source.bytes().all(|byte| byte.is_ascii_graphic()),
        "a source has 1 to 64 letters, digits or signs, without spaces"
    );
    let Beside { server, database } = Beside::open(settings).await?;
    database.storage().read().await?.device(device).await?.context("there is no such device")?;
    match &command {
        Command::Set(SetArguments { compliant, until, .. }) => {
            ensure!(until.is_none_or(|until| until > SystemClock.now()), "--until is over already");
            let noted = server.set_posture(device, source, *compliant, *until).await?;
            ensure!(noted, "{source} has said something newer");
            println!("{source} says that {device} is {}compliant.", if *compliant { "" } else { "not " });
        }
        Command::Clear(_) => {
            ensure!(server.clear_posture(device, source).await?, "{source} had said nothing of {device}");
            println!("{source} says nothing of {device} any more.");
        }
    }
    database.close().await;
    Ok(())
}
