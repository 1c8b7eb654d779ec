//! Access tokens as a client of its own gets them, and requests that present them.

use axum::Router;
use axum::body::Body;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{Method, Request};
use http_body_util::BodyExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use leasehold_domain::{PlainToken, TokenKind};
use leasehold_http_kit::{sse, urlencoded};
use leasehold_oauth_types::introspection::ContextAssertion;
use leasehold_test_kit::NETHERLANDS;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{ISSUER, Person, TestApp};

/// Appendix B of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// What a raw request was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: String,
}

impl TestApp {
    /// A token of `client`, whose app is at `origin`, for this person in their own browser.
    pub(crate) async fn token(
        &self,
        person: &mut Person,
        client: &str,
        origin: &str,
        scope: &str,
        acr: Option<&str>,
    ) -> String {
        let callback = format!("{origin}/auth/callback");
        let mut push = vec![
            ("response_type", "code"),
            ("redirect_uri", &*callback),
            ("scope", scope),
            ("state", "s"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        push.extend(acr.map(|acr| ("acr_values", acr)));
        let pushed: Value = serde_json::from_str(&self.as_client(client, "/par", &push).await.body).unwrap();
        let uri = urlencoded::encode(&[
            ("client_id", client),
            ("request_uri", pushed["request_uri"].as_str().unwrap()),
        ]);
        person.browser.stop_at = Some(callback.clone());
        let page = person.sign_in(&format!("{ISSUER}/authorize?{uri}")).await;
        person.browser.stop_at = None;
        let back = page.location().unwrap_or_else(|| panic!("{}: {}", page.url, page.body));
        let code = back
            .query_pairs()
            .find(|(name, _)| name == "code")
            .unwrap_or_else(|| panic!("{back}"))
            .1
            .into_owned();
        let redeem = [
            ("grant_type", "authorization_code"),
            ("code", &*code),
            ("redirect_uri", &*callback),
            ("code_verifier", VERIFIER),
        ];
        let answer = self.as_client(client, "/token", &redeem).await;
        let tokens: Value = serde_json::from_str(&answer.body).unwrap();
        tokens["access_token"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    }

    /// Posts to the issuer with the assertion of a client or resource server.
    pub(crate) async fn as_client(&self, client: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let now = self.now().timestamp();
        let jti = format!("{client}-{}", self.serial());
        let assertion = self.sign(
            client,
            None,
            &json!({
                "iss": client, "sub": client, "aud": ISSUER, "iat": now, "exp": now + 30, "jti": jti
            }),
        );
        let mut fields = fields.to_vec();
        fields.push(("client_id", client));
        fields.push(("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        fields.push(("client_assertion", &assertion));
        let request = Request::post(path)
            .header(HOST, "localhost:8080")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(urlencoded::encode(&fields)))
            .unwrap();
        send(&self.product.router, request).await
    }

    /// Calls an API with a token, and with the word of `client` that the browser is in the Netherlands.
    pub(crate) async fn call(
        &self,
        api: &Router,
        host: &str,
        (method, path): (Method, &str),
        client: &str,
        token: Option<&str>,
    ) -> Answer {
        let mut request = Request::builder().method(&method).uri(path).header(HOST, host);
        if let Some(token) = token {
            let context = self.context(client, token);
            request =
                request.header(AUTHORIZATION, format!("Bearer {token}")).header("leasehold-context", context);
        }
        if !method.is_safe() {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .header("idempotency-key", "0123456789abcdef");
        }
        send(api, request.body(Body::empty()).unwrap()).await
    }

    /// Opens an event stream of the issuer.
    pub(crate) async fn stream(&self, client: &str, (method, path): (Method, &str), token: &str) -> Stream {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "localhost:8080")
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .header("leasehold-context", self.context(client, token));
        let response =
            self.product.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        let mut stream = Stream(sse::events(response.into_body()).boxed());
        // The first comment says that listening has begun.
        assert!(stream.0.next().await.unwrap().unwrap().is_none());
        stream
    }

    pub(crate) fn context(&self, client: &str, token: &str) -> String {
        let hash = PlainToken::parse(TokenKind::Access, token).unwrap().hashed();
        let now = self.now().timestamp();
        let assertion = ContextAssertion {
            device_key_at: None,
            iss: client.into(),
            aud: ISSUER.into(),
            iat: now,
            exp: now + 30,
            ath: BASE64_URL_SAFE_NO_PAD.encode(hash.as_bytes()),
            client_ip: NETHERLANDS.to_string(),
            user_agent: None,
        };
        self.sign(client, Some("leasehold-context+jwt"), &serde_json::to_value(assertion).unwrap())
    }

    pub(crate) fn sign(&self, client: &str, typ: Option<&str>, claims: &Value) -> String {
        let key = self.keys.own(client).unwrap();
        let mut header = Header { kid: Some(key.kid().to_owned()), ..Header::new(Algorithm::ES256) };
        if let Some(typ) = typ {
            header.typ = Some(typ.to_owned());
        }
        jsonwebtoken::encode(&header, claims, &EncodingKey::from_ec_pem(key.pem().as_bytes()).unwrap())
            .unwrap()
    }
}

/// An event stream.
pub(crate) struct Stream(BoxStream<'static, Result<Option<sse::SseEvent>, sse::BrokenStream>>);

impl Stream {
    /// Data of the next event.
    pub(crate) async fn next(&mut self) -> String {
        loop {
            if let Some(event) = self.0.next().await.unwrap().unwrap() {
                return event.data;
            }
        }
    }
}

/// Sends a request; the body of an event stream is left unread.
pub(crate) async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let streams = parts
        .headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/event-stream"));
    let body = if streams { bytes::Bytes::new() } else { body.collect().await.unwrap().to_bytes() };
    let body = String::from_utf8_lossy(&body).into_owned();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}
