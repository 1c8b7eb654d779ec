//! What the next page has to say about the last form; kept beside the request, so that nothing typed is
//! lost and nothing stands in an address.

use leasehold_oauth_types::interaction::{SignInError, StepUpError};
use serde::{Deserialize, Serialize};

/// Kept until the next form of the same request is answered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Flash {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) username: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sign_in: Option<SignInError>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) step_up: Option<StepUpError>,
}

impl Flash {
    pub(super) fn read(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
