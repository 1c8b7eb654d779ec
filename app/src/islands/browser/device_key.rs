//! The key that stands for this browser: P-256, made by WebCrypto on first need, never extractable.

use wasm_bindgen::JsValue;

use super::js::Result;
use super::{js, key_store};

/// The two halves.
pub(super) struct DeviceKey {
    pair: JsValue,
}

impl DeviceKey {
    /// Whether this browser can hold one: not without a secure context.
    pub(super) fn is_possible() -> bool {
        subtle().is_object() && js::get(&js::global(), "indexedDB").is_object()
    }

    /// The key of this origin, if it was made before.
    pub(super) async fn existing() -> Result<Option<Self>> {
        Ok(key_store::load().await?.map(|pair| Self { pair }))
    }

    /// The key of this origin.
    pub(super) async fn get() -> Result<Self> {
        if let Some(key) = Self::existing().await? {
            return Ok(key);
        }
        let algorithm =
            js::object(&[("name", &JsValue::from_str("ECDSA")), ("namedCurve", &JsValue::from_str("P-256"))]);
        let usages = js_sys::Array::of1(&JsValue::from_str("sign")).into();
        let pair = js::ask(&subtle(), "generateKey", &[&algorithm, &JsValue::FALSE, &usages]).await?;
        // Of two pages that start at once one fails here, and takes the key of the other.
        let _ = key_store::add(&pair).await;
        Self::existing().await?.ok_or(JsValue::UNDEFINED)
    }

    /// The public half as a JSON Web Key, with nothing but what makes it (RFC 7518 section 6.2.1).
    pub(super) async fn jwk(&self) -> Result {
        let public = js::get(&self.pair, "publicKey");
        let jwk = js::ask(&subtle(), "exportKey", &[&JsValue::from_str("jwk"), &public]).await?;
        let members = ["kty", "crv", "x", "y"].map(|name| (name, js::get(&jwk, name)));
        Ok(js::object(&members.each_ref().map(|(name, value)| (*name, value))))
    }

    /// Signs with ECDSA over SHA-256; base64url.
    pub(super) async fn sign(&self, statement: &[u8]) -> Result {
        let algorithm =
            js::object(&[("name", &JsValue::from_str("ECDSA")), ("hash", &JsValue::from_str("SHA-256"))]);
        let private = js::get(&self.pair, "privateKey");
        let signature = js::ask(&subtle(), "sign", &[&algorithm, &private, &js::array(statement)]).await?;
        Ok(js::encoded(&signature))
    }
}

fn subtle() -> JsValue {
    js::get(&js::get(&js::global(), "crypto"), "subtle")
}
