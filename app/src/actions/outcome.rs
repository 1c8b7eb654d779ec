use axum::response::Response;
use leasehold_oauth_types::Problem;

use crate::data::{CallOutcome, PageError};
use crate::sites::respond;
use crate::visit::Visit;

/// Ends an action: where it was done on the page `done`, where a step-up is missing at the issuer, else on
/// the page for what went wrong.
pub(crate) fn finish(visit: Visit, outcome: Result<CallOutcome, PageError>, done: &str) -> Response {
    let error = match outcome {
        Ok(CallOutcome::Response { .. }) => PageError::Redirect(done.to_owned()),
        Ok(CallOutcome::StepUp { redirect_url }) => PageError::Redirect(redirect_url),
        Ok(CallOutcome::Problem(Problem { step_up_url: Some(url), .. })) => PageError::Redirect(url),
        Ok(CallOutcome::Problem(problem)) => problem.into(),
        Err(error) => error,
    };
    respond(visit, Err(error))
}
