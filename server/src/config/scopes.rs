//! The scope catalogue: our own scopes, which are fixed, and those of the configuration.

use std::collections::BTreeMap;

use figment::Figment;
use figment::providers::{Format as _, Toml};
use leasehold_domain::catalogue::{ScopeCatalogue, ScopeDefinition};
use leasehold_oauth_types::Scope;

use super::{ConfigError, Origin};

/// Scopes by name.
pub(super) type ScopeTable = BTreeMap<Scope, ScopeDefinition>;

const OWN: &str = include_str!("own_scopes.toml");

/// Languages that a scope must be named in before people may be asked for it.
const LANGUAGES: [&str; 3] = ["en", "nl", "de"];

/// Audience of the account API.
#[must_use]
pub fn account_audience(issuer: &Origin) -> String {
    format!("{issuer}/account")
}

/// Audience of the admin API.
#[must_use]
pub fn admin_audience(issuer: &Origin) -> String {
    format!("{issuer}/admin")
}

/// Our own scopes together with `more`.
///
/// # Errors
///
/// [`ConfigError`] when one of `more` is not complete or takes a name or audience of ours.
pub fn catalogue(issuer: &Origin, more: &ScopeTable) -> Result<ScopeCatalogue, ConfigError> {
    let text = OWN.replace("{issuer}", issuer.as_str());
    let own: ScopeTable = Figment::from(Toml::string(&text))
        .extract()
        .map_err(|error| ConfigError::one(format!("the shipped scopes: {error}")))?;
    let problems: Vec<String> =
        more.iter().filter_map(|(name, scope)| problem(issuer, &own, name, scope)).collect();
    if !problems.is_empty() {
        return Err(ConfigError(problems));
    }
    Ok(own.into_iter().chain(more.clone()).collect())
}

fn problem(issuer: &Origin, own: &ScopeTable, name: &Scope, scope: &ScopeDefinition) -> Option<String> {
    let unnamed = LANGUAGES.into_iter().find(|language| {
        scope.names.get(*language).is_none_or(|names| names.title.is_empty() || names.noun.is_empty())
    });
    if own.contains_key(name) {
        Some(format!("scopes.{name}: is one of our own and cannot be changed"))
    } else if scope.audience.is_empty() || scope.audience.starts_with(issuer.as_str()) {
        Some(format!("scopes.{name}: needs an audience that does not begin with the issuer"))
    } else if scope.recovery {
        // Design section 4, invariant 11: only seeing, revoking and restoring one's own access is exempt.
        Some(format!("scopes.{name}: recovery is for our own scopes only"))
    } else if scope.sensitive && scope.harmless {
        Some(format!("scopes.{name}: cannot be sensitive and harmless"))
    } else {
        unnamed.map(|language| format!("scopes.{name}: names.{language} with title and noun is missing"))
    }
}
