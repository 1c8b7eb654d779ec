//! Passkeys (Web Authentication): `data-passkey="get"` proves one, `data-passkey="create"` adds one.
//!
//! The server's options come from `POST data-passkey-start`; the credential goes into the form, which is then
//! sent by its passkey button as the plain form it is.

use std::cell::RefCell;

use js_sys::JSON;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlFormElement};

use super::js::Result;
use super::{api, js, part};

pub(super) const BUTTON: &str = "[data-passkey-button]";
const ERROR: &str = "[data-passkey-error]";

/// How long an offer in the name field stands, in milliseconds: less than the challenge is good for.
const OFFER: i32 = 240_000;
/// How often a page that nobody sees looks whether it is seen again.
const RETURN: i32 = 5_000;

thread_local! {
    /// Ends the offer in the name field; browsers allow one request at a time.
    static OFFERED: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    /// Ends the request of the button.
    static ASKED: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

pub(super) fn start() {
    if part::all("[data-passkey]").is_empty() {
        return;
    }
    if !is_possible() {
        part::show_all("[data-passkey-missing]");
        return;
    }
    part::show_all("[data-passkey-only]");
    let Some(document) = super::document() else { return };
    super::listen(&document, "click", |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest(BUTTON).ok().flatten());
        if let Some(ceremony) = button.and_then(Ceremony::of) {
            ceremony.press(&event);
        }
    });
    let offer = part::all("[data-passkey=get][data-passkey-conditional]").pop();
    if let Some(ceremony) = offer.and_then(Ceremony::of) {
        spawn_local(async move {
            // Nobody asked for it, so nobody is told if it fails.
            let _ = ceremony.offer().await;
        });
    }
}

/// Browsers that cannot read options in JSON are too old.
fn is_possible() -> bool {
    let class = js::get(&js::global(), "PublicKeyCredential");
    js::has(&class, "parseRequestOptionsFromJSON") && js::has(&class, "parseCreationOptionsFromJSON")
}

#[derive(Clone)]
struct Ceremony {
    form: HtmlFormElement,
    /// The element with the attributes.
    place: Element,
    button: Option<Element>,
}

impl Ceremony {
    /// The ceremony of the form that an element is in.
    fn of(element: Element) -> Option<Self> {
        let form = part::form(&element)?;
        let place = part::inside(&form, "[data-passkey]")?;
        let button = part::inside(&form, BUTTON);
        Some(Self { form, place, button })
    }

    fn press(self, event: &Event) {
        let unchecked = self.button.as_ref().is_some_and(|button| button.has_attribute("formnovalidate"));
        if !unchecked && !self.form.check_validity() {
            // The browser says what is missing.
            return;
        }
        event.prevent_default();
        part::hide(&self.form, ERROR);
        spawn_local(async move {
            abort(OFFERED.take());
            let controller = controller();
            abort(ASKED.replace(controller.clone()));
            let outcome = self.perform(None, controller.as_ref()).await;
            let signal = controller.map_or(JsValue::UNDEFINED, |controller| js::get(&controller, "signal"));
            let aborted = js::get(&signal, "aborted").is_truthy();
            if outcome.is_err() && !aborted {
                part::show_in(&self.form, ERROR);
                if self.place.has_attribute("data-passkey-conditional") {
                    let _ = self.offer().await;
                }
            }
        });
    }

    /// Passkeys among the suggestions of the name field, for as long as the page is open.
    async fn offer(self) -> Result<()> {
        let class = js::get(&js::global(), "PublicKeyCredential");
        if !js::ask(&class, "isConditionalMediationAvailable", &[]).await?.is_truthy() {
            return Ok(());
        }
        loop {
            let controller = controller();
            OFFERED.set(controller.clone());
            let this = self.clone();
            spawn_local({
                let controller = controller.clone();
                async move {
                    let _ = this.perform(Some("conditional"), controller.as_ref()).await;
                }
            });
            js::wait(&js::pause(OFFER)).await?;
            while !super::is_visible() {
                js::wait(&js::pause(RETURN)).await?;
            }
            // Taken, or in the way of the button.
            if OFFERED.with_borrow(|offered| offered.is_none() || *offered != controller) {
                return Ok(());
            }
            abort(controller);
        }
    }

    async fn perform(&self, mediation: Option<&str>, controller: Option<&JsValue>) -> Result<()> {
        let path = self.place.get_attribute("data-passkey-start").unwrap_or_default();
        let csrf = api::csrf(&self.form).unwrap_or_default();
        let start = api::post(&path, &csrf, &js::object(&[])).await?;
        let (parse, method) = match self.place.get_attribute("data-passkey").as_deref() {
            Some("create") => ("parseCreationOptionsFromJSON", "create"),
            _ => ("parseRequestOptionsFromJSON", "get"),
        };
        let class = js::get(&js::global(), "PublicKeyCredential");
        let options = js::call(&class, parse, &[&js::get(&start, "options")])?;
        let request = js::object(&[("publicKey", &options)]);
        if let Some(controller) = controller {
            js::set(&request, "signal", &js::get(controller, "signal"));
        }
        if let Some(mediation) = mediation {
            js::set(&request, "mediation", &JsValue::from_str(mediation));
        }
        let credentials = js::get(&js::get(&js::global(), "navigator"), "credentials");
        let credential = js::ask(&credentials, method, &[&request]).await?;
        // `toJSON` of the credential makes the text (Web Authentication section 5.1).
        part::fill(&self.form, "credential", &JSON::stringify(&credential)?.into());
        part::fill(&self.form, "ceremony", &js::get(&start, "ceremony"));
        OFFERED.take();
        part::submit(&self.form, self.button.as_ref());
        Ok(())
    }
}

fn controller() -> Option<JsValue> {
    let class = js::get(&js::global(), "AbortController").dyn_into::<js_sys::Function>().ok()?;
    js_sys::Reflect::construct(&class, &js_sys::Array::new()).ok()
}

fn abort(controller: Option<JsValue>) {
    if let Some(controller) = controller {
        let _ = js::call(&controller, "abort", &[]);
    }
}
