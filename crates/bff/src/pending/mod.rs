//! Actions that wait for a step-up (checklist SU-8): stored sealed, resumed once, and only if exactly what
//! they do was confirmed.

mod outcome;
mod resume;
mod rows;
mod wait;

use leasehold_oauth_types::AuthorizationDetail;
use serde::{Deserialize, Serialize};

use crate::return_to::ReturnTo;
use crate::upstream::{StepUp, StoredCall};
use crate::{BffError, BffSession};

pub use outcome::PendingOutcome;
pub(crate) use rows::PendingRows;

/// What waits. `Debug` is left out: it may hold what the person typed.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PendingContent {
    /// The session it belongs to, through renames; the row names it too, this one is sealed.
    pub(crate) family: String,
    pub(crate) step_up: StepUp,
    pub(crate) details: Vec<AuthorizationDetail>,
    /// Nothing to call when the confirmation itself is the action (`lease_restore`).
    pub(crate) call: Option<StoredCall>,
    pub(crate) return_to: ReturnTo,
}

impl PendingContent {
    /// What is kept of a call of this session; which step-up it needs is for the API to say.
    pub(crate) fn of_call(
        session: &BffSession,
        detail: AuthorizationDetail,
        call: StoredCall,
        return_to: &str,
    ) -> Result<Self, BffError> {
        let return_to = ReturnTo::parse(return_to).ok_or(BffError::NotAllowed)?;
        let (family, details) = (session.family.clone(), vec![detail]);
        Ok(Self { family, step_up: StepUp::default(), details, call: Some(call), return_to })
    }

    /// Whether what was granted is what this action does, letter by letter.
    pub(crate) fn is_confirmed_by(&self, granted: &[AuthorizationDetail]) -> bool {
        !self.details.is_empty()
            && AuthorizationDetail::canonical(&self.details) == AuthorizationDetail::canonical(granted)
    }
}
