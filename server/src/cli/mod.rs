//! The command line, one file per command.

mod beside;
mod config_check;
#[cfg(feature = "demo")]
mod demo;
mod device_posture;
mod files;
mod policy;
mod serve;
mod setup_link;
mod user_add;
mod user_erase_decisions;
mod user_hours;
mod user_mail;
mod user_risk;
mod user_role;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::Settings;
use crate::database::{Database, Kind};
use crate::policy_worker;

/// OAuth scopes on a lease.
#[derive(Debug, Parser)]
#[command(name = "leasehold", version, about, disable_help_subcommand = true)]
pub struct Cli {
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE", default_value = "leasehold.toml")]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves issuer, dashboard and admin pages until told to stop.
    Serve,
    /// About the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Makes a one-time link for the first administrator; works while there is none.
    SetupLink(setup_link::Arguments),
    /// About people.
    #[command(subcommand)]
    User(UserCommand),
    /// Tries a policy, for the server that started it.
    #[command(hide = true)]
    PolicyWorker,
    /// About devices.
    #[command(subcommand)]
    Device(DeviceCommand),
    /// About the address database and the threat lists.
    #[command(subcommand)]
    Files(files::Command),
    /// About the policy.
    #[command(subcommand)]
    Policy(policy::Command),
    /// Serves a demo with known people and simulated places, on loopback only.
    #[cfg(feature = "demo")]
    Demo(demo::Arguments),
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Reads the configuration and says what is wrong with it.
    Check,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Announces a person and makes a one-time link with which they set up their account.
    Add(user_add::Arguments),
    /// Sets where a person's notices go, or takes it away.
    Mail(user_mail::Arguments),
    /// Gives roles to people and takes them.
    #[command(subcommand)]
    Role(user_role::Command),
    /// Sets a person's own working hours, or takes them away.
    Hours(user_hours::Arguments),
    /// Says how risky a person's sessions look, and why.
    Risk(user_risk::Arguments),
    /// Forgets what was decided about a person, and on what.
    EraseDecisions(user_erase_decisions::Arguments),
}

#[derive(Debug, Subcommand)]
enum DeviceCommand {
    /// What a source says of the state of a device.
    #[command(subcommand)]
    Posture(device_posture::Command),
}

impl Cli {
    /// Does what the command line says.
    ///
    /// # Errors
    ///
    /// Why it could not be done, for the person at the terminal.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Serve => serve::run(Settings::load(&self.config)?).await,
            Command::Config(ConfigCommand::Check) => config_check::run(&self.config),
            Command::PolicyWorker => policy_worker::run(),
            Command::SetupLink(arguments) => setup_link::run(&Settings::load(&self.config)?, arguments).await,
            Command::User(UserCommand::Add(arguments)) => {
                user_add::run(&Settings::load(&self.config)?, arguments).await
            }
            Command::User(UserCommand::Mail(arguments)) => {
                user_mail::run(&Settings::load(&self.config)?, arguments).await
            }
            Command::User(UserCommand::Role(command)) => {
                user_role::run(&Settings::load(&self.config)?, command).await
            }
            Command::User(UserCommand::Hours(arguments)) => {
                user_hours::run(&Settings::load(&self.config)?, arguments).await
            }
            Command::User(UserCommand::Risk(arguments)) => {
                user_risk::run(&Settings::load(&self.config)?, arguments).await
            }
            Command::User(UserCommand::EraseDecisions(arguments)) => {
                user_erase_decisions::run(&Settings::load(&self.config)?, arguments).await
            }
            Command::Device(DeviceCommand::Posture(command)) => {
                device_posture::run(&Settings::load(&self.config)?, command).await
            }
            Command::Files(command) => files::run(&Settings::load(&self.config)?, command).await,
            Command::Policy(command) => policy::run(&self.config, command).await,
            #[cfg(feature = "demo")]
            Command::Demo(arguments) => demo::run(arguments).await,
        }
    }
}

/// Opens the database of a command beside the server.
async fn database(settings: &Settings) -> anyhow::Result<Database> {
    Database::open(settings, Kind::Plain).await
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn every_command_is_well_formed() {
        Cli::command().debug_assert();
    }
}
