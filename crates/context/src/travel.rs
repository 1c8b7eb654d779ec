//! How far somebody must have travelled between two moments, at the least.

use std::net::IpAddr;

use ipnet::IpNet;
use leasehold_domain::Time;
use serde::{Deserialize, Serialize};

use crate::geo::Located;
use crate::networks::Networks;
use crate::point::Point;

/// Somebody was there at that moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// When.
    pub at: Time,
    /// Where; absent when nobody knows, or when the network says nothing about it.
    pub point: Option<Point>,
}

/// The way between two stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The least distance, in kilometres: between the edges of both circles. Zero if they touch.
    pub km: i64,
    /// The time for it, in whole seconds; never negative, and zero for the same second.
    pub seconds: i64,
}

impl Leg {
    /// Kilometres an hour that anybody may have driven.
    const DRIVEN: i64 = 150;

    /// Whether nobody can have driven it. What speed is too high is for the policy to say.
    #[must_use]
    pub const fn beyond_driving(&self) -> bool {
        let seconds = if self.seconds > 1 { self.seconds } else { 1 };
        self.km.saturating_mul(3600) > seconds.saturating_mul(Self::DRIVEN)
    }
}

/// Networks whose place says nothing about the person: VPNs, mobile operators, relays.
#[derive(Clone, Debug, Default)]
pub struct Excepted(Networks<()>);

impl FromIterator<IpNet> for Excepted {
    fn from_iter<I: IntoIterator<Item = IpNet>>(networks: I) -> Self {
        Self(networks.into_iter().map(|network| (network, ())).collect())
    }
}

impl Excepted {
    /// Whether the address lies in one of them.
    #[must_use]
    pub fn has(&self, address: IpAddr) -> bool {
        self.0.get(address).is_some()
    }

    /// The widest network around the address that lies in one of them as the address does, or in none like it.
    #[must_use]
    pub fn around(&self, address: IpAddr) -> IpNet {
        self.0.region(address).1
    }

    /// The stop of a located address: in one of these networks it is nowhere, so that no leg begins or ends
    /// there.
    #[must_use]
    pub fn stop(&self, located: &Located, at: Time) -> Stop {
        let excepted = located.place.address.is_none_or(|address| self.has(address));
        Stop { at, point: located.point.filter(|_| !excepted) }
    }
}

/// The leg between two stops. None when either place is unknown, or when the later one is not later, as after
/// a clock was put back.
#[must_use]
pub fn between(earlier: &Stop, later: &Stop) -> Option<Leg> {
    let seconds = (later.at - earlier.at).num_seconds();
    let km = earlier.point?.least_km_to(&later.point?);
    (later.at >= earlier.at).then_some(Leg { km, seconds })
}

#[cfg(test)]
mod tests {
    use leasehold_domain::clock::at_seconds;
    use leasehold_domain::facts::Quality;
    use proptest::prelude::*;

    use super::*;
    use crate::Geo;

    fn geo() -> Geo {
        let own = [("192.0.2.0/24", "NL"), ("198.51.100.0/24", "BR"), ("203.0.113.0/24", "BR")];
        let own = own.map(|(network, country)| (network.parse().unwrap(), country.to_owned()));
        Geo::empty().unwrap().with_overlay(own)
    }

    fn leg(from: &str, to: &str, seconds: i64) -> Option<Leg> {
        let excepted = Excepted::from_iter(["203.0.113.0/24".parse().unwrap()]);
        let stop = |address: &str, at| {
            excepted.stop(&geo().locate(address.parse().unwrap(), Quality::Observed), at_seconds(at))
        };
        between(&stop(from, 1000), &stop(to, 1000 + seconds))
    }

    #[test]
    fn across_the_ocean_in_an_hour() {
        let leg = leg("192.0.2.1", "::ffff:198.51.100.1", 3600).unwrap();
        assert_eq!(leg.seconds, 3600);
        assert!((6000..9000).contains(&leg.km), "{} km", leg.km);
    }

    #[test]
    fn vpns_and_unknown_places_make_no_leg() {
        assert_eq!(leg("192.0.2.1", "203.0.113.1", 3600), None);
        assert_eq!(leg("::ffff:203.0.113.1", "192.0.2.1", 3600), None);
        assert_eq!(leg("192.0.2.1", "10.0.0.1", 3600), None);
    }

    #[test]
    fn a_clock_that_was_put_back_makes_no_leg() {
        assert_eq!(leg("192.0.2.1", "198.51.100.1", -1), None);
        assert_eq!(leg("192.0.2.1", "198.51.100.1", 0).map(|leg| leg.seconds), Some(0));
    }

    fn any_point() -> impl Strategy<Value = Point> {
        (-90_000..=90_000_i32, -180_000..=180_000_i32, 0..5000_u32)
            .prop_map(|(latitude, longitude, radius_km)| Point { latitude, longitude, radius_km })
    }

    fn km(one: Point, other: Point) -> i64 {
        let stop = |point| Stop { at: at_seconds(0), point: Some(point) };
        between(&stop(one), &stop(other)).unwrap().km
    }

    proptest! {
        #[test]
        fn there_is_as_far_as_back(one in any_point(), other in any_point()) {
            prop_assert_eq!(km(one, other), km(other, one));
            prop_assert!((0..=20_015).contains(&km(one, other)));
        }

        #[test]
        fn circles_that_overlap_are_no_distance_apart(one in any_point(), other in any_point(), more in 0..100_u32) {
            let centres = u32::try_from(one.km_to(&other)).unwrap();
            let wide = Point { radius_km: centres.saturating_sub(other.radius_km) + more, ..one };
            prop_assert_eq!(km(wide, other), 0);
            prop_assert_eq!(km(one, one), 0);
        }

        #[test]
        fn wider_circles_are_nearer(one in any_point(), other in any_point(), more in 0..5000_u32) {
            let wide = Point { radius_km: one.radius_km + more, ..one };
            prop_assert!(km(wide, other) <= km(one, other));
        }

        #[test]
        fn no_times_break_it(earlier in any::<i32>(), later in any::<i32>(), point in any_point()) {
            let stop = |at: i32| Stop { at: at_seconds(at.into()), point: Some(point) };
            let leg = between(&stop(earlier), &stop(later));
            prop_assert_eq!(leg.is_some(), later >= earlier);
            prop_assert!(leg.is_none_or(|leg| leg.seconds >= 0 && leg.km == 0));
        }
    }
}
