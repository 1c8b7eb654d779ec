use clap::{Args, Subcommand, ValueEnum};
use leasehold_authorization_server::AuthorizationServer;
use leasehold_authorization_server::surroundings::{Followed, Found};

use super::beside::Beside;
use crate::config::Settings;

/// `leasehold files …`
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Says what the files would change, if they are not what is in use.
    Check,
    /// Lets the files of now pass the breaker.
    Accept(Arguments),
}

/// Options of `files accept`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which files.
    what: What,
    /// Sign-in name of the administrator who does this.
    #[arg(long = "as", value_name = "ADMIN")]
    admin: String,
    /// Why it is right; kept in the log.
    #[arg(long, value_name = "REASON")]
    because: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// The address database.
    Places,
    /// The threat lists.
    Threats,
}

impl From<What> for Followed {
    fn from(what: What) -> Self {
        match what {
            What::Places => Self::Places,
            What::Threats => Self::Threats,
        }
    }
}

pub(super) async fn run(settings: &Settings, command: Command) -> anyhow::Result<()> {
    let Beside { server, database } = Beside::open(settings).await?;
    let done = on(&server, command).await;
    database.close().await;
    done
}

async fn on(server: &AuthorizationServer, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Check => {
            for what in [Followed::Places, Followed::Threats] {
                say(what, server.weigh_files(what).await?.as_ref());
            }
        }
        Command::Accept(Arguments { what, admin, because }) => {
            let found = server.accept_files(what.into(), &admin, &because).await?;
            say(what.into(), found.as_ref());
            if found.is_some() {
                println!("Accepted. The server takes them over within a minute.");
            }
        }
    }
    Ok(())
}

fn say(what: Followed, found: Option<&Found>) {
    match found {
        None => println!("{}: as in use.", what.name()),
        Some(Found { touched, .. }) => println!(
            "{}: not in use. Of {} people, {} would lose a scope, their session, or the way back to a scope.",
            what.name(),
            touched.people,
            touched.losing
        ),
    }
}
