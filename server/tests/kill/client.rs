//! The app northbank, as the issuer and the bank see it: with its own key, without its backend.

use axum::Router;
use axum::body::Body;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{Method, Request};
use http_body_util::BodyExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use leasehold_domain::{Clock as _, Entropy, PlainToken, SystemClock, SystemEntropy, TokenKind};
use leasehold_http_kit::urlencoded;
use leasehold_oauth_types::introspection::ContextAssertion;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::demo::Demo;
use crate::person::Person;

const CLIENT: &str = "northbank";
/// Appendix B of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Status and body.
pub(crate) type Answer = (u16, Value);

impl Demo {
    fn callback(&self) -> String {
        format!("{}/auth/callback", self.origin(CLIENT))
    }

    /// A code for these scopes; the browser stops where it would hand it over.
    pub(crate) async fn code(&self, person: &mut Person, scope: &str, acr: Option<&str>) -> String {
        let callback = self.callback();
        let mut push = vec![
            ("response_type", "code"),
            ("redirect_uri", &*callback),
            ("scope", scope),
            ("state", "s"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        push.extend(acr.map(|acr| ("acr_values", acr)));
        let (status, pushed) = self.as_client("/par", &push).await;
        assert_eq!(status, 201, "{pushed}");
        let uri = pushed["request_uri"].as_str().unwrap();
        let query = urlencoded::encode(&[("client_id", CLIENT), ("request_uri", uri)]);
        person.browser.stop_at = Some(callback);
        let page = person.sign_in(&format!("{}/authorize?{query}", self.origin(""))).await;
        person.browser.stop_at = None;
        let back = page.location().unwrap_or_else(|| panic!("{}: {}", page.url, page.body));
        let code = back.query_pairs().find(|(name, _)| name == "code");
        code.unwrap_or_else(|| panic!("{back}")).1.into_owned()
    }

    pub(crate) async fn redeem(&self, code: &str) -> Answer {
        let callback = self.callback();
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &*callback),
            ("code_verifier", VERIFIER),
        ];
        self.as_client("/token", &fields).await
    }

    pub(crate) async fn refresh(&self, token: &str) -> Answer {
        self.as_client("/token", &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// Posts to the issuer with an assertion of the app.
    pub(crate) async fn as_client(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (now, issuer) = (SystemClock.now().timestamp(), self.origin(""));
        let entropy: &dyn Entropy = &SystemEntropy;
        let jti = BASE64_URL_SAFE_NO_PAD.encode(entropy.bytes::<16>());
        let claims = json!({
            "iss": CLIENT, "sub": CLIENT, "aud": issuer, "iat": now, "exp": now + 30, "jti": jti
        });
        let assertion = self.sign(None, &claims);
        let mut fields = fields.to_vec();
        fields.push(("client_id", CLIENT));
        fields.push(("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        fields.push(("client_assertion", &assertion));
        let request = Request::post(path)
            .header(HOST, issuer.trim_start_matches("http://"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(urlencoded::encode(&fields)))
            .unwrap();
        send(&self.product, request).await
    }

    pub(crate) async fn accounts(&self, token: &str) -> Answer {
        self.bank_call(Method::GET, "/accounts", token, None).await
    }

    pub(crate) async fn transactions(&self, token: &str) -> Vec<Value> {
        let path = "/accounts/everyday/transactions";
        let (status, answer) = self.bank_call(Method::GET, path, token, None).await;
        assert_eq!(status, 200, "{answer}");
        answer["transactions"].as_array().unwrap().clone()
    }

    /// Pays `amount` under an idempotency key.
    pub(crate) async fn pay(&self, token: &str, key: &str, amount: &str) -> Answer {
        let payment = json!({
            "instructedAmount": { "currency": "EUR", "amount": amount },
            "creditorName": "Jonas Berg",
            "creditorAccount": "NL91ABNA0417164300",
            "remittanceInformation": "Rent",
        });
        self.bank_call(Method::POST, "/payments", token, Some((key, payment))).await
    }

    async fn bank_call(
        &self,
        method: Method,
        path: &str,
        token: &str,
        action: Option<(&str, Value)>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, self.bank_host())
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .header("leasehold-context", self.context(token));
        let mut body = Body::empty();
        if let Some((key, action)) = action {
            request = request.header("idempotency-key", key).header(CONTENT_TYPE, "application/json");
            body = Body::from(action.to_string());
        }
        send(&self.bank, request.body(body).unwrap()).await
    }

    /// The app's word that the browser is on this machine.
    fn context(&self, token: &str) -> String {
        let hash = PlainToken::parse(TokenKind::Access, token).unwrap().hashed();
        let now = SystemClock.now().timestamp();
        let assertion = ContextAssertion {
            // As from a browser whose key was just proved: one step-up is then good for several payments.
            device_key_at: Some(now),
            iss: CLIENT.into(),
            aud: self.origin(""),
            iat: now,
            exp: now + 30,
            ath: BASE64_URL_SAFE_NO_PAD.encode(hash.as_bytes()),
            client_ip: "127.0.0.1".into(),
            user_agent: None,
        };
        self.sign(Some("leasehold-context+jwt"), &serde_json::to_value(assertion).unwrap())
    }

    fn sign(&self, typ: Option<&str>, claims: &Value) -> String {
        let key = self.keys.own(CLIENT).unwrap();
        let mut header = Header { kid: Some(key.kid().to_owned()), ..Header::new(Algorithm::ES256) };
        if let Some(typ) = typ {
            header.typ = Some(typ.to_owned());
        }
        let key = EncodingKey::from_ec_pem(key.pem().as_bytes()).unwrap();
        jsonwebtoken::encode(&header, claims, &key).unwrap()
    }
}

async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}
