use leasehold_domain::policy::{PolicyRequestKind, PolicyRequestState, PolicyState, shown};
use leasehold_domain::{Time, UserId};
use leasehold_storage::Transaction;

use super::{Beside, explained};

/// How many requests are shown.
const REQUESTS: u32 = 10;

/// `leasehold policy list`
pub(super) async fn run(beside: &Beside) -> anyhow::Result<()> {
    let policies = beside.server.policies().await.map_err(explained)?;
    let requests = beside.server.policy_requests(REQUESTS).await.map_err(explained)?;
    // In full where the beginning would not do.
    let versions: Vec<String> = policies.iter().map(|policy| policy.version.clone()).collect();
    let called = |version: &str| {
        let alike = versions.iter().filter(|other| other.starts_with(shown(version))).count();
        if alike > 1 { version.to_owned() } else { shown(version).to_owned() }
    };
    let mut tx = beside.database.storage().read().await?;
    println!("{:16}  {:7}  {:16}  by", "version", "state", "made");
    for policy in policies {
        let state = match policy.state {
            PolicyState::Draft => "draft",
            PolicyState::Shadow => "shadow",
            PolicyState::Active => "active",
            PolicyState::Retired => "retired",
        };
        let by = name(tx.as_mut(), policy.made_by).await?;
        println!("{:16}  {state:7}  {}  {by}", called(&policy.version), moment(policy.made_at));
    }
    for request in requests {
        let kind = match request.kind {
            PolicyRequestKind::Activate => "activate",
            PolicyRequestKind::RollBack => "roll back to",
        };
        let by = name(tx.as_mut(), request.asked_by).await?;
        let state = match (request.state, request.effective_at) {
            (PolicyRequestState::Open, None) => "waits for a second administrator".to_owned(),
            (PolicyRequestState::Open, Some(at)) => format!("takes effect {}", moment(at)),
            (PolicyRequestState::Done, _) if request.decided_by.is_some() => {
                format!("approved by {}", name(tx.as_mut(), request.decided_by).await?)
            }
            (PolicyRequestState::Done, _) => "done".to_owned(),
            (PolicyRequestState::Withdrawn, _) => "withdrawn".to_owned(),
            (PolicyRequestState::Stopped, _) => "stopped by the breaker".to_owned(),
        };
        println!("{}  {kind} {}, asked by {by}: {state}", moment(request.asked_at), called(&request.version));
    }
    Ok(())
}

fn moment(at: Time) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

async fn name(tx: &mut dyn Transaction, id: Option<UserId>) -> anyhow::Result<String> {
    let Some(id) = id else { return Ok("leasehold".to_owned()) };
    Ok(tx.user(id).await?.map_or_else(|| id.to_string(), |user| user.username))
}
