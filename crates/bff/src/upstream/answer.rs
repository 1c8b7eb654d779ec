//! What an API's refusal means for the person.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Response, StatusCode};
use leasehold_http_kit::urlencoded;
use leasehold_oauth_types::{OAuthErrorCode, Problem, ScopeSet};
use serde::{Deserialize, Serialize};

use super::execute::challenge;
use crate::return_to::ReturnTo;
use crate::routes::STEP_UP_PATH;

/// Code of the reason that is no trouble: the proof is older than the scope allows.
const USUAL: &str = "stale_authentication";

/// What a step-up has to reach.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StepUp {
    pub(crate) acr_values: Option<String>,
    pub(crate) max_age: Option<u64>,
    pub(crate) scope: ScopeSet,
}

impl StepUp {
    /// Path that begins it, for a page or script of ours.
    pub(crate) fn path(&self, return_to: Option<&ReturnTo>) -> String {
        let scope = self.scope.to_string();
        let max_age = self.max_age.map(|seconds| seconds.to_string());
        let mut query = vec![("scope", scope.as_str())];
        query.extend(self.acr_values.as_deref().map(|values| ("acr_values", values)));
        query.extend(max_age.as_deref().map(|seconds| ("max_age", seconds)));
        query.extend(return_to.map(|return_to| ("return_to", return_to.as_str())));
        format!("{STEP_UP_PATH}?{}", urlencoded::encode(&query))
    }
}

/// A refusal, and the step-up that is enough to lift it.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) problem: Problem,
    /// Only for the usual confirmation: whoever lost a scope to a rule sees the reason first (design
    /// section 3, "Restore").
    pub(crate) step_up: Option<StepUp>,
}

/// Reads an answer that is no success.
pub(crate) fn refusal(answer: &Response<Bytes>) -> Refusal {
    let problem = problem(answer);
    let usual = problem.reasons.iter().all(|reason| reason.code == USUAL);
    let challenge = challenge(answer).filter(|challenge| {
        answer.status() == StatusCode::UNAUTHORIZED
            && challenge.error == Some(OAuthErrorCode::InsufficientUserAuthentication)
    });
    let step_up = challenge.filter(|_| usual).map(|challenge| StepUp {
        acr_values: challenge.acr_values,
        max_age: challenge.max_age,
        scope: challenge.scope.unwrap_or_default(),
    });
    Refusal { problem, step_up }
}

/// The problem document of an answer, or one made of its status. A `step_up_url` is ours to set.
fn problem(answer: &Response<Bytes>) -> Problem {
    let status = answer.status();
    let media_type = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let sent = media_type.filter(|text| text.starts_with(Problem::MEDIA_TYPE));
    let sent = sent.and_then(|_| serde_json::from_slice::<Problem>(answer.body()).ok());
    let title = || status.canonical_reason().unwrap_or("Error");
    let problem = sent.unwrap_or_else(|| Problem::new(status.as_u16(), title()));
    Problem { status: status.as_u16(), step_up_url: None, ..problem }
}
