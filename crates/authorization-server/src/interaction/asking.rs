//! Exactly what a consent page asks: for which client, which scopes, and which holds the answer closes.

use leasehold_domain::client::Client;
use leasehold_domain::grant::Grant;
use leasehold_domain::hold::Hold;
use leasehold_domain::session::Session;
use leasehold_oauth_types::authorization_details::LeaseRestore;
use leasehold_oauth_types::{AuthorizationDetail, ScopeSet};
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::browser::{Browser, csrf, is_own_form};
use crate::interaction::live::Live;
use crate::leases::reconsent::{is_allowed_again_here, proof_for};

/// What the page asks.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    pub(super) client: Client,
    pub(super) scopes: ScopeSet,
    /// Those that no remembered consent speaks for.
    pub(super) missing: ScopeSet,
    /// What consent closes: proved for in this very request.
    pub(super) holds: Vec<Hold>,
    /// The grant whose scopes come back, when the dashboard asks for that.
    pub(super) restores: Option<Grant>,
}

impl Asking {
    /// Works it out, the same when the page is drawn and when it is answered. `None` if there is nobody to
    /// ask for.
    pub(super) async fn of(
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        live: &Live,
        session: &Session,
    ) -> Result<Option<Self>> {
        let (request, registry) = (&live.authorization.request, &server.config.registry);
        if let Some(AuthorizationDetail::LeaseRestore(restore)) = request.details.first() {
            let Some(grant) = named_grant(tx, restore, session).await? else { return Ok(None) };
            let Some(client) = registry.client(&grant.client).cloned() else { return Ok(None) };
            let mut holds = closable(server, tx, live, session, (&client, &grant.scopes())).await?;
            holds.retain(|hold| restore.holds.contains(&hold.id.to_string()));
            let held = holds.iter().fold(ScopeSet::new(), |all, hold| all.union(&hold.scopes));
            let scopes = lapsed(server, &grant).union(&grant.scopes().intersection(&held));
            return Ok(Some(Self { client, missing: scopes.clone(), scopes, holds, restores: Some(grant) }));
        }
        let Some(client) = registry.client(&request.client).cloned() else { return Ok(None) };
        let scopes = request.scope.clone();
        let consent = tx.consent(session.user, &client.id).await?;
        let remembered = consent.map(|consent| {
            consent.remembered(&server.config.catalogue, &client.audience, server.policy_now())
        });
        let missing = match remembered {
            // First-party clients need none.
            _ if client.first_party => ScopeSet::new(),
            Some(remembered) => scopes.difference(&remembered),
            None => scopes.clone(),
        };
        let holds = closable(server, tx, live, session, (&client, &scopes)).await?;
        Ok(Some(Self { client, scopes, missing, holds, restores: None }))
    }

    /// Whether there is anything to ask for that is not remembered.
    pub(super) fn is_due(&self) -> bool {
        !self.missing.is_empty() || !self.holds.is_empty()
    }

    /// The hidden token of the page: it also stands for what the page named.
    pub(super) fn csrf(&self, server: &AuthorizationServer, live: &Live) -> String {
        let holds: Vec<String> = self.holds.iter().map(|hold| hold.id.to_string()).collect();
        let subject =
            format!("{} {} {} {}", live.authorization.id, self.client.id, holds.join(","), self.scopes);
        csrf(server, live.browser, &subject)
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

/// The scopes of a grant whose lifetime is over.
pub(super) fn lapsed(server: &AuthorizationServer, grant: &Grant) -> ScopeSet {
    let over = grant.leases.iter().filter(|lease| lease.is_over(server.policy_now()));
    over.map(|lease| lease.scope.clone()).collect()
}

/// The grant that the dashboard named, if it is one of this very session.
pub(super) async fn named_grant(
    tx: &mut dyn Transaction,
    restore: &LeaseRestore,
    session: &Session,
) -> Result<Option<Grant>> {
    let Some(id) = restore.grant.as_deref().and_then(|id| id.parse().ok()) else { return Ok(None) };
    let grant = tx.grant(id).await?;
    Ok(grant.filter(|grant| grant.session == session.id && grant.ended.is_none()))
}

/// The open holds on these scopes that consent closes now.
async fn closable(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    live: &Live,
    session: &Session,
    (client, scopes): (&Client, &ScopeSet),
) -> Result<Vec<Hold>> {
    let factors = tx.factors(session.user).await?;
    let mut holds = tx.open_holds(session.user).await?;
    holds.retain(|hold| {
        is_allowed_again_here(hold, session, &client.id)
            && !hold.scopes.intersection(scopes).is_empty()
            && proof_for(hold, &live.pending.proofs, &factors, server.now()).is_some()
    });
    Ok(holds)
}
