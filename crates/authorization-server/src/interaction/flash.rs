//! What the next page has to say about the last form; kept beside the request, so that nothing typed is
//! lost and nothing stands in an address.

use leasehold_oauth_types::factors::UnknownPasskey;
use leasehold_oauth_types::interaction::{SignInError, StepUpError};
use serde::{Deserialize, Serialize};

/// Kept until the next form of the same request is answered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Flash {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sign_in: Option<SignInError>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) step_up: Option<StepUpError>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unknown_passkey: Option<UnknownPasskey>,
}

impl Flash {
    pub(crate) fn read(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    pub(crate) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
