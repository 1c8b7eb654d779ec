use http::{Extensions, HeaderMap, Method, Uri};

use crate::texts::Locale;

/// The request for a page, without its body, as the data traits see it.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// All headers, cookies included.
    pub headers: HeaderMap,
    /// What the layers in front left behind, such as the client address.
    pub extensions: Extensions,
    /// How it was asked for: a page may also be drawn by a form that was sent.
    pub method: Method,
    /// Path and query.
    pub uri: Uri,
    /// The language of the page; to be sent on as `Accept-Language`, since reasons come from the server.
    pub locale: Locale,
}

impl PageRequest {
    /// Path with query, for `return_to`.
    #[must_use]
    pub fn path_and_query(&self) -> &str {
        self.uri.path_and_query().map_or("/", |target| target.as_str())
    }

    /// Where a link or form of this page leads back to: the page itself, or home where asking for its address again
    /// would not draw it.
    #[must_use]
    pub(crate) fn way_back(&self) -> &str {
        if self.method.is_safe() { self.path_and_query() } else { "/" }
    }

    /// Path with query, but for one parameter.
    #[must_use]
    pub(crate) fn without(&self, name: &str) -> String {
        let query = self.uri.query().unwrap_or_default();
        let kept: Vec<&str> = query.split('&').filter(|pair| pair.split('=').next() != Some(name)).collect();
        let kept = kept.join("&");
        if kept.is_empty() { self.uri.path().to_owned() } else { format!("{}?{kept}", self.uri.path()) }
    }

    /// The first value of a query parameter, unless absent or empty.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(self.uri.query()?).ok()?;
        pairs.into_iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value)
    }
}
