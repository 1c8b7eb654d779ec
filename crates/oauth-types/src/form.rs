//! Form and query parameters as OAuth reads them (OAuth 2.1, checklist H-1 to H-3).

use std::collections::BTreeMap;

use crate::{OAuthError, OAuthErrorCode};

/// The one parameter that may be repeated (RFC 8707 section 2).
const RESOURCE: &str = "resource";

/// Parameters of one request: an empty value counts as absent, a repeated name is refused, unknown
/// names are kept but never looked at.
#[derive(Clone, Debug, Default)]
pub struct Params {
    single: BTreeMap<String, String>,
    resources: Vec<String>,
}

impl Params {
    /// Takes decoded pairs.
    ///
    /// # Errors
    ///
    /// `invalid_request` when a name other than `resource` occurs twice.
    pub fn from_pairs<I, K, V>(pairs: I) -> Result<Self, OAuthError>
    where
        I: IntoIterator<Item = (K, V)>,
        K: Into<String>,
        V: Into<String>,
    {
        let mut params = Self::default();
        for (name, value) in pairs {
            let (name, value) = (name.into(), value.into());
            if name == RESOURCE {
                params.resources.push(value);
            } else if params.single.insert(name, value).is_some() {
                return Err(OAuthError::new(OAuthErrorCode::InvalidRequest, "a parameter is repeated"));
            }
        }
        params.single.retain(|_, value| !value.is_empty());
        params.resources.retain(|value| !value.is_empty());
        Ok(params)
    }

    /// The value, unless absent or empty. `resource` is not here but in [`Self::resources`].
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.single.get(name).map(String::as_str)
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

    /// The resources that are asked for, in their order.
    pub fn resources(&self) -> impl Iterator<Item = &str> {
        self.resources.iter().map(String::as_str)
    }

    /// All parameters that have a value and are not `resource`.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.single.iter().map(|(name, value)| (name.as_str(), value.as_str()))
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

    #[test]
    fn only_resource_may_be_repeated() {
        let pairs = [("resource", "https://a"), ("resource", ""), ("resource", "https://b")];
        let params = Params::from_pairs(pairs);
        assert!(params.is_ok_and(|params| params.resources().eq(["https://a", "https://b"])));
    }
}
