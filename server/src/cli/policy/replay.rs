use anyhow::ensure;
use chrono::Duration;
use clap::Args;
use leasehold_storage::DecisionMode;

use super::{Beside, explained, print};

/// Options of `policy replay`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The version.
    version: String,
    /// How many days back.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: u32,
    /// What the shadow decided, instead of what counted.
    #[arg(long)]
    shadow: bool,
}

/// `leasehold policy replay`
pub(super) async fn run(beside: &Beside, arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { version, days, shadow } = arguments;
    let mode = if shadow { DecisionMode::Shadow } else { DecisionMode::Live };
    let back = Duration::days(days.into());
    let replay = beside.server.replay_policy(&version, mode, back).await.map_err(explained)?;
    print::tally(beside.database.storage().read().await?.as_mut(), &replay.tally).await?;
    if replay.own > 0 {
        println!("{} of them were made by {version} itself; {} differ.", replay.own, replay.differing);
    }
    ensure!(replay.differing == 0, "what was decided cannot be repeated");
    Ok(())
}
