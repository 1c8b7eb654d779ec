//! `docs/attacks.md`, the properties of work 1 that need no server.

use leasehold_domain::effective::{effective, states};
use leasehold_domain::hold::{ClosedBy, HoldKind};
use leasehold_oauth_types::{LeaseStatus, Remedy};
use proptest::prelude::*;

use crate::support::{SCOPES, catalogue, consent, grant, hold, now, scope, worlds};

proptest! {
    #[test]
    fn effective_is_within_granted_and_consented(world in worlds()) {
        let catalogue = catalogue();
        let effective = effective(world.view(&catalogue));
        prop_assert!(effective.is_subset(&world.grant.scopes()));
        prop_assert!(effective.is_subset(&world.consent.scope_set()));
        for scope in effective.iter().filter(|scope| scope.as_str() != "openid") {
            prop_assert!(world.decision.keeps(scope), "the PDP only subtracts");
            let held = world.holds.iter().any(|hold| {
                hold.is_open() && hold.subject.covers(&world.grant) && hold.scopes.contains(scope)
            });
            prop_assert!(!held, "{scope} is held");
        }
    }

    #[test]
    fn losses_are_empty_exactly_when_active(world in worlds()) {
        let catalogue = catalogue();
        for (scope, state) in states(world.view(&catalogue)) {
            let silent = state.losses.is_empty();
            prop_assert_eq!(silent, matches!(state.status, LeaseStatus::Active | LeaseStatus::NotGranted), "{}", scope);
        }
    }

    #[test]
    fn context_never_withdraws_recovery(world in worlds()) {
        let catalogue = catalogue();
        let openid = scope("openid");
        let granted = world.grant.scopes().contains(&openid) && world.consent.scopes.contains_key(&openid);
        prop_assert_eq!(effective(world.view(&catalogue)).contains(&openid), granted);
    }

    #[test]
    fn holds_commute(world in worlds(), order in Just((0..5usize).collect::<Vec<_>>()).prop_shuffle(), closed in 0..5usize) {
        let catalogue = catalogue();
        let mut one = world.clone();
        let mut other = world;
        if let Some(hold) = one.holds.get(closed).cloned() {
            let shut = hold.clone().close(ClosedBy::Admin, now()).unwrap();
            // Closed in place, or opened and closed before the others came.
            one.holds[closed] = shut;
            other.holds.remove(closed);
        }
        let mut shuffled: Vec<_> = order.into_iter().filter_map(|index| other.holds.get(index).cloned()).collect();
        std::mem::swap(&mut other.holds, &mut shuffled);
        let words = |states: std::collections::BTreeMap<_, leasehold_domain::effective::LeaseState>| {
            states.into_iter().map(|(scope, state)| (scope, state.status)).collect::<Vec<_>>()
        };
        prop_assert_eq!(words(states(one.view(&catalogue))), words(states(other.view(&catalogue))));
    }

    #[test]
    fn one_more_hold_never_gives_more(world in worlds(), seed in 0..1000u64) {
        let catalogue = catalogue();
        let before = effective(world.view(&catalogue));
        let mut more = world.clone();
        more.holds.push(hold(&world.grant, seed, &SCOPES, HoldKind::Revoke, Remedy::StepUp, false));
        prop_assert!(effective(more.view(&catalogue)).is_subset(&before));
    }
}

#[test]
fn the_hardest_remedy_comes_first() {
    let catalogue = catalogue();
    let granted = grant(&leasehold_domain::entropy::SeededEntropy::new(1), &SCOPES);
    let world = crate::support::World {
        consent: consent(&granted, &SCOPES),
        holds: vec![
            hold(&granted, 1, &["a.write"], HoldKind::Suspend, Remedy::Wait, false),
            hold(&granted, 2, &["a.write"], HoldKind::Revoke, Remedy::AskAdmin, false),
            hold(&granted, 3, &["a.write"], HoldKind::Revoke, Remedy::StepUp, false),
        ],
        grant: granted,
        decision: Default::default(),
        has_context: true,
        at: now(),
    };
    let state = &states(world.view(&catalogue))[&scope("a.write")];
    let remedies: Vec<_> = state.losses.iter().map(|loss| loss.remedy()).collect();
    assert_eq!(state.status, LeaseStatus::Revoked);
    assert_eq!(remedies, [Remedy::AskAdmin, Remedy::StepUp, Remedy::Wait]);
}

#[test]
fn each_hold_closes_only_by_its_own_event() {
    let granted = grant(&leasehold_domain::entropy::SeededEntropy::new(1), &SCOPES);
    let allowed =
        |kind, remedy, by| hold(&granted, 1, &["a.write"], kind, remedy, false).close(by, now()).is_ok();
    for (kind, remedy, condition, done, consented) in [
        (HoldKind::Suspend, Remedy::Wait, true, false, false),
        (HoldKind::Revoke, Remedy::StepUp, false, true, false),
        (HoldKind::Revoke, Remedy::ConfirmDevice, false, true, false),
        (HoldKind::Revoke, Remedy::Reconsent, false, false, true),
        (HoldKind::Revoke, Remedy::AskAdmin, false, false, false),
    ] {
        assert_eq!(allowed(kind, remedy, ClosedBy::Condition), condition, "{remedy:?}");
        assert_eq!(allowed(kind, remedy, ClosedBy::Remedy), done, "{remedy:?}");
        assert_eq!(allowed(kind, remedy, ClosedBy::Consent), consented, "{remedy:?}");
        assert!(allowed(kind, remedy, ClosedBy::Admin), "{remedy:?}");
    }
    let closed = hold(&granted, 1, &[], HoldKind::Suspend, Remedy::Wait, false).close(ClosedBy::Admin, now());
    assert!(closed.unwrap().close(ClosedBy::Admin, now()).is_err(), "once");
}
