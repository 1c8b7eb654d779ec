use leasehold_oauth_types::factors::{AcceptedPasskeys, UnknownPasskey};
use leptos::prelude::*;

/// What the browser passes on to whoever keeps the passkeys, where it can (WebAuthn Level 3 section 5.1.10).
pub(crate) enum Known {
    /// All that the person has here.
    All(AcceptedPasskeys),
    /// Not this one.
    Not(UnknownPasskey),
}

/// Nothing to see: the island calls the method of that name.
#[component]
pub(crate) fn PasskeySignal(
    known: Known,
    /// Where the page leads once that is done.
    #[prop(optional_no_strip)]
    then: Option<String>,
) -> impl IntoView {
    let (method, options) = match known {
        Known::All(all) => ("signalAllAcceptedCredentials", serde_json::to_string(&all)),
        Known::Not(one) => ("signalUnknownCredential", serde_json::to_string(&one)),
    };
    options.ok().map(|options| {
        view! {
            <div hidden data-passkey-signal=method data-passkey-options=options data-passkey-then=then></div>
        }
    })
}
