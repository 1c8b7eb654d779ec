use clap::Args;
use leasehold_authorization_server::policy::Ask;
use leasehold_domain::policy::PolicyRequestKind;

use super::{Admin, Beside, explained, print};

/// Options of `policy activate`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The version.
    version: String,
    #[command(flatten)]
    admin: Admin,
    /// Goes on although many people lose something, for this reason.
    #[arg(long, value_name = "REASON")]
    past_the_breaker: Option<String>,
}

/// `leasehold policy activate`
pub(super) async fn run(beside: &Beside, arguments: Arguments) -> anyhow::Result<()> {
    let ask = Ask {
        kind: PolicyRequestKind::Activate,
        version: Some(&arguments.version),
        admin: &arguments.admin.name,
        past_the_breaker: arguments.past_the_breaker.as_deref(),
    };
    let asked = beside.server.ask_for_policy(ask).await.map_err(explained)?;
    print::asked(beside, asked).await
}
