//! One server in memory, and the parties that talk to it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as B64;
use chrono::Duration;
use http_body_util::BodyExt as _;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use leasehold_authorization_server::keys::SigningKey;
use leasehold_authorization_server::passkeys::Passkeys;
use leasehold_authorization_server::pins::Pins;
use leasehold_authorization_server::policy::PolicyConfig;
use leasehold_authorization_server::provisioning::NewPerson;
use leasehold_authorization_server::{AuthorizationServer, Dependencies, ServerConfig, Surroundings};
use leasehold_domain::catalogue::ScopeCatalogue;
use leasehold_domain::client::{Client, ClientRegistry, ResourceServer};
use leasehold_domain::clock::{Clock as _, ManualClock, at_seconds};
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::log::LogEntry;
use leasehold_domain::sealed::MasterKey;
use leasehold_domain::user::{Enrolment, Role};
use leasehold_domain::{ClientId, UserId};
use leasehold_factors::TotpSecret;
use leasehold_http_kit::ClientAddress;
use leasehold_oauth_types::interaction::InteractionView;
use leasehold_policy::PolicyEngine;
use leasehold_storage::{LogFilter, Storage as _};
use leasehold_test_kit::TestDatabase;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

use crate::keys::{pem, rsa};

pub use crate::factor_pages::{factors_page, just_proved, post_json, seen};
use crate::people::teleported;
use crate::watched::Watched;

pub const ISSUER: &str = "http://localhost:8080";
pub const NL: &str = "192.0.2.10";
pub const BR: &str = "198.51.100.10";
pub const DE: &str = "198.18.0.10";
pub const FR: &str = "198.18.1.10";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const PASSWORD: &str = "correct horse battery";
pub const ALL: &str = "openid profile accounts.read payments.write";
const NORTHBANK: &str = "openid profile accounts.read statements.read payments.write";
const LEDGERLY: &str = "openid invoices.approve payments.write";
const ACCOUNT: &str = "openid profile account.manage admin.log";

/// A key pair of a client or resource server.
#[derive(Clone)]
pub struct Party {
    pub id: String,
    key: EncodingKey,
    jwks: Value,
}

static SERIAL: AtomicU64 = AtomicU64::new(0);

impl Party {
    fn new(id: &str) -> Self {
        let rng = aws_lc_rs::rand::SystemRandom::new();
        let alg = &aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
        let der = aws_lc_rs::signature::EcdsaKeyPair::generate_pkcs8(alg, &rng).unwrap();
        let key = EncodingKey::from_ec_pem(pem(der.as_ref()).as_bytes()).unwrap();
        let jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
        let jwks = serde_json::to_value(JwkSet { keys: vec![jwk] }).unwrap();
        Self { id: id.to_owned(), key, jwks }
    }

    pub fn sign(&self, typ: Option<&str>, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::ES256);
        if let Some(typ) = typ {
            header.typ = Some(typ.to_owned());
        }
        jsonwebtoken::encode(&header, claims, &self.key).unwrap()
    }
}

