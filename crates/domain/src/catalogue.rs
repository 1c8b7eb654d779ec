//! The scope catalogue: what each scope requires, how long it lasts and how it is named to people.

use std::collections::BTreeMap;

use chrono::Duration;
use leasehold_oauth_types::{Acr, Scope, ScopeSet};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::user::Role;

/// Everything the server knows about one scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeDefinition {
    /// The API whose tokens may carry it.
    pub audience: String,
    /// Goes first when the context changes.
    #[serde(default)]
    pub sensitive: bool,
    /// Stays when "all but harmless" goes.
    #[serde(default)]
    pub harmless: bool,
    /// Never withdrawn by context: `openid`, and seeing, revoking and restoring one's own access.
    #[serde(default)]
    pub recovery: bool,
    /// Denied when introspection comes without request context; by default what `sensitive` says.
    #[serde(default)]
    pub fresh_context: Option<bool>,
    /// What the authentication behind the lease must reach.
    #[serde(default = "aal1")]
    pub acr: Acr,
    /// How old the last proof for this grant's own request may be, in seconds.
    #[serde(default)]
    pub max_age_s: Option<u32>,
    /// How long the lease lives, in seconds; absent means as long as the session.
    #[serde(default)]
    pub lifetime_s: Option<u32>,
    /// Only people with this role are given it; absent means everyone.
    #[serde(default)]
    pub role: Option<Role>,
    /// `type` of the authorization detail that names an object of this scope: confirming one elevates it, and
    /// from a browser without a key it is that one object that may be acted on.
    #[serde(default)]
    pub object: Option<String>,
    /// Names by language (`en`, `nl`, `de`).
    #[serde(default)]
    pub names: BTreeMap<String, ScopeNames>,
}

/// How a scope is named to people, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeNames {
    /// Verb and object: "Send money".
    pub title: String,
    /// What can be switched off: "Sending money".
    pub noun: String,
    /// What it allows, one sentence.
    pub description: String,
}

const fn aal1() -> Acr {
    Acr::Aal1
}

impl ScopeDefinition {
    /// Whether the scope is denied without request context.
    #[must_use]
    pub fn needs_fresh_context(&self) -> bool {
        self.fresh_context.unwrap_or(self.sensitive)
    }

    /// Whether it takes more than being signed in: a proof for the grant's own request.
    #[must_use]
    pub fn needs_proof(&self) -> bool {
        self.acr > Acr::Aal1 || self.max_age_s.is_some()
    }

    /// Whether a person with this role may have it.
    #[must_use]
    pub fn is_for(&self, role: Role) -> bool {
        self.role.is_none_or(|needed| role >= needed)
    }

    /// How old the proof may be.
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        self.max_age_s.map(|seconds| Duration::seconds(seconds.into()))
    }

    /// How long the lease lives.
    #[must_use]
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime_s.map(|seconds| Duration::seconds(seconds.into()))
    }

    /// Version of everything that a consent page says about the scope, in all languages; kept with each
    /// consent (checklist AZ-19).
    #[must_use]
    pub fn texts_version(&self) -> String {
        let said = (&self.names, self.sensitive, self.lifetime_s, self.max_age_s);
        let said = serde_json::to_vec(&said).unwrap_or_default();
        Sha256::digest(said).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The names in `locale`, or in English, or the bare scope.
    #[must_use]
    pub fn names_in(&self, locale: &str, scope: &Scope) -> ScopeNames {
        self.names.get(locale).or_else(|| self.names.get("en")).cloned().unwrap_or_else(|| ScopeNames {
            title: scope.to_string(),
            noun: scope.to_string(),
            description: String::new(),
        })
    }
}

/// All scopes that exist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScopeCatalogue(BTreeMap<Scope, ScopeDefinition>);

impl ScopeCatalogue {
    /// The definition of a scope.
    #[must_use]
    pub fn get(&self, scope: &Scope) -> Option<&ScopeDefinition> {
        self.0.get(scope)
    }

    /// All scopes with their definitions.
    pub fn iter(&self) -> impl Iterator<Item = (&Scope, &ScopeDefinition)> {
        self.0.iter()
    }

    /// The scopes that answer to a test.
    pub fn select(&self, test: impl Fn(&ScopeDefinition) -> bool) -> ScopeSet {
        self.0.iter().filter(|(_, definition)| test(definition)).map(|(scope, _)| scope.clone()).collect()
    }

    /// The scopes that ask for no more than this class.
    #[must_use]
    pub fn within(&self, acr: Acr) -> ScopeSet {
        self.select(|definition| acr.satisfies(definition.acr))
    }

    /// The scopes that context never withdraws.
    #[must_use]
    pub fn recovery(&self) -> ScopeSet {
        self.select(|definition| definition.recovery)
    }
}

impl FromIterator<(Scope, ScopeDefinition)> for ScopeCatalogue {
    fn from_iter<I: IntoIterator<Item = (Scope, ScopeDefinition)>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}
