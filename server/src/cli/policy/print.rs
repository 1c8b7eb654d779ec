//! What a change means, for the terminal.

use leasehold_authorization_server::policy::{Asked, Difference, Tally, Weighed};
use leasehold_storage::Transaction;

use super::Beside;

/// How many lines are shown before the rest is counted.
const LINES: usize = 100;

/// What became of a request, and why.
pub(super) async fn asked(beside: &Beside, asked: Asked) -> anyhow::Result<()> {
    let (Asked::Active { weighed, .. } | Asked::Waits { weighed, .. }) = &asked;
    let Weighed { replay, touched, unseen } = weighed.as_ref();
    tally(beside.database.storage().read().await?.as_mut(), &replay.tally).await?;
    println!(
        "Of {} people, {} would lose a scope, their session, or the way back to a scope.",
        touched.people, touched.losing
    );
    for note in unseen {
        println!("No replay can show this: {note}.");
    }
    match &asked {
        Asked::Active { version, .. } => println!("Nobody gets more. {version} is active."),
        Asked::Waits { version, effective_at: None, .. } => println!(
            "Somebody gets more, so another administrator has to agree:\n  leasehold policy approve {version} --as …"
        ),
        Asked::Waits { version, effective_at: Some(at), .. } => println!(
            "Somebody gets more. {version} takes effect at {}, unless it is withdrawn.",
            at.format("%Y-%m-%d %H:%M UTC")
        ),
    }
    Ok(())
}

/// Who would have lost or kept what, one line per person and scope.
pub(super) async fn tally(tx: &mut dyn Transaction, tally: &Tally) -> anyhow::Result<()> {
    println!("{} decision(s) about {} people.", tally.decisions, tally.people.len());
    for ((user, scope, difference), change) in tally.changes.iter().take(LINES) {
        let name = tx.user(*user).await?.map_or_else(|| user.to_string(), |user| user.username);
        let rules: Vec<&str> = change.rules.iter().map(String::as_str).collect();
        let word = match difference {
            Difference::Lost => "would have lost",
            Difference::Harder => "would have lost for longer:",
            Difference::Kept => "would have kept",
            Difference::Easier => "would have had back sooner:",
        };
        println!("  {name} {word} {scope}, {} time(s) ({})", change.times, rules.join(", "));
    }
    if tally.changes.len() > LINES {
        println!("  … and {} more", tally.changes.len() - LINES);
    }
    for (count, what) in [
        (tally.sessions_lost, "session(s) would have ended"),
        (tally.sessions_kept, "session(s) would have gone on"),
        (tally.failed, "decision(s) failed"),
        (tally.unknown, "decision(s) cannot be compared, because the active version fails on them"),
    ] {
        if count > 0 {
            println!("  {count} {what}");
        }
    }
    Ok(())
}
