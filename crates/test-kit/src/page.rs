use http::{HeaderMap, StatusCode};
use serde_json::Value;
use url::Url;

use crate::html;

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where the browser is now.
    pub url: Url,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Page {
    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON at {}: {}", self.url, self.body))
    }

    /// Whether the page shows this text.
    #[must_use]
    pub fn shows(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// Value of a field in any of its forms.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        html::forms(&self.body).into_iter().find_map(|mut form| form.fields.remove(name))
    }

    /// The form that goes to this path.
    #[must_use]
    pub fn form(&self, action: &str) -> html::Form {
        let forms = html::forms(&self.body);
        let found = forms.iter().find(|form| form.action.starts_with(action)).cloned();
        let actions: Vec<_> = forms.into_iter().map(|form| form.action).collect();
        found.unwrap_or_else(|| {
            panic!("no form for {action} at {}, only {actions:?}: {}", self.url, self.body)
        })
    }

    /// Where the answer sends the browser.
    #[must_use]
    pub fn location(&self) -> Option<Url> {
        let header = self.headers.get(http::header::LOCATION).and_then(|value| value.to_str().ok());
        let next = header.map(str::to_owned).or_else(|| html::refresh(&self.body))?;
        self.url.join(&next).ok()
    }
}
