use clap::Args;

use super::{Admin, Beside, explained};

/// Options of `policy release`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The rule, as the log names it.
    rule: String,
    /// Sign-in name of the person; never one's own.
    #[arg(long, value_name = "NAME")]
    user: String,
    #[command(flatten)]
    admin: Admin,
}

/// `leasehold policy release`
pub(super) async fn run(beside: &Beside, arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { rule, user, admin } = arguments;
    let released = beside.server.release_holds(&rule, &user, &admin.name).await.map_err(explained)?;
    println!(
        "Released {released} hold(s) of {rule} on {user}. What the policy still finds comes back at once."
    );
    Ok(())
}
