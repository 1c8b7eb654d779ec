//! Remembered consent and the leases made from it.

use chrono::Duration;
use leasehold_domain::LeaseId;
use leasehold_domain::consent::Consent;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::lease::Lease;
use proptest::prelude::*;

use crate::support::{SCOPES, catalogue, consent, given, grant, now, scope};

/// What a person and a client do, so many seconds after the step before.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The person answers the consent page.
    Allow,
    /// The client asks without a page: a lease is made from what is remembered.
    Silent,
}

fn steps() -> impl Strategy<Value = Vec<(i64, Step)>> {
    let step = prop_oneof![Just(Step::Allow), Just(Step::Silent)];
    proptest::collection::vec((1..3000i64, step), 1..12)
}

fn asked(scopes: &[&str]) -> Consent {
    consent(&grant(&SeededEntropy::new(1), &[]), scopes)
}

proptest! {
    /// `d.once` lives for an hour: no sequence of silent requests makes it live longer.
    #[test]
    fn remembered_consent_renews_nothing(steps in steps()) {
        let catalogue = catalogue();
        let once = scope("d.once");
        let definition = catalogue.get(&once).unwrap();
        let mut remembered = asked(&["d.once"]);
        let (mut last, mut at) = (now(), now());
        let id = LeaseId::generate(now(), &SeededEntropy::new(2));
        let mut lease = Lease::new(id, once.clone(), &remembered.scopes[&once], definition, None);
        for (seconds, step) in steps {
            at += Duration::seconds(seconds);
            match step {
                Step::Allow => {
                    remembered.scopes.insert(once.clone(), given(at));
                    prop_assert!(lease.renew(&remembered.scopes[&once], definition));
                    prop_assert_eq!(lease.expired_at, None);
                    last = at;
                }
                Step::Silent => {
                    let fresh = Lease::new(id, once.clone(), &remembered.scopes[&once], definition, None);
                    prop_assert_eq!(fresh.expires_at, lease.expires_at);
                    prop_assert!(!lease.renew(&remembered.scopes[&once], definition));
                }
            }
            let within = at < last + Duration::hours(1);
            prop_assert_eq!(remembered.remembered(&catalogue, "x", at).contains(&once), within);
            prop_assert_eq!(!lease.is_over(at), within);
        }
    }

    #[test]
    fn what_is_remembered_only_shrinks_with_time(one in 0..10_000i64, more in 0..10_000i64) {
        let catalogue = catalogue();
        let remembered = asked(&SCOPES);
        let early = remembered.remembered(&catalogue, "x", now() + Duration::seconds(one));
        let late = remembered.remembered(&catalogue, "x", now() + Duration::seconds(one + more));
        prop_assert!(late.is_subset(&early) && early.is_subset(&remembered.scope_set()));
    }
}

#[test]
fn consent_is_for_one_audience() {
    assert!(asked(&SCOPES).remembered(&catalogue(), "y", now()).is_empty());
}

#[test]
fn what_the_page_says_has_a_version() {
    let catalogue = catalogue();
    let definition = catalogue.get(&scope("d.once")).unwrap();
    let mut longer = definition.clone();
    longer.lifetime_s = Some(7200);
    assert_eq!(definition.texts_version(), definition.clone().texts_version());
    assert_ne!(definition.texts_version(), longer.texts_version());
}
