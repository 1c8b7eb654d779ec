//! What a link gives back.

use leasehold_domain::device::{DeviceTrust, TrustState};
use leasehold_domain::hold::Hold;
use leasehold_oauth_types::{Acr, Remedy, ScopeSet};
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;

/// The rule whose holds a link narrows. A device that lost its key stays held: whoever copied its cookie may read
/// the mail as well.
pub(super) const RULE: &str = "new_device";

/// The cause of that rule. A blocked device has another one.
pub(super) fn cause(trust: &DeviceTrust) -> String {
    format!("device={}", trust.device)
}

/// The open holds on a new device that a link narrows, each with what it gives back.
pub(super) async fn narrowed(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    trust: &DeviceTrust,
) -> Result<Vec<(Hold, ScopeSet)>> {
    if trust.state != TrustState::New {
        return Ok(Vec::new());
    }
    let (within, cause) = (server.config.catalogue.within(Acr::Aal1), cause(trust));
    let concerned = |hold: &Hold| {
        hold.rule == RULE
            && hold.cause == cause
            && hold.remedy == Remedy::ConfirmDevice
            && hold.subject.device == Some(trust.device)
    };
    let holds = tx.open_holds(trust.user).await?.into_iter().filter(concerned);
    let back = holds.map(|hold| {
        let back = hold.scopes.intersection(&within);
        (hold, back)
    });
    Ok(back.filter(|(_, back)| !back.is_empty()).collect())
}

/// The scopes of the person's apps on that device that come back with a link, and those that stay held.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    pub(crate) back: ScopeSet,
    pub(crate) held: ScopeSet,
}

impl Reach {
    /// Looks at the grants that live on the device; a link that gives nothing back to any is not worth a mail.
    pub(crate) async fn of(
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        trust: &DeviceTrust,
    ) -> Result<Self> {
        let holds = narrowed(server, tx, trust).await?;
        let mut reach = Self::default();
        for grant in tx.live_grants(trust.user).await?.iter().filter(|grant| grant.device == trust.device) {
            let own = grant.scopes();
            for (hold, back) in &holds {
                reach.back = reach.back.union(&own.intersection(back));
                reach.held = reach.held.union(&own.intersection(&hold.scopes).difference(back));
            }
        }
        Ok(reach)
    }
}
