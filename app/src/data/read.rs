use leasehold_oauth_types::Problem;
use serde::de::DeserializeOwned;

use super::{ApiCall, AppBackend, CallOutcome, PageError, PageRequest};

/// Reads one resource for a page. A missing confirmation leads to the issuer, a refusal to the page that
/// explains it.
pub(crate) async fn read<T: DeserializeOwned>(
    backend: &dyn AppBackend,
    request: &PageRequest,
    path: impl Into<String>,
) -> Result<T, PageError> {
    match backend.call(request, ApiCall::get(path, request)).await? {
        CallOutcome::Response { body, .. } => serde_json::from_value(body).map_err(|error| {
            tracing::error!(%error, "an API answered in another shape than agreed");
            PageError::Unavailable
        }),
        CallOutcome::StepUp { redirect_url } => Err(PageError::Redirect(redirect_url)),
        // Whoever has just said no is not asked again without a word.
        CallOutcome::Problem(Problem { step_up_url: Some(url), .. }) => {
            Err(if request.query("error").is_some() {
                PageError::Unconfirmed(url)
            } else {
                PageError::Redirect(url)
            })
        }
        CallOutcome::Problem(problem) => Err(problem.into()),
    }
}
