//! Failures that are remembered.

use chrono::Duration;
use leasehold_domain::facts::Facts;

use super::adversarial::{finding, sources_with};
use super::facts::at_home;
use super::workers::{LIMITS, slow};
use crate::{Failure, Memo, PolicyEngine, PolicyError};

fn later(facts: &Facts, seconds: i64) -> Facts {
    Facts { now: facts.now + Duration::seconds(seconds), ..facts.clone() }
}

/// Asked a hundred times in a minute, they cost one worker: nobody else waits for theirs.
#[test]
fn one_persons_slow_facts_keep_the_policy_up_for_everybody() {
    let engine = PolicyEngine::with_limits(&sources_with(&slow()), LIMITS).unwrap();
    let memo = Memo::new(16);
    let fine = at_home();
    let mut bad = at_home();
    bad.place.country = Some("QQ".into());
    let minute = bad.now + Duration::minutes(1);
    for second in (0..60).chain(0..40) {
        let failure = memo.decide(&engine, &later(&bad, second)).unwrap_err();
        assert_eq!(failure, Failure { error: PolicyError::Overrun, retry_at: minute });
    }
    let again = memo.decide(&engine, &later(&bad, 60)).unwrap_err();
    assert_eq!(again.retry_at, minute + Duration::minutes(2), "and the next time less often");
    assert!(memo.known(&engine, &fine).is_none());
    assert!(memo.decide(&engine, &fine).is_ok());
}

#[test]
fn a_failure_is_tried_again_less_and_less_often_and_forgotten_once_it_works() {
    let facts = at_home();
    let until = later(&facts, 1_000).now.timestamp_millis();
    let engine = finding(&format!("input.now < {until}; input.place.region / 1 > 0")).unwrap();
    let memo = Memo::new(16);
    let mut now = 0;
    for pause in [5, 10, 20, 40, 80, 160, 300, 300] {
        let failure = memo.decide(&engine, &later(&facts, now)).unwrap_err();
        assert_eq!((failure.retry_at - later(&facts, now).now).num_seconds(), pause);
        assert_eq!(memo.known(&engine, &later(&facts, now + pause - 1)), Some(Err(failure)));
        now += pause;
    }
    // One that was met later says nothing about a moment before, as when a clock was set back.
    assert!(memo.known(&engine, &facts).is_none());
    assert!(memo.decide(&engine, &later(&facts, 1_000)).is_ok());
    assert_eq!(memo.decide(&engine, &facts).unwrap_err().retry_at, later(&facts, 5).now);
}
