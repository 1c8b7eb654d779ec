//! Says why a scope is not active: code, sentence and remedy, the same on every interface.

use chrono::Duration;
use leasehold_domain::effective::{LeaseState, Loss};
use leasehold_domain::{Time, decision::Finding};
use leasehold_oauth_types::{Acr, Reason, Remedy, Scope};

use crate::AuthorizationServer;

/// The reasons of a state, the hardest remedy first; empty exactly when it is active.
pub(crate) fn of(
    server: &AuthorizationServer,
    scope: &Scope,
    state: &LeaseState,
    locale: &str,
) -> Vec<Reason> {
    state.losses.iter().map(|loss| reason(server, scope, state, loss, locale)).collect()
}

/// When a suspended scope is expected back, if every suspension says so.
pub(crate) fn returns_at(state: &LeaseState) -> Option<Time> {
    state
        .losses
        .iter()
        .map(|loss| match loss {
            Loss::Hold(hold) => hold.until,
            Loss::Denied(Finding { until, .. }) => *until,
            Loss::NoContext | Loss::LifetimeOver | Loss::StaleProof { .. } => None,
        })
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .max()
}

fn reason(
    server: &AuthorizationServer,
    scope: &Scope,
    state: &LeaseState,
    loss: &Loss,
    locale: &str,
) -> Reason {
    let (code, cause) = match loss {
        Loss::Hold(hold) => (hold.rule.as_str(), hold.cause.as_str()),
        Loss::Denied(finding) => (finding.rule.as_str(), finding.cause.as_str()),
        Loss::NoContext => ("no_context", ""),
        Loss::LifetimeOver => ("lifetime_over", ""),
        Loss::StaleProof { .. } => ("stale_authentication", ""),
    };
    let remedy = loss.remedy();
    let until = match loss {
        Loss::Hold(hold) => hold.until,
        Loss::Denied(finding) => finding.until,
        _ => None,
    };
    let (acr, max_age) = match loss {
        Loss::StaleProof { acr, max_age_s } => (Some(*acr), max_age_s.map(u64::from)),
        _ if remedy == Remedy::StepUp => (Some(Acr::Aal2), None),
        _ => (None, None),
    };
    Reason {
        code: code.to_owned(),
        scope: Some(scope.clone()),
        status: Some(state.status),
        text: Some(server.policy.reason_text(code, locale, cause)),
        remedy,
        retry_after: until
            .filter(|_| remedy == Remedy::Wait)
            .and_then(|until| whole_seconds(until - server.policy_now())),
        acr_values: acr.map(|acr| acr.to_string()),
        max_age,
        since: match loss {
            Loss::Hold(hold) => Some(hold.opened_at.timestamp()),
            _ => None,
        },
    }
}

/// Never too short: whoever adds them to the present second must not name the minute before, and whoever comes
/// back after them must not be early.
fn whole_seconds(span: Duration) -> Option<u64> {
    let rest = span.subsec_nanos() > 0;
    u64::try_from(span.num_seconds() + i64::from(rest)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_never_too_short() {
        for (milliseconds, seconds) in
            [(37_799_600, Some(37_800)), (2_000, Some(2)), (1, Some(1)), (0, Some(0))]
        {
            assert_eq!(whole_seconds(Duration::milliseconds(milliseconds)), seconds, "{milliseconds}");
        }
        assert_eq!(whole_seconds(Duration::seconds(-2)), None);
    }
}
