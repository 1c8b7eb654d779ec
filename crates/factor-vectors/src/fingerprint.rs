//! Hashes of the components of a fingerprint.

use leasehold_factors::fingerprint::{Fingerprint, Observed, ScreenClass};
use serde::Deserialize;

use crate::hex::Hex;
use crate::report::{Report, same};

#[derive(Deserialize)]
struct Vector {
    name: String,
    salt: Hex,
    platform: Option<String>,
    screen: Option<(u32, u32)>,
    zone: Option<String>,
    languages: Option<String>,
    fingerprint: Fingerprint,
}

pub(crate) fn run(report: &mut Report) {
    let json = include_str!("../vectors/fingerprint.json");
    let Some(vectors) = report.read::<Vec<Vector>>("fingerprint", json) else { return };
    for vector in vectors {
        report.check(&format!("fingerprint, {}", vector.name), || {
            let observed = Observed {
                platform: vector.platform.as_deref(),
                screen: vector.screen.and_then(|(width, height)| ScreenClass::of(width, height)),
                zone: vector.zone.as_deref(),
                languages: vector.languages.as_deref(),
            };
            let salt = vector.salt.0.as_slice().try_into()?;
            same("it", Fingerprint::of(&observed, salt), vector.fingerprint.clone())
        });
    }
}
