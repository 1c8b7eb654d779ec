//! Remembered decisions against decisions made anew.

use leasehold_domain::clock::at_millis;
use leasehold_domain::facts::Facts;
use proptest::prelude::*;

use super::facts::{at_home, in_hours};
use super::properties::{ENGINE, any_facts};
use crate::{Memo, PolicyEngine, PolicySources};

proptest! {
    /// Whenever it is asked, in whatever order, a memo says what the policy says of that moment, but for an end
    /// that was the same when it was made.
    #[test]
    fn a_memo_says_what_the_policy_says(facts in any_facts(), moments in proptest::collection::vec(-4_i64..40, 1..8)) {
        let memo = Memo::new(16);
        for moment in moments {
            let facts = Facts { now: in_hours(moment), ..facts.clone() };
            let (remembered, anew) = (memo.decide(&ENGINE, &facts).unwrap(), ENGINE.decide(&facts).unwrap());
            prop_assert_eq!(remembered, anew);
        }
    }
}

#[test]
fn a_memo_remembers_until_the_end_and_for_one_policy() {
    let memo = Memo::new(16);
    let facts = at_home();
    let made = memo.decide(&ENGINE, &facts).unwrap();
    let end = made.valid_until.unwrap();
    let just_before = Facts { now: at_millis(end.timestamp_millis() - 1), ..facts.clone() };
    assert_eq!(memo.decide(&ENGINE, &just_before).unwrap(), made);
    let then = Facts { now: end, ..facts.clone() };
    assert_ne!(memo.decide(&ENGINE, &then).unwrap(), made);
    // Back in time: the decision of the later moment is none for the earlier one.
    assert_eq!(memo.decide(&ENGINE, &facts).unwrap(), made);
    let mut sources = PolicySources::shipped();
    sources.data = sources.data.replacen("\"enabled\": true", "\"enabled\": false", 1);
    let other = PolicyEngine::new(&sources).unwrap();
    assert_ne!(memo.decide(&other, &facts).unwrap(), made);
}