pub struct App {
    pub server: AuthorizationServer,
    pub registry: ClientRegistry,
    pub watched: Arc<Watched>,
    pub clock: Arc<ManualClock>,
    pub storage: TestDatabase,
    pub northbank: Party,
    pub ledgerly: Party,
    pub account: Party,
    /// Its requests have to be pushed.
    pub pushing: Party,
    pub bank: Party,
    pub alice: UserId,
    pub totp: TotpSecret,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.body))
    }

    pub fn location(&self) -> &str {
        self.headers.get("location").unwrap_or_else(|| panic!("no location: {self:?}")).to_str().unwrap()
    }

    pub fn parameter(&self, name: &str) -> Option<String> {
        let url = url::Url::parse(ISSUER).unwrap().join(self.location()).unwrap();
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

fn server(
    registry: &ClientRegistry,
    storage: Arc<Watched>,
    clock: &Arc<ManualClock>,
    entropy: Arc<SeededEntropy>,
    policy: PolicyEngine,
    changes: PolicyConfig,
    surroundings: Surroundings,
) -> AuthorizationServer {
    AuthorizationServer::new(
        ServerConfig {
            issuer: ISSUER.into(),
            registry: registry.clone(),
            catalogue: catalogue(),
            hours: Default::default(),
            device_trust: Duration::days(90),
            waiver: Duration::days(7),
            account_url: "http://app.localhost:8080/".into(),
            visits_per_minute: 1000,
            pushes_per_minute: 1000,
            first_browser_trusted: true,
            sends_mail: true,
            policy: changes,
        },
        Dependencies {
            storage,
            clock: clock.clone(),
            policy_clock: clock.clone(),
            entropy,
            policy,
            surroundings,
            master_key: MasterKey::new([9; 32]),
            signing_key: SigningKey::from_rsa_pem(&rsa()).unwrap(),
            passkeys: Passkeys::of_issuer(ISSUER).unwrap(),
            pins: Pins::of_issuer(ISSUER, &MasterKey::new([9; 32])).unwrap(),
        },
    )
}

fn catalogue() -> ScopeCatalogue {
    serde_json::from_value(json!({
        "openid": {"audience": "", "recovery": true},
        "profile": {"audience": "", "harmless": true},
        "statements.read": {"audience": "https://bank.example", "lifetime_s": 3600,
            "names": {"en": {"title": "Read statements", "noun": "Reading statements", "description": "Monthly."}}},
        "accounts.read": {"audience": "https://bank.example", "harmless": true},
        "payments.write": {"audience": "https://bank.example", "sensitive": true,
            "acr": "urn:leasehold:acr:aal2", "max_age_s": 300, "object": "payment_initiation",
            "names": {"en": {"title": "Send money", "noun": "Sending money", "description": "Sends money."}}},
        "invoices.approve": {"audience": "https://bank.example", "sensitive": true},
        "account.manage": {"audience": "http://localhost:8080/account", "recovery": true},
        "admin.log": {"audience": "http://localhost:8080/account", "role": "admin"}
    }))
    .unwrap()
}

impl App {
    /// Wednesday 2026-11-18, 10:00 in Amsterdam.
    pub async fn start() -> Self {
        Self::start_with(PolicyEngine::shipped().unwrap()).await
    }

    /// The same with another policy.
    pub async fn start_with(policy: PolicyEngine) -> Self {
        let clock = Arc::new(ManualClock::at(at_seconds(1_794_992_400)));
        let entropy = Arc::new(SeededEntropy::new(1));
        let storage = TestDatabase::fresh().await;
        let [northbank, ledgerly, account, pushing, bank] =
            ["northbank", "ledgerly", "leasehold-account", "pushing", "bank"].map(Party::new);
        let client = |party: &Party, host: &str, scopes: &str, first_party, details: &[&str]| Client {
            id: ClientId::new(&*party.id),
            name: party.id.clone(),
            audience: if first_party { format!("{ISSUER}/account") } else { "https://bank.example".into() },
            redirect_uris: vec![format!("http://{host}.localhost:8080/auth/callback")],
            post_logout_redirect_uris: vec![],
            home: None,
            scopes: scopes.parse().unwrap(),
            first_party,
            jwks: party.jwks.clone(),
            authorization_details_types: details.iter().map(|kind| (*kind).to_owned()).collect(),
            require_pushed_authorization_requests: false,
        };
        let registry = ClientRegistry::new(
            vec![
                client(&northbank, "northbank", NORTHBANK, false, &["payment_initiation"]),
                client(&ledgerly, "ledgerly", LEDGERLY, false, &["invoice_approval"]),
                client(&account, "app", ACCOUNT, true, &["lease_restore", "device_confirmation"]),
                Client {
                    require_pushed_authorization_requests: true,
                    ..client(&pushing, "pushing", "openid accounts.read", false, &[])
                },
            ],
            vec![ResourceServer {
                id: ClientId::new("bank"),
                audience: "https://bank.example".into(),
                jwks: bank.jwks.clone(),
                edge: false,
            }],
        );
        let watched = Arc::new(Watched { inner: storage.clone(), armed: Mutex::default() });
        let server = server(
            &registry,
            watched.clone(),
            &clock,
            entropy.clone(),
            policy,
            PolicyConfig::default(),
            teleported(),
        );
        let totp = TotpSecret::generate(entropy.as_ref());
        let long_ago = clock.now() - Duration::days(30);
        let enrolment = Enrolment { at: long_ago, session: None, device: None };
        let person = NewPerson {
            username: "alice".into(),
            name: "Alice Visser".into(),
            locale: "en".into(),
            zone: "Europe/Amsterdam".into(),
            role: Role::User,
            password: server.hash_password(PASSWORD).await.unwrap(),
        };
        let mut tx = storage.write().await.unwrap();
        let alice = server.add_person(tx.as_mut(), person, enrolment.clone()).await.unwrap();
        server.add_totp(tx.as_mut(), alice, &totp, enrolment, None).await.unwrap();
        tx.commit().await.unwrap();
        Self {
            server,
            registry,
            watched,
            clock,
            storage,
            northbank,
            ledgerly,
            account,
            pushing,
            bank,
            alice,
            totp,
        }
    }

    /// The server after a restart: nothing but the database goes on.
    pub fn restarted(&self) -> AuthorizationServer {
        self.restarted_with(PolicyConfig::default(), teleported())
    }

    /// The same with other settings.
    pub fn restarted_with(&self, changes: PolicyConfig, surroundings: Surroundings) -> AuthorizationServer {
        let entropy = Arc::new(SeededEntropy::new(2));
        let policy = PolicyEngine::shipped().unwrap();
        server(&self.registry, self.watched.clone(), &self.clock, entropy, policy, changes, surroundings)
    }

    /// The entries of the log with this rule, the newest first.
    pub async fn log(&self, rule: &str) -> Vec<LogEntry> {
        let filter = LogFilter { rule: Some(rule.into()), limit: 100, ..LogFilter::default() };
        let records = self.storage.read().await.unwrap().log(&filter).await.unwrap();
        records.into_iter().map(|record| record.entry).collect()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.server.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.send(form(path, pairs)).await
    }

    /// A form of an authenticated party.
    pub async fn post_as(&self, party: &Party, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let assertion = self.client_assertion(party);
        let mut all = pairs.to_vec();
        all.push(("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        all.push(("client_assertion", &assertion));
        self.post(path, &all).await
    }

    pub fn client_assertion(&self, party: &Party) -> String {
        let now = self.clock.now().timestamp();
        let jti = SERIAL.fetch_add(1, Ordering::Relaxed).to_string();
        party.sign(
            None,
            &json!({"iss": party.id, "sub": party.id, "aud": ISSUER, "iat": now, "exp": now + 30, "jti": jti}),
        )
    }

    pub fn context_assertion(&self, party: &Party, token: &str, address: &str) -> String {
        let now = self.clock.now().timestamp();
        let ath = B64.encode(Sha256::digest(token));
        party.sign(
            Some("leasehold-context+jwt"),
            &json!({"iss": party.id, "aud": ISSUER, "iat": now, "exp": now + 30, "ath": ath, "client_ip": address}),
        )
    }

    /// The same by an app that has just had a proof of its browser's key.
    pub async fn introspect_keyed(&self, holder: &Party, token: &str, proved_at: i64) -> Value {
        let now = self.clock.now().timestamp();
        let ath = B64.encode(Sha256::digest(token));
        let assertion = holder.sign(
            Some("leasehold-context+jwt"),
            &json!({"iss": holder.id, "aud": ISSUER, "iat": now, "exp": now + 30, "ath": ath, "client_ip": NL,
                "device_key_at": proved_at}),
        );
        let context = json!({"assertion": assertion}).to_string();
        let answer =
            self.post_as(&self.bank, "/introspect", &[("token", token), ("context", &context)]).await;
        answer.json()
    }

    /// Introspection by the bank, for a request that the holder of the token relays from `address`.
    pub async fn introspect(&self, holder: &Party, token: &str, address: &str) -> Value {
        let context = json!({"assertion": self.context_assertion(holder, token, address)}).to_string();
        let answer =
            self.post_as(&self.bank, "/introspect", &[("token", token), ("context", &context)]).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    pub async fn push(&self, party: &Party, extra: &[(&str, &str)]) -> Answer {
        let mut pairs = vec![("response_type", "code"), ("state", "st"), ("nonce", "no")];
        let overridden = |name: &str| extra.iter().any(|(key, _)| *key == name);
        for pair in [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")] {
            if !overridden(pair.0) {
                pairs.push(pair);
            }
        }
        pairs.extend(extra);
        self.post_as(party, "/par", &pairs).await
    }

    pub async fn request_uri(&self, party: &Party, extra: &[(&str, &str)]) -> String {
        let answer = self.push(party, extra).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()["request_uri"].as_str().unwrap().to_owned()
    }

    pub async fn redeem(&self, party: &Party, code: &str) -> Answer {
        let pairs = [("grant_type", "authorization_code"), ("code", code), ("code_verifier", VERIFIER)];
        self.post_as(party, "/token", &pairs).await
    }

    pub fn code(&self) -> String {
        self.totp.code_at(self.clock.now())
    }

    /// Past the present TOTP step, so that the next code is another one.
    pub fn clock_now(&self) -> leasehold_domain::Time {
        self.clock.now()
    }

    pub fn next_step(&self) {
        self.clock.advance(Duration::seconds(30));
    }
}

pub fn form(path: &str, pairs: &[(&str, &str)]) -> Request<Body> {
    Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(serde_urlencoded::to_string(pairs).unwrap()))
        .unwrap()
}

/// A browser: cookies and a place.
pub struct TestBrowser {
    pub cookies: BTreeMap<String, String>,
    pub address: &'static str,
    /// The key that its pages prove, as [`Key::new`](crate::device_keys::Key::new) makes it from a seed.
    pub key: Option<u8>,
}

impl TestBrowser {
    pub fn at(address: &'static str) -> Self {
        Self { cookies: BTreeMap::new(), address, key: None }
    }

    pub async fn get(&mut self, app: &App, path: &str) -> Answer {
        self.send(app, Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn send(&mut self, app: &App, mut request: Request<Body>) -> Answer {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert("cookie", cookies.join("; ").parse().unwrap());
        }
        request.headers_mut().insert("sec-fetch-site", "same-origin".parse().unwrap());
        request.headers_mut().insert("user-agent", "Mozilla/5.0 Test".parse().unwrap());
        request.extensions_mut().insert(ClientAddress(self.address.parse().unwrap()));
        let answer = app.send(request).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let (name, value) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = value.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Posts a form of a page that belongs to no request.
    pub async fn post(&mut self, app: &App, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let Some(seed) = self.key.filter(|_| path.starts_with("/factors/")) else {
            return self.send(app, form(path, pairs)).await;
        };
        let proof = crate::device_keys::Key::new(seed).proof(app, self).await;
        self.send(app, form(path, &[pairs, &[("device_proof", &*proof)]].concat())).await
    }

    /// One with a key of its own.
    pub fn keyed(address: &'static str) -> Self {
        static SEED: AtomicU8 = AtomicU8::new(100);
        Self { key: Some(SEED.fetch_add(1, Ordering::Relaxed) | 64), ..Self::at(address) }
    }

    /// Opens a pushed request.
    pub async fn authorize(&mut self, app: &App, party: &Party, request_uri: &str) -> Answer {
        let query = serde_urlencoded::to_string([("client_id", &*party.id), ("request_uri", request_uri)]);
        self.get(app, &format!("/authorize?{}", query.unwrap())).await
    }

    /// Posts the form of an interaction page.
    pub async fn submit(&mut self, app: &App, page: &str, pairs: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf(app, page).await;
        let proof = match self.key {
            Some(seed) => crate::device_keys::Key::new(seed).proof(app, self).await,
            None => String::new(),
        };
        let mut all = pairs.to_vec();
        all.push(("csrf", &csrf));
        if !pairs.iter().any(|(name, _)| *name == "device_proof") {
            all.push(("device_proof", &proof));
        }
        self.send(app, form(page, &all)).await
    }

    /// The hidden token, as the page would show it.
    pub async fn csrf(&self, app: &App, page: &str) -> String {
        match self.view(app, page).await {
            InteractionView::SignIn(view) => view.form.csrf,
            InteractionView::Consent(view) => view.form.csrf,
            InteractionView::StepUp(view) => view.form.csrf,
        }
    }

    /// What the page shows.
    pub async fn view(&self, app: &App, page: &str) -> InteractionView {
        use leasehold_authorization_server::browser::Browser;
        use leasehold_authorization_server::interaction::Page;
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::get(page).header("cookie", cookies.join("; ")).body(()).unwrap();
        let browser = Browser::of(&request.into_parts().0);
        let mut parts = page.split('/').skip(2);
        let id = parts.next().unwrap_or_default();
        let kind = match parts.next() {
            Some("consent") => Page::Consent,
            Some("step-up") => Page::StepUp,
            _ => Page::SignIn,
        };
        let view = app.server.interactions().view(id, kind, &browser, "en").await;
        view.unwrap_or_else(|error| panic!("{page}: {error:?}"))
    }

    /// Signs alice in on the page that `answer` leads to and returns what comes after.
    pub async fn sign_in(&mut self, app: &App, answer: &Answer) -> Answer {
        self.sign_in_as(app, answer, "alice").await
    }

    pub async fn sign_in_as(&mut self, app: &App, answer: &Answer, username: &str) -> Answer {
        let page = answer.location().to_owned();
        assert!(page.ends_with("/sign-in"), "{page}");
        self.submit(app, &page, &[("username", username), ("password", PASSWORD)]).await
    }

    /// Pushes a request and opens it.
    pub async fn ask(&mut self, app: &App, party: &Party, extra: &[(&str, &str)]) -> Answer {
        let uri = app.request_uri(party, extra).await;
        self.authorize(app, party, &uri).await
    }

    /// From nothing to tokens for northbank, all scopes allowed.
    pub async fn connect(&mut self, app: &App, party: &Party, scope: &str) -> Value {
        let uri = app.request_uri(party, &[("scope", scope)]).await;
        let mut answer = self.authorize(app, party, &uri).await;
        if answer.location().ends_with("/sign-in") {
            answer = self.sign_in(app, &answer).await;
        }
        if answer.location().ends_with("/step-up") {
            let page = answer.location().to_owned();
            answer = self.submit(app, &page, &[("decision", "cancel")]).await;
        }
        if answer.location().ends_with("/consent") {
            let page = answer.location().to_owned();
            let names: Vec<String> = scope.split(' ').map(|scope| format!("scope.{scope}")).collect();
            let mut pairs = vec![("decision", "allow")];
            pairs.extend(names.iter().map(|name| (name.as_str(), "on")));
            answer = self.submit(app, &page, &pairs).await;
        }
        let code = answer.parameter("code").unwrap_or_else(|| panic!("{answer:?}"));
        let tokens = app.redeem(party, &code).await;
        assert_eq!(tokens.status, 200, "{tokens:?}");
        tokens.json()
    }

    /// Allows these scopes on the consent page.
    pub async fn allow(&mut self, app: &App, page: &Answer, scopes: &[&str]) -> Answer {
        let page = page.location().to_owned();
        assert!(page.ends_with("/consent"), "{page}");
        let names: Vec<String> = scopes.iter().map(|scope| format!("scope.{scope}")).collect();
        let mut pairs = vec![("decision", "allow")];
        pairs.extend(names.iter().map(|name| (name.as_str(), "on")));
        self.submit(app, &page, &pairs).await
    }

    /// Steps up for one payment and returns the tokens that replace the old ones.
    pub async fn elevate(&mut self, app: &App, party: &Party, grant: &str) -> Answer {
        let uri = app.request_uri(party, &elevation(grant, &payment("250.00"))).await;
        let answer = self.authorize(app, party, &uri).await;
        let page = answer.location().to_owned();
        assert!(page.ends_with("/step-up"), "{page}");
        let answer = self.submit(app, &page, &[("factor", "totp"), ("code", &app.code())]).await;
        let code = answer.parameter("code").unwrap_or_else(|| panic!("{answer:?}"));
        app.redeem(party, &code).await
    }

    /// Restores holds through the dashboard's client.
    pub async fn restore(&mut self, app: &App, holds: &[String]) -> Answer {
        let details = json!([{"type": "lease_restore", "holds": holds}]).to_string();
        let extra = [
            ("scope", "openid account.manage"),
            ("authorization_details", &*details),
            ("acr_values", "urn:leasehold:acr:aal2"),
        ];
        let uri = app.request_uri(&app.account, &extra).await;
        let answer = self.authorize(app, &app.account, &uri).await;
        let page = answer.location().to_owned();
        assert!(page.ends_with("/step-up"), "{page}");
        self.submit(app, &page, &[("factor", "totp"), ("code", &app.code())]).await
    }
}

/// What an app pushes so that `payments.write` of a grant is raised for one object.
pub fn elevation<'a>(grant: &'a str, details: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("scope", "openid payments.write"),
        ("acr_values", "urn:leasehold:acr:aal2"),
        ("max_age", "300"),
        ("grant_management_action", "merge"),
        ("grant_id", grant),
        ("authorization_details", details),
    ]
}

pub fn payment(amount: &str) -> String {
    json!([{"type": "payment_initiation", "instructedAmount": {"currency": "EUR", "amount": amount},
        "creditorName": "Shop BV", "creditorAccount": "NL91ABNA0417164300"}])
    .to_string()
}

pub fn status<'a>(introspection: &'a Value, scope: &str) -> &'a str {
    introspection["scope_status"][scope]["status"].as_str().unwrap_or("-")
}

pub fn scopes(value: &Value) -> Vec<&str> {
    value["scope"].as_str().unwrap_or_default().split(' ').collect()
}
