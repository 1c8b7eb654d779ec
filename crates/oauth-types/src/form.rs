//! Form and query parameters as OAuth reads them (OAuth 2.1, checklist H-1 to H-3).

use std::collections::BTreeMap;

use crate::{OAuthError, OAuthErrorCode};

/// Parameters of one request: an empty value counts as absent, a repeated name is refused, unknown
/// names are kept but never looked at.
#[derive(Clone, Debug, Default)]
pub struct Params(BTreeMap<String, String>);

impl Params {
    /// Takes decoded pairs.
    ///
    /// # Errors
    ///
    /// `invalid_request` when a name occurs twice.
    pub fn from_pairs<I, K, V>(pairs: I) -> Result<Self, OAuthError>
    where
        I: IntoIterator<Item = (K, V)>,
        K: Into<String>,
        V: Into<String>,
    {
        let mut params = BTreeMap::new();
        for (name, value) in pairs {
            if params.insert(name.into(), value.into()).is_some() {
                return Err(OAuthError::new(OAuthErrorCode::InvalidRequest, "a parameter is repeated"));
            }
        }
        params.retain(|_, value: &mut String| !value.is_empty());
        Ok(Self(params))
    }

    /// The value, unless absent or empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The value of a parameter that must be there.
    ///
    /// # Errors
    ///
    /// `invalid_request` naming the parameter.
    pub fn require(&self, name: &str) -> Result<&str, OAuthError> {
        self.get(name).ok_or_else(|| {
            OAuthError::new(OAuthErrorCode::InvalidRequest, format!("the parameter {name} is missing"))
        })
    }

    /// All parameters that have a value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_name_is_refused_and_an_empty_value_absent() {
        assert!(Params::from_pairs([("a", "1"), ("a", "1")]).is_err());
        assert!(Params::from_pairs([("a", ""), ("b", "x")]).is_ok_and(|p| p.get("a").is_none()));
    }
}
