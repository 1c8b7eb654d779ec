use chrono::Duration;
use leasehold_domain::clock::at_millis;
use leasehold_domain::facts::Facts;

use super::Said;

/// What is unusual, with its points.
pub(super) fn raises(facts: &Facts) -> Vec<(String, i64)> {
    let Some(behaviour) = facts.behaviour.as_ref().filter(|behaviour| behaviour.days >= 14) else {
        return Vec::new();
    };
    let mut raised = Vec::new();
    if behaviour.hour_permille < 10 {
        raised.push(("hour".to_owned(), 10));
    }
    if behaviour.network_permille < 10 {
        raised.push(("network".to_owned(), 10));
    }
    if behaviour.calls >= 60 && behaviour.calls > behaviour.calls_at_most * 5 {
        raised.push(("rate".to_owned(), 20));
    }
    let sensitive = |scope: &&_| facts.scopes.get(*scope).is_some_and(|facts| facts.sensitive);
    raised.extend(behaviour.first_used.iter().filter(sensitive).map(|scope| (format!("scope={scope}"), 5)));
    raised
}

pub(super) fn says(facts: &Facts) -> Said {
    let half_hour = Duration::minutes(30).num_milliseconds();
    let now = facts.now.timestamp_millis();
    let next = at_millis(now - now % half_hour + half_hour);
    Said::default().until((!raises(facts).is_empty()).then_some(next))
}
