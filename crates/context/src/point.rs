//! Where on the globe an address is: a circle, as exact as its source.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// Mean radius of the earth (IUGG).
const EARTH_KM: f64 = 6371.0;

/// A circle on the globe, in whole numbers so that what is stored compares and replays exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Thousandths of a degree, north is positive.
    pub latitude: i32,
    /// Thousandths of a degree, east is positive.
    pub longitude: i32,
    /// Kilometres around it in which the address is likely to be.
    pub radius_km: u32,
}

// Latitude, longitude and radius of the smallest circle around 97 % of the area of each country, by the outlines of
// Natural Earth (public domain); by hand where those have none, or where the islands are too scattered.
// A file that could not be read would be an empty list, and no country would have a place; a test reads it.
static CENTROIDS: LazyLock<BTreeMap<String, (f64, f64, u32)>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/centroids.json")).unwrap_or_default());

impl Point {
    /// A point by degrees; none if that is nowhere on the globe.
    #[must_use]
    pub fn new(latitude: f64, longitude: f64, radius_km: u32) -> Option<Self> {
        let sane = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        #[expect(clippy::cast_possible_truncation, reason = "at most 180 000")]
        let thousandths = |degrees: f64| (degrees * 1000.0).round() as i32;
        sane.then(|| Self { latitude: thousandths(latitude), longitude: thousandths(longitude), radius_km })
    }

    /// The circle around most of a country (ISO 3166 alpha-2). Parts far away from the rest, such as small
    /// islands, are outside of it.
    #[must_use]
    pub fn of_country(country: &str) -> Option<Self> {
        let (latitude, longitude, radius_km) = CENTROIDS.get(country)?;
        Self::new(*latitude, *longitude, *radius_km)
    }

    /// Kilometres between the centres along a great circle, rounded down. The globe counts as a sphere, which
    /// is wrong by 0.6 % at most.
    #[must_use]
    pub fn km_to(&self, other: &Self) -> i64 {
        let radians = |thousandths: i32| (f64::from(thousandths) / 1000.0).to_radians();
        let [from, to] = [self, other].map(|point| radians(point.latitude));
        let half = |from: i32, to: i32| (radians(to - from) / 2.0).sin().powi(2);
        // Haversine; rounding may take the sum beyond one for antipodes.
        let sum = half(self.latitude, other.latitude)
            + from.cos() * to.cos() * half(self.longitude, other.longitude);
        #[expect(clippy::cast_possible_truncation, reason = "half the girth of the earth at most")]
        let km = (2.0 * EARTH_KM * sum.clamp(0.0, 1.0).sqrt().asin()) as i64;
        km
    }

    /// The least that may lie between two circles, in kilometres; zero if they touch.
    #[must_use]
    pub fn least_km_to(&self, other: &Self) -> i64 {
        (self.km_to(other) - i64::from(self.radius_km) - i64::from(other.radius_km)).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Point {
        Point::of_country(code).unwrap()
    }

    #[test]
    fn every_country_has_a_circle() {
        let names: BTreeMap<String, String> =
            serde_json::from_str(include_str!("../../../policies/countries/en.json")).unwrap();
        assert!(CENTROIDS.keys().eq(names.keys()));
        for code in names.keys() {
            let radius = country(code).radius_km;
            assert!((5..=4500).contains(&radius), "{code}: {radius} km");
        }
        assert_eq!(Point::of_country("QQ"), None);
    }

    /// Pairs with a common border, of all continents.
    #[test]
    fn circles_of_neighbours_touch() {
        let pairs = "NL-BE NL-DE BE-FR FR-ES ES-PT FR-IT IT-AT AT-CH DE-PL PL-UA UA-RU FI-SE SE-NO NO-RU \
            GB-IE DK-DE CZ-SK HU-RO RO-BG GR-TR BG-GR RS-BA HR-SI EE-LV LV-LT LT-BY MD-RO AL-MK XK-RS VA-IT \
            SM-IT MC-FR AD-ES LI-CH LU-BE GI-ES US-CA US-MX MX-GT GT-HN HN-NI NI-CR CR-PA PA-CO CO-VE CO-EC \
            EC-PE PE-BR BR-AR AR-CL AR-UY BO-PY GY-SR SR-GF HT-DO MF-SX MA-DZ DZ-TN TN-LY LY-EG EG-SD SD-SS \
            ET-SO ET-KE KE-TZ TZ-MZ ZA-LS ZA-NA NA-AO AO-CD CD-CG NG-CM NG-NE ML-SN SN-GM CI-GH TG-BJ ZM-ZW \
            RW-BI IL-PS IL-JO SY-IQ IQ-IR IR-PK PK-IN IN-NP NP-CN BT-CN IN-BD BD-MM MM-TH TH-LA LA-VN KH-VN \
            TH-MY MY-SG MY-ID BN-MY TL-ID ID-PG CN-MN MN-RU CN-KP KP-KR KZ-UZ UZ-TM TJ-KG AF-TJ SA-YE YE-OM \
            SA-AE AE-QA KW-IQ GE-AM AM-AZ HK-CN MO-CN";
        for pair in pairs.split_whitespace() {
            let (one, other) = pair.split_once('-').unwrap();
            assert_eq!(country(one).least_km_to(&country(other)), 0, "{pair}");
        }
    }

    #[test]
    fn circles_of_strangers_are_apart() {
        for (one, other, at_least) in [
            ("NL", "BR", 6000),
            ("NL", "US", 2500),
            ("DE", "JP", 7000),
            ("GB", "AU", 11_000),
            ("NL", "PL", 300),
        ] {
            let km = country(one).least_km_to(&country(other));
            assert!(km >= at_least, "{one} to {other}: {km} km");
        }
    }

    #[test]
    fn cities_are_where_they_are() {
        let inside = |latitude, longitude, code: &str| {
            assert_eq!(Point::new(latitude, longitude, 0).unwrap().least_km_to(&country(code)), 0, "{code}");
        };
        for (latitude, longitude, code) in [
            (52.37, 4.90, "NL"),
            (-23.55, -46.63, "BR"),
            (40.71, -74.01, "US"),
            (34.05, -118.24, "US"),
            (43.12, 131.89, "RU"),
            (-31.95, 115.86, "AU"),
            (-36.85, 174.76, "NZ"),
            (43.06, 141.35, "JP"),
            (28.61, 77.21, "IN"),
            (69.65, 18.96, "NO"),
            (-18.14, 178.44, "FJ"),
            (1.35, 103.82, "SG"),
        ] {
            inside(latitude, longitude, code);
        }
    }

    #[test]
    fn distances_are_known_ones() {
        let point = |latitude, longitude| Point::new(latitude, longitude, 0).unwrap();
        let (amsterdam, sao_paulo) = (point(52.37, 4.90), point(-23.55, -46.63));
        assert!((9750..9850).contains(&amsterdam.km_to(&sao_paulo)));
        assert_eq!(point(0.0, 0.0).km_to(&point(0.0, 180.0)), 20_015);
        assert_eq!(point(0.0, 179.9).km_to(&point(0.0, -179.9)), 22, "across the date line");
        assert_eq!(Point::new(91.0, 0.0, 1), None);
        assert_eq!(Point::new(0.0, f64::NAN, 1), None);
    }
}
