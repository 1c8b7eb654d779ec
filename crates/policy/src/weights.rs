//! What a signal adds to the risk, and how that fades: `risk` of the data.

use std::collections::BTreeMap;

use chrono::Duration;
use leasehold_domain::Time;
use leasehold_domain::signal::SignalKind;
use serde::Deserialize;

use crate::PolicyError;

/// Thousandths that are left after each quarter of a half-life.
const FADING: [i64; 4] = [1000, 841, 707, 595];
/// Longest half-life and highest weight that are taken: more is a typing error.
const LONGEST_S: i64 = 400 * 86_400;
const HIGHEST: i64 = 1000;

/// Weights by kind of signal. A signal loses half of its weight with each half-life, in four steps: between two
/// steps nothing changes, so that a decision can say until when it holds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    half_life_s: i64,
    weights: BTreeMap<SignalKind, i64>,
}

/// What one signal adds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Worth {
    pub(crate) points: i64,
    /// When it adds less; never, if it adds nothing.
    pub(crate) fades_at: Option<Time>,
}

impl Weights {
    pub(crate) fn read(data: &str) -> Result<Self, PolicyError> {
        #[derive(Deserialize)]
        struct Data {
            risk: Weights,
        }
        let Data { risk } =
            serde_json::from_str(data).map_err(|error| PolicyError::Data(error.to_string()))?;
        if !(4..=LONGEST_S).contains(&risk.half_life_s) {
            return Err(PolicyError::Data("risk: the half-life is out of bounds".into()));
        }
        if risk.weights.values().any(|weight| !(0..=HIGHEST).contains(weight)) {
            return Err(PolicyError::Data("risk: a weight is out of bounds".into()));
        }
        Ok(risk)
    }

    /// What a signal of that kind adds at `now`. One from the future, as a clock that was set makes, is new.
    pub(crate) fn worth(&self, kind: SignalKind, at: Time, now: Time) -> Worth {
        let weight = self.weights.get(&kind).copied().unwrap_or_default();
        let step = Duration::milliseconds(self.half_life_s * 1000 / 4);
        let age = (now - at).max(Duration::zero());
        let steps = age.num_milliseconds() / step.num_milliseconds().max(1);
        let (halves, quarter) = (steps / 4, usize::try_from(steps % 4).unwrap_or_default());
        let left = weight * FADING[quarter] / 1000;
        let points =
            u32::try_from(halves).ok().and_then(|halves| left.checked_shr(halves)).unwrap_or_default();
        let next = i32::try_from(steps + 1).ok().and_then(|steps| step.checked_mul(steps));
        let fades_at =
            next.and_then(|span| at.max(now - age).checked_add_signed(span)).filter(|_| points > 0);
        Worth { points, fades_at }
    }
}

#[cfg(test)]
mod tests {
    use leasehold_domain::clock::at_seconds;
    use proptest::prelude::*;

    use super::*;

    const DATA: &str = r#"{"risk": {"half_life_s": 400, "weights": {"impossible_travel": 60}}}"#;

    fn points(age: i64) -> i64 {
        let weights = Weights::read(DATA).unwrap();
        weights.worth(SignalKind::ImpossibleTravel, at_seconds(1000), at_seconds(1000 + age)).points
    }

    #[test]
    fn half_is_left_after_each_half_life() {
        assert_eq!([0, 99, 100, 200, 300, 400, 800, 40_000].map(points), [60, 60, 50, 42, 35, 30, 15, 0]);
        assert_eq!(points(-50), 60, "from the future: as if new");
    }

    #[test]
    fn what_has_no_weight_adds_nothing() {
        let weights = Weights::read(DATA).unwrap();
        let worth = weights.worth(SignalKind::NewDevice, at_seconds(0), at_seconds(0));
        assert_eq!(worth, Worth { points: 0, fades_at: None });
    }

    #[test]
    fn weights_out_of_bounds_are_refused() {
        for data in [
            r#"{"risk": {"half_life_s": 0, "weights": {}}}"#,
            r#"{"risk": {"half_life_s": 400, "weights": {"new_device": -1}}}"#,
            r#"{"risk": {"half_life_s": 400, "weights": {"new_device": 1001}}}"#,
            r#"{"risk": {"half_life_s": 400, "weights": {"no_such_signal": 1}}}"#,
            "{}",
        ] {
            assert!(Weights::read(data).is_err(), "{data}");
        }
    }

    proptest! {
        /// It never grows, and changes exactly at the moment that was named.
        #[test]
        fn worth_only_fades(age in 0_i64..10_000) {
            let weights = Weights::read(DATA).unwrap();
            let worth = |at: Time| weights.worth(SignalKind::ImpossibleTravel, at_seconds(0), at);
            let now = worth(at_seconds(age));
            if let Some(fades_at) = now.fades_at {
                prop_assert!(fades_at > at_seconds(age));
                prop_assert_eq!(worth(fades_at - Duration::milliseconds(1)).points, now.points);
                prop_assert!(worth(fades_at).points <= now.points);
            } else {
                prop_assert_eq!(now.points, 0);
            }
        }
    }
}
