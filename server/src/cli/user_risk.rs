use anyhow::Context as _;
use clap::Args;
use leasehold_authorization_server::signals::{RiskPart, SessionRisk};
use leasehold_domain::Time;

use super::beside::Beside;
use crate::config::Settings;

/// Options of `user risk`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What the person types to sign in.
    username: String,
}

/// `leasehold user risk`
pub(super) async fn run(settings: &Settings, arguments: Arguments) -> anyhow::Result<()> {
    let Beside { server, database } = Beside::open(settings).await?;
    let user = database.storage().read().await?.user_by_username(&arguments.username.to_lowercase()).await?;
    let user = user.context("there is nobody of that name")?;
    server.catch_up().await.context("the policy")?;
    let risks = server.risks(user.id).await?;
    if risks.is_empty() {
        println!("{} has no session with any access.", arguments.username);
    }
    for risk in risks {
        print(&risk);
    }
    database.close().await;
    Ok(())
}

/// One line for the session, and one for each part.
fn print(risk: &SessionRisk) {
    let SessionRisk { session, device, score, parts } = risk;
    let place = session.place.country.as_deref().unwrap_or("unknown place");
    println!("{}  {score} points  {}, {place}", session.id, device.as_deref().unwrap_or("unknown device"));
    for RiskPart { factor, fades_at } in parts {
        let fades = fades_at.map(|at| format!(", less from {}", minute(at))).unwrap_or_default();
        println!("  {:>4}  {} ({}){fades}", factor.points, factor.kind, factor.cause);
    }
}

fn minute(at: Time) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}
