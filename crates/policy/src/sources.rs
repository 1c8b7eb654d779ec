//! The texts a policy is made of, and the version they add up to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// One Rego module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyModule {
    /// File name, for error texts.
    pub name: String,
    /// Rego, version 1.
    pub text: String,
}

/// Everything a policy is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicySources {
    /// Rules and what puts them together.
    pub modules: Vec<PolicyModule>,
    /// JSON object with `settings` by rule.
    pub data: String,
    /// JSON sentences by language.
    pub reasons: BTreeMap<String, String>,
}

macro_rules! shipped {
    ($($path:literal),*) => {
        [$(($path, include_str!(concat!("../../../policies/", $path)))),*]
    };
}

impl PolicySources {
    /// What ships.
    #[must_use]
    pub fn shipped() -> Self {
        let modules = shipped![
            "rules/business_hours.rego",
            "rules/decision.rego",
            "rules/device_changed.rego",
            "rules/device_posture.rego",
            "rules/dormant_scope.rego",
            "rules/failed_sign_ins.rego",
            "rules/impossible_travel.rego",
            "rules/left_region.rego",
            "rules/new_device.rego",
            "rules/not_entitled.rego",
            "rules/risk.rego",
            "rules/risk_score.rego",
            "rules/threat_list.rego",
            "rules/unusual_behaviour.rego"
        ];
        let reasons = shipped!["reasons/de.json", "reasons/en.json", "reasons/nl.json"];
        Self {
            modules: modules
                .into_iter()
                .map(|(name, text)| PolicyModule { name: name.into(), text: text.into() })
                .collect(),
            data: include_str!("../../../policies/data.json").into(),
            reasons: reasons
                .into_iter()
                .map(|(path, text)| {
                    let locale = path.trim_start_matches("reasons/").trim_end_matches(".json");
                    (locale.to_owned(), text.to_owned())
                })
                .collect(),
        }
    }

    /// SHA-256 of modules and data in hexadecimal digits. The order of modules does not matter, and neither do the
    /// sentences: they change no decision.
    #[must_use]
    pub fn version(&self) -> String {
        let mut modules: Vec<_> = self.modules.iter().map(|module| (&module.name, &module.text)).collect();
        modules.sort();
        let mut digest = Sha256::new();
        // Each part with its length, so that text cannot move from one part to the next unnoticed.
        for part in modules.into_iter().flat_map(|(name, text)| [name, text]).chain([&self.data]) {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
