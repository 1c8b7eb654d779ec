use std::collections::BTreeSet;
use std::path::PathBuf;

use leasehold_domain::ClientId;
use leasehold_domain::catalogue::ScopeCatalogue;
use leasehold_domain::client::Client;
use leasehold_oauth_types::{AuthorizationDetail, ScopeSet};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::{ConfigError, Problems, ResourceServerSettings, is_loopback_host};

/// Begins the ids of our own clients.
const OWN: &str = "leasehold-";
/// Ids of our own resource servers.
const OWN_APIS: [&str; 2] = ["account-api", "admin-api"];

/// One entry of `clients`: an app that people may let act for them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientSettings {
    /// Its id.
    pub id: String,
    /// Its name, as people know it.
    pub name: String,
    /// The one API its tokens are for.
    pub audience: String,
    /// Where codes may be sent; compared byte for byte.
    pub redirect_uris: Vec<String>,
    /// Where sign-out may return to.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// Where its name links to.
    #[serde(default)]
    pub home: Option<String>,
    /// What it may ask for.
    pub scopes: ScopeSet,
    /// The types of authorization details that it may ask for.
    #[serde(default)]
    pub authorization_details_types: BTreeSet<String>,
    /// Whether its authorization requests have to be pushed.
    #[serde(default)]
    pub require_pushed_authorization_requests: bool,
    /// Its public keys.
    #[serde(flatten)]
    pub keys: JwksSource,
}

/// Public keys in the file itself (`jwks`) or in one beside it (`jwks_file`).
#[derive(Clone, Debug, Deserialize)]
pub struct JwksSource {
    /// A JWK set.
    #[serde(default)]
    pub jwks: Option<Value>,
    /// A file that holds one.
    #[serde(default)]
    pub jwks_file: Option<PathBuf>,
}

impl ClientSettings {
    pub(super) fn check(&self, catalogue: &ScopeCatalogue, problems: &mut Problems) {
        let id = &self.id;
        problems.require(!self.name.trim().is_empty(), || format!("clients.{id}.name: is empty"));
        problems.require(!self.redirect_uris.is_empty(), || format!("clients.{id}.redirect_uris: is empty"));
        for uri in self.redirect_uris.iter().chain(&self.post_logout_redirect_uris) {
            problems.require(may_redirect_to(uri), || {
                format!("clients.{id}: {uri} must be https (or http on loopback), without a fragment")
            });
        }
        for scope in self.scopes.iter() {
            let audience = catalogue.get(scope).map(|definition| definition.audience.as_str());
            let shared = matches!(scope.as_str(), "openid" | "profile");
            problems.require(shared || audience == Some(self.audience.as_str()), || {
                format!("clients.{id}.scopes: {scope} is no scope of the audience {}", self.audience)
            });
        }
        for kind in &self.authorization_details_types {
            problems.require(AuthorizationDetail::FOR_OBJECTS.contains(&kind.as_str()), || {
                let known = AuthorizationDetail::FOR_OBJECTS.join(", ");
                format!("clients.{id}.authorization_details_types: {kind} is none of {known}")
            });
        }
        self.keys.check(&format!("clients.{id}"), problems);
    }

    /// The client as the registry has it.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] when its keys cannot be read.
    pub fn client(&self) -> Result<Client, ConfigError> {
        Ok(Client {
            id: ClientId::new(&*self.id),
            name: self.name.clone(),
            audience: self.audience.clone(),
            redirect_uris: self.redirect_uris.clone(),
            post_logout_redirect_uris: self.post_logout_redirect_uris.clone(),
            home: self.home.clone(),
            scopes: self.scopes.clone(),
            first_party: false,
            jwks: self.keys.read().map_err(ConfigError::one)?,
            authorization_details_types: self.authorization_details_types.clone(),
            require_pushed_authorization_requests: self.require_pushed_authorization_requests,
        })
    }
}

impl JwksSource {
    pub(super) fn check(&self, whose: &str, problems: &mut Problems) {
        let found = self.read();
        problems.require(found.is_ok(), || format!("{whose}: {}", found.err().unwrap_or_default()));
    }

    /// The key set.
    ///
    /// # Errors
    ///
    /// What is wrong with it; a private key among them is an error, since it is no secret any more.
    pub fn read(&self) -> Result<Value, String> {
        let set = match (&self.jwks, &self.jwks_file) {
            (Some(set), None) => set.clone(),
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| format!("jwks_file {}: {}", path.display(), error.kind()))?;
                serde_json::from_str(&text).map_err(|_| format!("jwks_file {}: no JSON", path.display()))?
            }
            _ => return Err("give either jwks or jwks_file".into()),
        };
        let keys = set.get("keys").and_then(Value::as_array).filter(|keys| !keys.is_empty());
        let keys = keys.ok_or("the key set has no keys")?;
        for key in keys {
            if ["d", "p", "q", "k"].iter().any(|member| key.get(member).is_some()) {
                return Err("the key set holds a private key; replace that key, it has been shown".into());
            }
            if key.get("kty").and_then(Value::as_str) != Some("EC") {
                return Err("the key set holds another key than ES256 (kty EC, crv P-256)".into());
            }
        }
        Ok(set)
    }
}

/// Ids are one namespace: the issuer of an assertion is looked up in both lists.
pub(super) fn check_ids(
    clients: &[ClientSettings],
    servers: &[ResourceServerSettings],
    problems: &mut Problems,
) {
    let mut seen = BTreeSet::new();
    let ids = clients.iter().map(|client| &client.id).chain(servers.iter().map(|server| &server.id));
    for id in ids {
        problems.require(seen.insert(id), || format!("{id}: the id is used twice"));
        problems.require(
            !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_graphic()),
            || format!("{id}: an id has 1 to 64 visible ASCII characters"),
        );
        problems.require(!id.starts_with(OWN) && !OWN_APIS.contains(&id.as_str()), || {
            format!("{id}: the id belongs to a part of our own")
        });
    }
}

fn may_redirect_to(uri: &str) -> bool {
    let Ok(url) = Url::parse(uri) else { return false };
    let secure = match url.scheme() {
        "https" => true,
        "http" => url.host_str().is_some_and(is_loopback_host),
        _ => false,
    };
    secure && url.fragment().is_none() && url.username().is_empty() && url.password().is_none()
}
