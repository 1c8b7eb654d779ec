//! What the components of proofs promise to the island and to whoever has no scripts.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use leptos::prelude::*;

use super::{DeviceProofFields, PasskeyFields, PasskeyUse, PinFields, PinUse};
use crate::sites::{Brand, SiteSettings};
use crate::visit::Visit;

pub(crate) fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let site = SiteSettings {
        brand: Brand::Leasehold,
        origin: "http://localhost:8080".into(),
        issuer_origin: "http://localhost:8080".into(),
        dashboard_origin: "http://app.localhost:8080".into(),
        demo_panel: None,
    };
    let owner = Owner::new_root(None);
    let html = owner.with(|| {
        provide_context(Visit::new(&Request::new(Body::empty()), Arc::new(site), 0, None));
        view().into_view().to_html()
    });
    owner.unset_with_forced_cleanup();
    html
}

/// The opening tags of this name.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("<{name}");
    html.split(&start).skip(1).filter_map(|rest| rest.split('>').next()).collect()
}

#[test]
fn a_passkey_is_hidden_until_the_browser_turns_out_to_have_them() {
    let page = html(|| view! { <PasskeyFields usage=PasskeyUse::Suggest start="/start" label="Go on"/> });
    let place = tags(&page, "div")[0];
    for part in [
        "data-passkey=\"get\"",
        "data-passkey-start=\"/start\"",
        "data-passkey-conditional",
        "data-passkey-only",
        " hidden",
    ] {
        assert!(place.contains(part), "{part}: {page}");
    }
    let button = tags(&page, "button")[0];
    // The name field may be empty, the server is told by the passkey.
    for part in ["name=\"factor\"", "value=\"passkey\"", "formnovalidate", "data-passkey-button"] {
        assert!(button.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("<noscript>"), "{page}");
    let page = html(|| view! { <PasskeyFields usage=PasskeyUse::Prove start="/start" label="Go on"/> });
    assert!(page.contains("<noscript>") && page.contains("formnovalidate"), "{page}");
    assert!(page.contains("data-passkey=\"get\"") && !page.contains("data-passkey-conditional"), "{page}");
}

#[test]
fn adding_a_passkey_checks_the_rest_of_the_form() {
    let page = html(|| view! { <PasskeyFields usage=PasskeyUse::Add start="/start" label="Add"/> });
    assert!(page.contains("data-passkey=\"create\"") && !page.contains("data-passkey-conditional"), "{page}");
    assert!(!page.contains("formnovalidate"), "{page}");
}

#[test]
fn a_number_beside_a_passkey_is_checked() {
    let page =
        html(|| view! { <PasskeyFields usage=PasskeyUse::Prove start="/start" label="Go" checks=true/> });
    assert!(!page.contains("formnovalidate"), "{page}");
}

#[test]
fn what_is_typed_as_a_pin_is_never_sent() {
    for usage in [PinUse::Prove, PinUse::Set] {
        let page = html(|| view! { <PinFields usage start="/pin" submit="Go on"/> });
        let inputs = tags(&page, "input");
        let typed: Vec<_> = inputs.iter().filter(|input| !input.contains("type=\"hidden\"")).collect();
        assert_eq!(typed.len(), if usage == PinUse::Set { 2 } else { 1 }, "{page}");
        for input in typed {
            assert!(!input.contains(" name="), "{input}");
            // While hidden it would keep the form from ever being sent.
            assert!(!input.contains("required") && !input.contains("pattern"), "{input}");
        }
    }
}

#[test]
fn every_problem_of_a_pin_has_a_text() {
    let page = html(|| view! { <PinFields usage=PinUse::Set start="/pin" submit="Set"/> });
    for code in ["not_digits", "too_short", "too_long", "repeated", "sequence", "common", "mismatch"] {
        let texts = tags(&page, "p").into_iter().filter(|tag| {
            let codes = tag.split("data-pin-problem=\"").nth(1).and_then(|rest| rest.split('"').next());
            codes.is_some_and(|codes| codes.split(' ').any(|one| one == code))
        });
        assert_eq!(texts.count(), 1, "{code}: {page}");
    }
}

#[test]
fn the_proof_of_a_device_is_one_empty_field() {
    let page = html(|| view! { <DeviceProofFields start="/device/challenge"/> });
    assert_eq!(tags(&page, "input").len(), 1, "{page}");
    for part in ["name=\"device_proof\"", "data-device-key", "data-device-start=\"/device/challenge\""] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains(" value="), "{page}");
}
