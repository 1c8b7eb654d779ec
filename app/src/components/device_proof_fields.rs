use leptos::prelude::*;

/// Lets the island prove the device when the form is sent: one hidden field, `device_proof`.
///
/// Put it once into any form of the issuer where the device counts (sign-in, step-up, enrolment). The field
/// stays empty without scripts, on ways back (buttons with `formnovalidate`) and when anything fails: the
/// server then takes the device for unproved. `start` gives the challenge, such as `/device/challenge`.
#[component]
pub(crate) fn DeviceProofFields(#[prop(into)] start: String) -> impl IntoView {
    view! { <input type="hidden" name="device_proof" data-device-key="" data-device-start=start/> }
}
