//! Exactly what a step-up page names: the holds it closes and the scopes it elevates, and nothing else.

use leasehold_domain::HoldId;
use leasehold_domain::catalogue::ScopeDefinition;
use leasehold_domain::session::Session;
use leasehold_oauth_types::{AuthorizationDetail, ScopeSet};
use leasehold_storage::{Result, Transaction};
use serde_json::json;

use crate::AuthorizationServer;
use crate::browser::{Browser, csrf, is_own_form};
use crate::interaction::live::Live;
use crate::interaction::next::{object_scopes, offered};
use crate::pins;

/// What the page names.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) holds: Vec<HoldId>,
    pub(super) elevates: ScopeSet,
    /// Whether the server offered the holds by itself.
    offered: bool,
}

impl Named {
    /// Works it out, the same when the page is drawn and when it is answered.
    pub(super) async fn of(
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        live: &Live,
        session: &Session,
    ) -> Result<Self> {
        let request = &live.authorization.request;
        Ok(match request.details.first() {
            Some(AuthorizationDetail::LeaseRestore(restore)) => {
                let holds = restore.holds.iter().filter_map(|id| id.parse().ok()).collect();
                Self { holds, elevates: ScopeSet::new(), offered: false }
            }
            // With the holds that it closes, or the proof would raise what stays withheld.
            Some(detail) => {
                let elevates = object_scopes(server, request, detail);
                let holds = of_offered(server, tx, live, session).await?;
                Self { holds, elevates, offered: false }
            }
            None => {
                let holds = of_offered(server, tx, live, session).await?;
                // What is given back is not elevated (design section 3, "Restore").
                let elevates = if holds.is_empty() {
                    select(server, &request.scope, ScopeDefinition::needs_proof)
                } else {
                    ScopeSet::new()
                };
                Self { offered: !holds.is_empty(), holds, elevates }
            }
        })
    }

    pub(super) const fn offers_holds(&self) -> bool {
        self.offered
    }

    /// The hidden token of the page: it also stands for what the page named.
    pub(super) fn csrf(&self, server: &AuthorizationServer, live: &Live) -> String {
        let holds: Vec<String> = self.holds.iter().map(HoldId::to_string).collect();
        let subject = format!("{} {} {}", live.authorization.id, holds.join(","), self.elevates);
        csrf(server, live.browser, &subject)
    }

    /// Hash over the same, and over the whole of what it is for: a PIN proves that and nothing else
    /// (checklist OP-6).
    pub(super) fn transaction(&self, live: &Live) -> [u8; 32] {
        let request = &live.authorization.request;
        let holds: Vec<String> = self.holds.iter().map(HoldId::to_string).collect();
        pins::hash(&json!({
            "step_up": live.authorization.id.to_string(),
            "client": request.client,
            "grant": request.merge,
            "holds": holds,
            "elevates": self.elevates,
            "details": request.details,
        }))
    }

    pub(super) fn is_own_form(
        &self,
        server: &AuthorizationServer,
        live: &Live,
        browser: &Browser,
        given: Option<&str>,
    ) -> bool {
        is_own_form(server, &browser.headers, given, &self.csrf(server, live))
    }
}

async fn of_offered(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
) -> Result<Vec<HoldId>> {
    let factors = tx.factors(session.user).await?;
    let offered = offered(server, tx, live, session, &factors).await?;
    Ok(offered.into_iter().map(|hold| hold.id).collect())
}

fn select(
    server: &AuthorizationServer,
    scopes: &ScopeSet,
    test: impl Fn(&ScopeDefinition) -> bool,
) -> ScopeSet {
    let wanted =
        |scope: &&leasehold_oauth_types::Scope| server.config.catalogue.get(scope).is_some_and(&test);
    scopes.iter().filter(wanted).cloned().collect()
}
