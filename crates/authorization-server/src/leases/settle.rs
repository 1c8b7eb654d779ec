//! A session that began elsewhere and has arrived: once its person has confirmed the new place, that is where access
//! was given.

use leasehold_domain::facts::{Place, Quality};
use leasehold_domain::grant::Grant;
use leasehold_domain::hold::Hold;
use leasehold_domain::session::Session;
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::leases::apply::{Changes, bump};
use crate::leases::{Situation, facts::facts};

/// Code of the rule that compares with where access was given.
const RULE: &str = "left_region";

/// After a step-up closed that hold: moves where the session's access was given to the place that was confirmed, for
/// the grants for which that settles the matter. Where the place is no better for it, such as outside the regions of
/// work, it stays: who comes home from there is asked nothing.
pub(super) async fn settle(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    hold: &Hold,
    session: &Session,
) -> Result<Changes> {
    let place = &session.place;
    let confirmed = place.country.as_ref().is_some_and(|country| hold.cause == format!("country={country}"));
    if hold.rule != RULE || !confirmed || place.quality == Quality::Claimed {
        return Ok(Changes::default());
    }
    let mut settled = Vec::new();
    for grant in tx.session_grants(session.id).await? {
        if grant.issued_in.country != place.country && settles(server, tx, &grant, place).await? {
            settled.push(Grant { issued_in: place.clone(), ..grant });
        }
    }
    Ok(Changes { events: bump(server, tx, settled).await?, ..Changes::default() })
}

/// Whether the rule would say nothing of that place if access had been given there, with no waiver. A policy that
/// fails settles nothing.
async fn settles(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: &Grant,
    place: &Place,
) -> Result<bool> {
    let now = (server.now(), server.policy_now());
    let Some(situation) = Situation::load(tx, grant.id, now.0, now.1).await? else { return Ok(false) };
    let mut facts = facts(server, &situation, place.clone(), None);
    facts.issued_in = Some(place.clone());
    facts.waivers.retain(|waiver| waiver.rule != RULE);
    let decided = server.policy.decide(&facts).await;
    Ok(decided.is_ok_and(|decision| !decision.iter().any(|(_, finding)| finding.rule == RULE)))
}
