//! What one record of an address database says.

use maxminddb::{LookupResult, PathElement};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Point;

/// For coordinates that come without one: what free city databases reach for most addresses.
const USUAL_RADIUS_KM: u32 = 200;

/// A record, as far as it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// ISO 3166 alpha-2.
    pub(crate) country: Option<String>,
    /// If the database is one of cities.
    pub(crate) point: Option<Point>,
}

impl Record {
    pub(crate) fn read<S: AsRef<[u8]>>(found: &LookupResult<'_, S>) -> Self {
        // GeoLite2 and DB-IP nest what the IP location databases have side by side.
        let country = text(found, &["country", "iso_code"]).or_else(|| text(found, &["country_code"]));
        let degrees = |name| number(found, &["location", name]).or_else(|| number(found, &[name]));
        let radius = number(found, &["location", "accuracy_radius"]).filter(|radius| *radius >= 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive; saturates")]
        let radius = radius.map_or(USUAL_RADIUS_KM, |radius| radius.ceil() as u32);
        let point = match (degrees("latitude"), degrees("longitude")) {
            // "Null Island" stands for "somewhere".
            (Some(0.0), Some(0.0)) => None,
            (Some(latitude), Some(longitude)) => Point::new(latitude, longitude, radius),
            _ => None,
        };
        let is_code = |code: &String| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        Self { country: country.filter(is_code), point }
    }
}

fn get<T: DeserializeOwned, S: AsRef<[u8]>>(found: &LookupResult<'_, S>, path: &[&str]) -> Option<T> {
    let path: Vec<PathElement<'_>> = path.iter().map(|key| PathElement::Key(key)).collect();
    found.decode_path(&path).ok().flatten()
}

fn text<S: AsRef<[u8]>>(found: &LookupResult<'_, S>, path: &[&str]) -> Option<String> {
    get(found, path)
}

/// A number of any type: databases have them as float, double, integer or text.
fn number<S: AsRef<[u8]>>(found: &LookupResult<'_, S>, path: &[&str]) -> Option<f64> {
    match get(found, path)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}
