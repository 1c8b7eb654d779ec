//! Problem details (RFC 9457), the error shape of every JSON interface that is not OAuth's own.

use serde::{Deserialize, Serialize};

use crate::{LeaseStatus, Remedy, Scope};

/// Why a scope is not active, in code for machines and in words for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Stable code of the rule or condition, such as `left_region` or `stale_authentication`.
    pub code: String,
    /// The scope concerned.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scope: Option<Scope>,
    /// State of the scope.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<LeaseStatus>,
    /// One sentence in the language of the person, where it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// The way back.
    pub remedy: Remedy,
    /// Seconds until it is worth asking again, for `wait`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_after: Option<u64>,
    /// What a step-up has to reach, as an `acr_values` list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub acr_values: Option<String>,
    /// How old the proof may be, in seconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub max_age: Option<u64>,
    /// Since when, as Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<i64>,
}

/// A problem document. Build it with [`Problem::new`] and the `with_*` methods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Identifies the kind of problem; `about:blank` when the status says it all.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short and the same for every occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// Why scopes are not active.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reasons: Vec<Reason>,
    /// Where a browser goes to prove the missing factor; set by the backend-for-frontend.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step_up_url: Option<String>,
}

impl Problem {
    /// Media type of a problem document.
    pub const MEDIA_TYPE: &'static str = "application/problem+json";

    /// A problem that its status explains.
    #[must_use]
    pub fn new(status: u16, title: impl Into<String>) -> Self {
        Self {
            kind: "about:blank".into(),
            title: title.into(),
            status,
            detail: None,
            reasons: Vec::new(),
            step_up_url: None,
        }
    }

    /// Sets the `type` URI.
    #[must_use]
    pub fn with_kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = kind.into();
        self
    }

    /// Sets the detail.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Sets the reasons.
    #[must_use]
    pub fn with_reasons(mut self, reasons: Vec<Reason>) -> Self {
        self.reasons = reasons;
        self
    }
}
