//! One scope of one answer, judged: the table of checklist section 16, without HTTP.

use leasehold_oauth_types::introspection::ActiveToken;
use leasehold_oauth_types::{LeaseStatus, Reason, Remedy, Scope};

/// What becomes of a request that needs a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The scope is active.
    Allowed,
    /// The person never gave it.
    NotGranted,
    /// Given, but off; proving a factor now brings it back.
    StepUp(Vec<Reason>),
    /// Given, but off; nothing that the app can start brings it back at once.
    Withheld(Vec<Reason>),
}

/// Judges. A scope counts as active only when both the list and its status say so; a status word that we
/// do not know reads as not granted (checklist IN-8).
pub(crate) fn of(answer: &ActiveToken, name: &str) -> Verdict {
    let Ok(scope) = name.parse::<Scope>() else { return Verdict::NotGranted };
    let status = answer.scope_status.get(&scope);
    let word = status.map(|status| status.status);
    if answer.scope.contains(&scope) && word.is_none_or(|word| word == LeaseStatus::Active) {
        return Verdict::Allowed;
    }
    if !answer.granted_scope.contains(&scope) {
        return Verdict::NotGranted;
    }
    let reasons = status.map(|status| status.reasons.clone()).unwrap_or_default();
    let since = status.and_then(|status| status.since);
    let reasons: Vec<Reason> =
        reasons.into_iter().map(|reason| completed(reason, &scope, word, since)).collect();
    let hardest = reasons.iter().map(|reason| reason.remedy).max();
    let by_age_alone = hardest.is_none() && word == Some(LeaseStatus::Expired);
    // `denied` concerns this one request; a factor proved now would not change it.
    let step_up = word != Some(LeaseStatus::Denied) && (hardest == Some(Remedy::StepUp) || by_age_alone);
    if step_up { Verdict::StepUp(reasons) } else { Verdict::Withheld(reasons) }
}

fn completed(mut reason: Reason, scope: &Scope, word: Option<LeaseStatus>, since: Option<i64>) -> Reason {
    reason.scope.get_or_insert_with(|| scope.clone());
    reason.status = reason.status.or(word);
    reason.since = reason.since.or(since);
    reason
}
