//! Putting an action aside until the person has confirmed it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leasehold_http_kit::urlencoded;
use leasehold_oauth_types::{AuthorizationDetail, Problem};

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

    /// Stores a call that was refused for want of a confirmation.
    pub(crate) async fn wait_for_step_up(
        &self,
        session: &BffSession,
        id: &str,
        content: PendingContent,
    ) -> Result<CallOutcome, BffError> {
        idempotency_key(id)?;
        if !self.0.pending.add(session, id, &content).await? {
            // A double click finds its own action and goes on with it; another action under the same id is
            // a mistake of the page.
            let existing = self.0.pending.get(session, id).await?.map(|pending| pending.content);
            let same = existing
                .is_some_and(|existing| existing.call == content.call && existing.details == content.details);
            if !same {
                let problem = Problem::new(409, "Conflict");
                return Ok(CallOutcome::Problem(problem.with_detail("the id names another action")));
            }
        }
        Ok(CallOutcome::StepUp { redirect: step_up_path(id) })
    }
}

pub(super) fn step_up_path(id: &str) -> String {
    format!("{STEP_UP_PATH}?{}", urlencoded::encode(&[("pending", id)]))
}
