//! How rules are tuned: `settings` of the data, checked before any rule runs.

use std::collections::{BTreeMap, BTreeSet};

use leasehold_domain::decision::Action;
use leasehold_domain::facts::ScopeFacts;
use leasehold_oauth_types::{Remedy, Scope};
use serde::Deserialize;

use crate::PolicyError;

/// Which scopes a rule concerns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(untagged)]
pub(crate) enum Selector {
    /// By what the catalogue says of them.
    Word(Word),
    /// By name. Names that no scope has concern nothing.
    Named(BTreeSet<Scope>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Word {
    Sensitive,
    AllButHarmless,
    All,
}

impl Selector {
    pub(crate) fn selects(&self, scope: &Scope, facts: ScopeFacts) -> bool {
        match self {
            Self::Word(Word::Sensitive) => facts.sensitive,
            Self::Word(Word::AllButHarmless) => !facts.harmless,
            Self::Word(Word::All) => true,
            Self::Named(names) => names.contains(scope),
        }
    }
}

/// What every rule has; the rest is the rule's own and reaches it untouched.
#[derive(Debug, Deserialize)]
pub(crate) struct RuleSettings {
    #[serde(rename = "enabled")]
    _enabled: bool,
    #[serde(rename = "scopes")]
    _scopes: Selector,
    action: Action,
    remedy: Remedy,
}

#[derive(Deserialize)]
struct Data {
    settings: BTreeMap<String, RuleSettings>,
}

/// Reads the settings and refuses those that no rule can follow.
pub(crate) fn read(data: &str) -> Result<BTreeMap<String, RuleSettings>, PolicyError> {
    let Data { settings } =
        serde_json::from_str(data).map_err(|error| PolicyError::Data(error.to_string()))?;
    for (rule, settings) in &settings {
        if !fits(settings.action, settings.remedy) {
            return Err(PolicyError::Data(format!("{rule}: this remedy does not end this action")));
        }
    }
    Ok(settings)
}

/// A suspension ends by itself and nothing else does (design section 1, "remedy").
pub(crate) fn fits(action: Action, remedy: Remedy) -> bool {
    match action {
        Action::Suspend => remedy == Remedy::Wait,
        Action::Revoke => remedy != Remedy::Wait,
        Action::Deny => true,
    }
}
