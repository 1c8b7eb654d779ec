//! A few coarse facts about a browser, hashed one by one before they leave it (checklist CH-3).
//!
//! The server gives a salt per account and device, so that hashes of different people cannot be compared. A
//! fingerprint never identifies: it says that a known device looks different than before, and an absent
//! component says nothing.

mod component;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use component::{ComponentHash, InvalidComponent, ScreenClass};

/// What a browser tells a script about itself. None, or blank, is unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Observed<'a> {
    /// `navigator.userAgentData.platform`, or the name of the system from elsewhere.
    pub platform: Option<&'a str>,
    /// Class of the screen.
    pub screen: Option<ScreenClass>,
    /// Zone of the clock, such as `Europe/Amsterdam`.
    pub zone: Option<&'a str>,
    /// `navigator.languages`, joined by commas in their order.
    pub languages: Option<&'a str>,
}

/// The hashed components, as sent and as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fingerprint {
    /// Hash of the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<ComponentHash>,
    /// Hash of the class of the screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen: Option<ComponentHash>,
    /// Hash of the zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<ComponentHash>,
    /// Hash of the languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<ComponentHash>,
}

/// How one component compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// As before.
    Same,
    /// Not as before.
    Different,
    /// Absent on one side.
    Unknown,
}

/// How all components compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Of the platform.
    pub platform: Likeness,
    /// Of the class of the screen.
    pub screen: Likeness,
    /// Of the zone.
    pub zone: Likeness,
    /// Of the languages.
    pub languages: Likeness,
}

impl Fingerprint {
    /// Hashes what was observed, each component on its own.
    #[must_use]
    pub fn of(observed: &Observed<'_>, salt: &[u8; 32]) -> Self {
        let hash = |name, value: Option<&str>| value.and_then(|value| ComponentHash::of(name, value, salt));
        Self {
            platform: hash("platform", observed.platform),
            screen: hash("screen", observed.screen.map(ScreenClass::as_str)),
            zone: hash("zone", observed.zone),
            languages: hash("languages", observed.languages),
        }
    }

    /// Compares with what is known of the device.
    #[must_use]
    pub fn compare(&self, known: &Self) -> Comparison {
        Comparison {
            platform: likeness(self.platform.as_ref(), known.platform.as_ref()),
            screen: likeness(self.screen.as_ref(), known.screen.as_ref()),
            zone: likeness(self.zone.as_ref(), known.zone.as_ref()),
            languages: likeness(self.languages.as_ref(), known.languages.as_ref()),
        }
    }
}

fn likeness(one: Option<&ComponentHash>, other: Option<&ComponentHash>) -> Likeness {
    match (one, other) {
        (Some(one), Some(other)) if one == other => Likeness::Same,
        (Some(_), Some(_)) => Likeness::Different,
        _ => Likeness::Unknown,
    }
}
