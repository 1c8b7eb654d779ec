//! Calls to APIs with the tokens of a session.

mod allow;
mod answer;
mod call;
mod execute;
mod tokens;

pub(crate) use answer::{Refusal, StepUp, refusal};
pub use call::{ApiCall, CallOutcome, PendingSpec};
pub(crate) use call::{StoredCall, idempotency_key, json, proof_required};
pub(crate) use execute::{Executed, IDEMPOTENCY_KEY, Outgoing};
