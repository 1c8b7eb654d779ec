use std::path::PathBuf;

use anyhow::ensure;
use clap::{Args, ValueEnum};
use leasehold_authorization_server::config::limits;
use leasehold_domain::user::Role;
use leasehold_domain::{Clock as _, SystemClock, SystemEntropy};
use leasehold_storage::LinkPurpose;

use crate::config::Settings;
use crate::links;

/// Options of `user add`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What the person types to sign in.
    username: String,
    /// Full name.
    #[arg(long)]
    name: String,
    /// What the person may do.
    #[arg(long, value_enum, default_value_t = RoleArgument::User)]
    role: RoleArgument,
    /// Writes the link to this file, readable by its owner alone, instead of printing it.
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleArgument {
    User,
    Admin,
}

impl From<RoleArgument> for Role {
    fn from(role: RoleArgument) -> Self {
        match role {
            RoleArgument::User => Self::User,
            RoleArgument::Admin => Self::Admin,
        }
    }
}

/// `leasehold user add`
pub(super) async fn run(settings: &Settings, arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { username, name, role, file } = arguments;
    let (username, name) = (username.to_lowercase(), name.trim().to_owned());
    ensure!(
        is_username(&username),
        "a sign-in name has 2 to 64 letters, digits, dots, dashes or underscores"
    );
    let length = name.chars().count();
    ensure!(
        (1..=128).contains(&length) && !name.contains(char::is_control),
        "a name has 1 to 128 characters"
    );
    let database = super::database(settings).await?;
    let times = (SystemClock.now(), limits::USER_LINK);
    let purpose = LinkPurpose::NewUser { username: username.clone(), name, role: role.into() };
    let link =
        links::make(&*database.storage(), &settings.issuer, purpose, times, &SystemEntropy, async |tx| {
            ensure!(tx.user_by_username(&username).await?.is_none(), "{username} is taken");
            Ok(())
        })
        .await?;
    links::hand_over(&link, file.as_deref())?;
    database.close().await;
    Ok(())
}

fn is_username(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte))
}
