//! `leasehold policy …`, one file per command.

mod activate;
mod approve;
mod check;
mod draft;
mod export;
mod folder;
mod list;
mod print;
mod release;
mod replay;
mod rollback;
mod shadow;
mod test;
mod trial;
mod withdraw;

use std::path::Path;

use clap::{Args, Subcommand};
use leasehold_authorization_server::policy::LifecycleError;
use leasehold_policy::PolicyError;

use super::beside::Beside;
use crate::config::Settings;

/// `leasehold policy …`
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Compiles the policy in a folder and says what is wrong with it.
    Check(folder::Arguments),
    /// Runs the tests of the policy in a folder.
    Test(folder::Arguments),
    /// Lists versions and the latest requests.
    List,
    /// Writes a version into a folder, to be edited.
    Export(export::Arguments),
    /// Stores the policy in a folder as a draft.
    Draft(draft::Arguments),
    /// Lets a version decide beside the active one, without effect.
    Shadow(shadow::Arguments),
    /// Runs a version over the decisions of the last days: who would have lost or kept what.
    Replay(replay::Arguments),
    /// Asks for a version to be the active one.
    Activate(activate::Arguments),
    /// Agrees to what another administrator asked for.
    Approve(approve::Arguments),
    /// Takes back what somebody asked for.
    Withdraw(withdraw::Arguments),
    /// Asks for the version that was active before.
    Rollback(rollback::Arguments),
    /// Gives a person back what a rule took, where nothing else can or the rule is switched off.
    Release(release::Arguments),
}

/// Who acts.
#[derive(Debug, Args)]
struct Admin {
    /// Sign-in name of the administrator who does this.
    #[arg(long = "as", value_name = "ADMIN")]
    name: String,
}

pub(super) async fn run(config: &Path, command: Command) -> anyhow::Result<()> {
    // These two are about files only.
    let command = match command {
        Command::Check(arguments) => return check::run(&arguments),
        Command::Test(arguments) => return test::run(&arguments),
        command => command,
    };
    let beside = Beside::open(&Settings::load(config)?).await?;
    let done = on(&beside, command).await;
    beside.database.close().await;
    done
}

async fn on(beside: &Beside, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::List => list::run(beside).await,
        Command::Export(arguments) => export::run(beside, arguments).await,
        Command::Draft(arguments) => draft::run(beside, arguments).await,
        Command::Shadow(arguments) => shadow::run(beside, arguments).await,
        Command::Replay(arguments) => replay::run(beside, arguments).await,
        Command::Activate(arguments) => activate::run(beside, arguments).await,
        Command::Approve(arguments) => approve::run(beside, arguments).await,
        Command::Withdraw(arguments) => withdraw::run(beside, arguments).await,
        Command::Rollback(arguments) => rollback::run(beside, arguments).await,
        Command::Release(arguments) => release::run(beside, arguments).await,
    }
}

/// An error of a policy as `file:line:column: what`, as far as it says where.
fn located(error: &PolicyError) -> anyhow::Error {
    let text = error.to_string();
    if let Some(place) = text.lines().find_map(|line| line.trim().strip_prefix("--> ")) {
        let what = text.rsplit_once("error: ").map_or(text.as_str(), |(_, what)| what);
        return anyhow::anyhow!("{place}: {}", what.trim());
    }
    let file = match error {
        PolicyError::Data(_) => Some("data.json".to_owned()),
        PolicyError::Reasons { locale, .. } => Some(format!("reasons/{locale}.json")),
        _ => None,
    };
    let of_file =
        file.zip(text.split_once(": ")).map(|(file, (_, what))| match what.rsplit_once(" at line ") {
            Some((what, place)) => format!("{file}:{}: {what}", place.replace(" column ", ":")),
            None => format!("{file}: {what}"),
        });
    anyhow::anyhow!(of_file.unwrap_or_else(|| text.trim_start_matches("policy module ").to_owned()))
}

/// The same inside what else may go wrong.
fn explained(error: LifecycleError) -> anyhow::Error {
    match error {
        LifecycleError::Policy(error) => located(&error),
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use leasehold_policy::{PolicyEngine, PolicyModule, PolicySources};

    use super::*;

    fn said(sources: &PolicySources) -> String {
        located(&PolicyEngine::new(sources).unwrap_err()).to_string()
    }

    #[test]
    fn errors_name_file_line_and_column() {
        let mut rego = PolicySources::shipped();
        let text = "package leasehold.rules.own\n\nfindings contains {\"cause\": } if true\n".to_owned();
        rego.modules.push(PolicyModule { name: "rules/own.rego".into(), text });
        assert!(said(&rego).starts_with("rules/own.rego:3:29: "), "{}", said(&rego));
        let data = PolicySources { data: "{\n  \"settings\": ]\n}".into(), ..PolicySources::shipped() };
        assert!(said(&data).starts_with("data.json:2:15: "), "{}", said(&data));
    }
}
