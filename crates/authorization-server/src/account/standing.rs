//! From the state of a lease to the word and the reasons that people read (design section 5).

use leasehold_domain::effective::{LeaseState, Loss};
use leasehold_domain::grant::Grant;
use leasehold_domain::lease::Lease;
use leasehold_oauth_types::Remedy;
use leasehold_oauth_types::account::{LossView, ScopeWord};

use crate::AuthorizationServer;
use crate::account::AccountCaller;
use crate::interaction::{lapse, loss};
use crate::leases::reconsent::is_allowed_again_here;
use crate::leases::remedy::is_stepped_up_here;

/// Code of the hold that a person opens by taking a scope back.
const USER_REMOVED: &str = "user_removed";

/// The word follows the remedy. A proof that is too old, alone, is no trouble: the scope asks for it each
/// time.
pub(super) fn word(state: &LeaseState) -> ScopeWord {
    let mut word = ScopeWord::Active;
    for loss in &state.losses {
        let rank = match loss {
            Loss::StaleProof { .. } => ScopeWord::AsksEachTime,
            Loss::Hold(hold) if hold.rule == USER_REMOVED => ScopeWord::Removed,
            loss => match loss.remedy() {
                Remedy::Wait => ScopeWord::Paused,
                Remedy::AskAdmin => ScopeWord::Removed,
                Remedy::StepUp | Remedy::ConfirmDevice | Remedy::Reconsent => ScopeWord::NeedsYou,
            },
        };
        word = hardest(word, rank);
    }
    word
}

/// The words in the order in which one hides another.
fn hardest(one: ScopeWord, other: ScopeWord) -> ScopeWord {
    let rank = |word| match word {
        ScopeWord::Active => 0,
        ScopeWord::AsksEachTime => 1,
        ScopeWord::Paused => 2,
        ScopeWord::NeedsYou => 3,
        ScopeWord::Removed => 4,
    };
    if rank(other) > rank(one) { other } else { one }
}

/// Why a scope is off, the hardest remedy first. What merely asks for a proof each time is not off.
pub(super) fn losses(
    server: &AuthorizationServer,
    caller: &AccountCaller,
    grant: &Grant,
    lease: &Lease,
    state: &LeaseState,
) -> Vec<LossView> {
    state.losses.iter().filter_map(|loss| view(server, caller, grant, lease, loss)).collect()
}

fn view(
    server: &AuthorizationServer,
    caller: &AccountCaller,
    grant: &Grant,
    lease: &Lease,
    lost: &Loss,
) -> Option<LossView> {
    let locale = &caller.user.locale;
    let own = grant.session == caller.session.id;
    match lost {
        Loss::Hold(hold) => {
            let here = is_stepped_up_here(hold, &caller.session)
                || (own && is_allowed_again_here(hold, &caller.session, &grant.client));
            Some(loss(server, hold, locale, here))
        }
        // The policy says so already, and the hold is about to be opened.
        Loss::Denied(finding) => Some(LossView {
            hold: String::new(),
            code: finding.rule.clone(),
            text: server.policy.reason_text(&finding.rule, locale, &finding.cause),
            remedy: lost.remedy(),
            since: server.policy_now().timestamp(),
            until: finding.until.map(|until| until.timestamp()),
            took_ms: None,
            can_restore_here: false,
        }),
        Loss::LifetimeOver => Some(lapse(server, lease, locale, own)),
        Loss::StaleProof { .. } | Loss::NoContext => None,
    }
}

#[cfg(test)]
mod tests {
    use leasehold_domain::clock::at_seconds;
    use leasehold_domain::entropy::SeededEntropy;
    use leasehold_domain::facts::Quality;
    use leasehold_domain::hold::{Hold, HoldKind, Subject};
    use leasehold_domain::{HoldId, UserId};
    use leasehold_oauth_types::{Acr, LeaseStatus, ScopeSet};

    use super::*;

    fn hold(rule: &str, remedy: Remedy) -> Loss {
        let entropy = SeededEntropy::new(1);
        let kind = if remedy == Remedy::Wait { HoldKind::Suspend } else { HoldKind::Revoke };
        Loss::Hold(Box::new(Hold {
            id: HoldId::generate(at_seconds(0), &entropy),
            subject: Subject::user(UserId::generate(at_seconds(0), &entropy)),
            scopes: ScopeSet::new(),
            rule: rule.to_owned(),
            rule_version: String::new(),
            cause: String::new(),
            kind,
            remedy,
            quality: Quality::Observed,
            opened_at: at_seconds(0),
            until: None,
            closed: None,
            took_ms: None,
        }))
    }

    fn word_of(losses: Vec<Loss>) -> ScopeWord {
        word(&LeaseState { status: LeaseStatus::Revoked, losses, until: None, only_confirmed: false })
    }

    #[test]
    fn the_word_follows_the_remedy() {
        let stale = || Loss::StaleProof { acr: Acr::Aal2, max_age_s: Some(300) };
        assert_eq!(word_of(vec![]), ScopeWord::Active);
        assert_eq!(word_of(vec![stale()]), ScopeWord::AsksEachTime);
        assert_eq!(word_of(vec![hold("business_hours", Remedy::Wait)]), ScopeWord::Paused);
        assert_eq!(word_of(vec![stale(), hold("business_hours", Remedy::Wait)]), ScopeWord::Paused);
        for remedy in [Remedy::StepUp, Remedy::ConfirmDevice, Remedy::Reconsent] {
            assert_eq!(word_of(vec![stale(), hold("x", remedy)]), ScopeWord::NeedsYou);
        }
        assert_eq!(word_of(vec![Loss::LifetimeOver]), ScopeWord::NeedsYou);
        assert_eq!(word_of(vec![hold("x", Remedy::AskAdmin)]), ScopeWord::Removed);
        assert_eq!(word_of(vec![hold(USER_REMOVED, Remedy::Reconsent)]), ScopeWord::Removed);
    }

    #[test]
    fn the_hardest_word_hides_the_others() {
        let both = vec![hold("left_region", Remedy::StepUp), hold("business_hours", Remedy::Wait)];
        assert_eq!(word_of(both), ScopeWord::NeedsYou);
    }
}
