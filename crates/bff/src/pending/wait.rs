//! Putting an action aside until the person has confirmed it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leasehold_http_kit::urlencoded;
use leasehold_oauth_types::AuthorizationDetail;

use super::PendingContent;
use crate::return_to::ReturnTo;
use crate::routes::STEP_UP_PATH;
use crate::upstream::{StepUp, idempotency_key};
use crate::{Bff, BffError, BffSession, CallOutcome};

impl Bff {
    /// Begins the confirmation of details that are an action by themselves, such as `lease_restore` and
    /// `device_confirmation`: gives the path to redirect to with 303. The new tokens replace those of the
    /// session, which comes back at `return_to`.
    ///
    /// # Errors
    ///
    /// [`BffError::NotAllowed`] if `return_to` is no path of this origin; failures of the database.
    pub async fn authorize_details(
        &self,
        session: &BffSession,
        details: Vec<AuthorizationDetail>,
        return_to: &str,
    ) -> Result<String, BffError> {
        let random: [u8; 16] = self.0.entropy.bytes();
        let id = BASE64_URL_SAFE_NO_PAD.encode(random);
        let content = PendingContent {
            family: session.family.clone(),
            step_up: StepUp::default(),
            details,
            call: None,
            return_to: ReturnTo::parse(return_to).ok_or(BffError::NotAllowed)?,
        };
        self.0.pending.add(session, &id, &content).await?;
        Ok(step_up_path(&id))
    }

    /// Whether this id names another action of the session already.
    pub(crate) async fn names_another(
        &self,
        session: &BffSession,
        id: &str,
        content: &PendingContent,
    ) -> Result<bool, BffError> {
        idempotency_key(id)?;
        let existing = self.0.pending.get(session, id).await?.map(|pending| pending.content);
        Ok(existing
            .is_some_and(|existing| existing.call != content.call || existing.details != content.details))
    }

    /// Stores a call that was refused for want of a confirmation. A double click finds its own action
    /// stored already and goes on with it.
    pub(crate) async fn wait_for_step_up(
        &self,
        session: &BffSession,
        id: &str,
        content: PendingContent,
    ) -> Result<CallOutcome, BffError> {
        self.0.pending.add(session, id, &content).await?;
        Ok(CallOutcome::StepUp { redirect: step_up_path(id) })
    }
}

pub(super) fn step_up_path(id: &str) -> String {
    format!("{STEP_UP_PATH}?{}", urlencoded::encode(&[("pending", id)]))
}
