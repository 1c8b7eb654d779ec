use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::facts::{Facts, Place, Quality};
use leasehold_oauth_types::Remedy;

use super::{Said, finding};

pub(super) fn says(facts: &Facts) -> Said {
    let said = |action, remedy, country: &str| {
        let cause = format!("country={country}");
        Said::default().finding(finding("left_region", action, remedy, cause, SubjectKind::Session))
    };
    if facts.place.quality == Quality::Claimed {
        return Said::default();
    }
    let Some((country, region)) = known(&facts.place) else {
        return said(Action::Suspend, Remedy::Wait, "unknown");
    };
    let moved = facts.issued_in.as_ref().and_then(known).is_some_and(|(_, before)| before != region);
    if region != "eu_eea" || moved { said(Action::Revoke, Remedy::StepUp, country) } else { Said::default() }
}

fn known(place: &Place) -> Option<(&str, &str)> {
    (place.quality != Quality::Claimed).then_some(())?;
    Some((place.country.as_deref()?, place.region.as_deref()?))
}
