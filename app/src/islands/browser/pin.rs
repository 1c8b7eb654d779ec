//! A PIN that never leaves the browser (OPAQUE, RFC 9807), together with the key of the device.
//!
//! `POST data-pin-start`, bytes in base64url:
//! - login: `{"step":"challenge"}` → `{"ceremony","challenge"}`, then
//!   `{"step":"ke1","ceremony","ke1","signature"}` → `{"ceremony"?,"ke2","stretching","credential","transaction"}`;
//!   the form gets `pin={"ke3","signature"}`, or `{"wrong":true}` so that the server's page says what is left.
//! - register: `{"step":"request","request","key"}` → `{"ceremony","response","credential"}` and a challenge as in
//!   `device_proof`; the form gets `pin={"record","stretching","signature"}`.

use js_sys::JSON;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlFormElement};

use super::device_key::DeviceKey;
use super::js::Result;
use super::{api, device_proof, js, part, pin_module};

pub(super) const PLACE: &str = "[data-pin]";
const PROBLEM: &str = "[data-pin-problem], [data-pin-error]";

/// Fills `ceremony` and `pin`, or says on the page why not.
pub(super) async fn fill(form: &HtmlFormElement, place: &Element) -> Result<()> {
    part::hide(form, PROBLEM);
    let exchange = Exchange {
        path: place.get_attribute("data-pin-start").unwrap_or_default(),
        csrf: api::csrf(form).unwrap_or_default(),
    };
    let proved = match place.get_attribute("data-pin").as_deref() {
        Some("register") => register(&exchange, form).await,
        _ => log_in(&exchange, form).await,
    };
    // The digits are of no more use, whatever came out.
    for selector in [INPUT, REPEAT] {
        if let Some(input) = part::inside(form, selector) {
            js::set(&input, "value", &JsValue::from_str(""));
        }
    }
    match proved {
        Ok((ceremony, pin)) => {
            part::fill(form, "ceremony", &ceremony);
            part::fill(form, "pin", &JSON::stringify(&pin)?.into());
            Ok(())
        }
        Err(error) => {
            complain(form, &error);
            Err(error)
        }
    }
}

const INPUT: &str = "[data-pin-input]";
const REPEAT: &str = "[data-pin-repeat]";

struct Exchange {
    path: String,
    csrf: String,
}

impl Exchange {
    async fn send(&self, step: &str, entries: &[(&str, &JsValue)]) -> Result {
        let body = js::object(entries);
        js::set(&body, "step", &JsValue::from_str(step));
        api::post(&self.path, &self.csrf, &body).await
    }
}

/// The ceremony and what goes into `pin`.
type Proved = (JsValue, JsValue);

async fn log_in(exchange: &Exchange, form: &Element) -> Result<Proved> {
    let module = pin_module::load().await?;
    let login = js::call(&js::get(&module, "PinLogin"), "start", &[&typed(form, INPUT)])?;
    // A new key would prove nothing: a PIN belongs to the key that it was set with.
    let key = DeviceKey::existing().await?.ok_or(JsValue::UNDEFINED)?;
    let start = exchange.send("challenge", &[]).await?;
    let ceremony = js::get(&start, "ceremony");
    let statement = js::call(&login, "statement", &[&js::get(&start, "challenge")])?;
    let answer = exchange
        .send(
            "ke1",
            &[
                ("ceremony", &ceremony),
                ("ke1", &js::encoded(&js::get(&login, "ke1"))),
                ("signature", &key.sign(&to_vec(&statement)).await?),
            ],
        )
        .await?;
    let proof = js::call(
        &login,
        "finish",
        &[
            &js::array(&js::bytes(&answer, "ke2")?),
            &js::get(&answer, "stretching"),
            &JsValue::from_str(&device_proof::origin()?),
            &js::get(&answer, "credential"),
            &js::array(&js::bytes(&answer, "transaction")?),
        ],
    );
    let pin = match proof {
        Ok(proof) => js::object(&[
            ("ke3", &js::encoded(&js::get(&proof, "ke3"))),
            ("signature", &key.sign(&to_vec(&js::get(&proof, "statement"))).await?),
        ]),
        Err(error) if code(&error).as_deref() == Some("wrong_pin") => {
            js::object(&[("wrong", &JsValue::TRUE)])
        }
        Err(error) => return Err(error),
    };
    // An answer may move the ceremony on under another name.
    let next = js::get(&answer, "ceremony");
    Ok((if next.is_string() { next } else { ceremony }, pin))
}

async fn register(exchange: &Exchange, form: &Element) -> Result<Proved> {
    let pin = typed(form, INPUT);
    if pin != typed(form, REPEAT) {
        return Err(js_sys::Error::new("mismatch").into());
    }
    let module = pin_module::load().await?;
    let registration = js::call(&js::get(&module, "PinRegistration"), "start", &[&pin])?;
    let key = DeviceKey::get().await?;
    let answer = exchange
        .send(
            "request",
            &[("request", &js::encoded(&js::get(&registration, "request"))), ("key", &key.jwk().await?)],
        )
        .await?;
    let upload = js::call(
        &registration,
        "finish",
        &[
            &js::array(&js::bytes(&answer, "response")?),
            &JsValue::from_str(&device_proof::origin()?),
            &js::get(&answer, "credential"),
        ],
    )?;
    let pin = js::object(&[
        ("record", &js::encoded(&js::get(&upload, "upload"))),
        ("stretching", &js::get(&upload, "stretching")),
        ("signature", &device_proof::sign(&key, &answer).await?),
    ]);
    Ok((js::get(&answer, "ceremony"), pin))
}

fn typed(form: &Element, selector: &str) -> JsValue {
    let input = part::inside(form, selector).map_or(JsValue::UNDEFINED, JsValue::from);
    js::text(&input, "value").unwrap_or_default().into()
}

fn to_vec(bytes: &JsValue) -> Vec<u8> {
    js_sys::Uint8Array::new(bytes).to_vec()
}

/// The codes of the second module are the messages of its errors.
fn code(error: &JsValue) -> Option<String> {
    js::text(error, "message").ok()
}

/// Shows the text of this problem, or the general one.
fn complain(form: &Element, error: &JsValue) {
    let problem =
        code(error).filter(|code| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    let own = problem.and_then(|code| part::inside(form, &["[data-pin-problem~=", &code, "]"].concat()));
    match own {
        Some(element) => part::show(&element),
        None => part::show_in(form, "[data-pin-error]"),
    }
    if let Some(input) = part::inside(form, INPUT) {
        let _ = js::call(&input, "focus", &[]);
    }
}
