//! Pages of the issuer: one card each, no navigation.

pub(crate) mod consent;
mod consent_scope;
pub(crate) mod device_link;
pub(crate) mod error;
pub(crate) mod factors;
pub(crate) mod home;
pub(crate) mod setup;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod signed_out;
pub(crate) mod step_up;
mod step_up_purpose;
mod ways;

use leasehold_oauth_types::interaction::{InteractionView, StepUpError};

use crate::data::PageError;
use crate::texts::Texts;

/// Where the island asks for something to sign with the key of the device.
const DEVICE_CHALLENGE: &str = "/device/challenge";

/// The address of the page that is due instead of the one asked for.
fn elsewhere(view: InteractionView) -> PageError {
    let form = match view {
        InteractionView::SignIn(view) => view.form,
        InteractionView::Consent(view) => view.form,
        InteractionView::StepUp(view) => view.form,
    };
    PageError::Redirect(form.action)
}

/// What to say below the field of a code.
fn code_error(t: Texts, error: StepUpError) -> String {
    match error {
        StepUpError::WrongCode { tries_left } => t.with("code-wrong", [("n", tries_left.into())]),
        StepUpError::UsedCode => t.get("code-used"),
        StepUpError::TooMany { retry_after } => {
            let wait = t.span(i64::try_from(retry_after).unwrap_or(i64::MAX));
            t.with("code-too-many", [("wait", wait.into())])
        }
        StepUpError::WrongNumber { tries_left } => t.with("number-wrong", [("n", tries_left.into())]),
        StepUpError::NotEligible => t.get("code-not-eligible"),
        StepUpError::PasskeyRefused => t.get("passkey-refused"),
        StepUpError::WrongPin { tries_left } => t.with("pin-wrong", [("n", tries_left.into())]),
        StepUpError::PinRefused => t.get("pin-refused"),
        StepUpError::PinLocked => t.get("pin-locked"),
    }
}
