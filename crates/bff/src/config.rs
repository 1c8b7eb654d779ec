//! What one app's instance is made of.

use std::fmt;
use std::sync::Arc;

use http::Method;
use jsonwebtoken::EncodingKey;
use leasehold_domain::sealed::MasterKey;
use leasehold_domain::{ClientId, Clock, Entropy};
use leasehold_http_kit::Caller;
use leasehold_oauth_types::ScopeSet;
use leasehold_storage::BffStorage;

use crate::ConfigError;

/// Settings of one app. All of them come from the operator.
#[derive(Clone, Debug)]
pub struct BffConfig {
    /// Short name of the app; keeps its rows apart from those of other apps in the same database.
    pub app: String,
    /// The client that the app is at the authorization server.
    pub client_id: ClientId,
    /// Origin of the app as browsers write it, such as `http://app.localhost:8080`.
    pub origin: String,
    /// Issuer identifier, byte for byte.
    pub issuer: String,
    /// What a sign-in asks for; `openid` is added.
    pub scope: ScopeSet,
    /// Signs client assertions and context assertions.
    pub key: ClientKey,
    /// The APIs that the app may call, and nothing else (checklist BF-10).
    pub upstreams: Vec<Upstream>,
    /// Address at the issuer that streams what the app's pages show live; none for apps without.
    pub events: Option<String>,
    /// Path that the person comes back to after signing out; registered at the authorization server.
    pub post_logout_path: String,
    /// How often one address may begin a sign-in in a minute.
    pub sign_ins_per_minute: u32,
    /// Path of the page that explains a failed sign-in; gets a `code` in its query
    /// ([`crate::SignInFailure`]).
    pub failure_path: String,
}

/// What the instance works with.
#[derive(Clone, Debug)]
pub struct BffDeps {
    /// Sessions, sign-ins in progress, pending actions.
    pub storage: Arc<dyn BffStorage>,
    /// Reaches the authorization server and the APIs.
    pub caller: Caller,
    /// The time that counts.
    pub clock: Arc<dyn Clock>,
    /// Makes ids and secrets.
    pub entropy: Arc<dyn Entropy>,
    /// Seals what is stored.
    pub master_key: MasterKey,
}

/// One API of the allow-list.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// First segment of the relayed path: `bank` for `/api/bank/…`.
    pub prefix: String,
    /// Where the API is, without a slash at the end: `http://127.0.0.1:8090`.
    pub base_url: String,
    /// What may be called there.
    pub endpoints: Vec<Endpoint>,
}

/// One method and path of an API.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The method.
    pub method: Method,
    /// The path; a segment `{}` stands for any one segment: `/v1/payments/{}`.
    pub path: String,
}

impl Endpoint {
    /// Shorthand for lists.
    #[must_use]
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into() }
    }
}

/// The client's ES256 key. `Debug` shows its id only.
#[derive(Clone)]
pub struct ClientKey {
    pub(crate) kid: String,
    pub(crate) key: EncodingKey,
}

impl ClientKey {
    /// Takes a P-256 key in PKCS#8 PEM and its id in the registered key set.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Key`] if the text is not such a key.
    pub fn from_pem(kid: impl Into<String>, pem: &str) -> Result<Self, ConfigError> {
        let key = EncodingKey::from_ec_pem(pem.as_bytes()).map_err(|_| ConfigError::Key)?;
        Ok(Self { kid: kid.into(), key })
    }
}

impl fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}
