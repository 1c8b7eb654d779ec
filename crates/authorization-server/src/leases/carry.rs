//! Carrying a session over to another device. Nothing that people do leads here; a demo simulates it.

use leasehold_domain::{DeviceId, GrantId, SessionId};

use crate::AuthorizationServer;
use crate::leases::apply::{Changes, bump};
use crate::leases::evaluate::{EvaluationError, RequestContext};
use crate::recognition::meet;

impl AuthorizationServer {
    /// Puts a session with its grants on another device, tells everyone who listens, and weighs the grants there.
    /// What fails is logged: the next request weighs them again.
    pub async fn session_carried(&self, session: SessionId, device: DeviceId) {
        if let Err(error) = self.carry(session, device).await {
            tracing::error!(%error, "a session could not be put on another device");
        }
    }

    async fn carry(&self, session: SessionId, device: DeviceId) -> Result<(), EvaluationError> {
        let started = self.now();
        let mut tx = self.storage.write().await?;
        let session = tx.session(session).await?.filter(|session| session.is_live(started));
        let Some(mut session) = session.filter(|session| session.device != device) else { return Ok(()) };
        meet(self, tx.as_mut(), session.user, device, None).await?;
        session.device = device;
        tx.update_session(&session).await?;
        let mut grants = tx.session_grants(session.id).await?;
        grants.iter_mut().for_each(|grant| grant.device = device);
        let ids: Vec<GrantId> = grants.iter().map(|grant| grant.id).collect();
        let events = bump(self, tx.as_mut(), grants).await?;
        self.finish(tx, Changes { events, ..Changes::default() }, started).await?;
        self.weigh_session(&ids, &RequestContext::default()).await
    }
}
