use leasehold_domain::ClientId;
use leasehold_domain::client::ResourceServer;
use serde::Deserialize;

use super::{ConfigError, JwksSource, Origin, Problems};

/// One entry of `resource_servers`: an API that asks whether tokens are good.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceServerSettings {
    /// Its id, with which it authenticates.
    pub id: String,
    /// Tokens for this audience are its own.
    pub audience: String,
    /// Whether its word about the address of a request counts (a gateway at the edge).
    #[serde(default)]
    pub edge: bool,
    /// Its public keys.
    #[serde(flatten)]
    pub keys: JwksSource,
}

impl ResourceServerSettings {
    pub(super) fn check(&self, issuer: &Origin, problems: &mut Problems) {
        let id = &self.id;
        problems.require(!self.audience.is_empty() && !self.audience.starts_with(issuer.as_str()), || {
            format!("resource_servers.{id}.audience: is missing or begins with the issuer")
        });
        self.keys.check(&format!("resource_servers.{id}"), problems);
    }

    /// The resource server as the registry has it.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] when its keys cannot be read.
    pub fn resource_server(&self) -> Result<ResourceServer, ConfigError> {
        Ok(ResourceServer {
            id: ClientId::new(&*self.id),
            audience: self.audience.clone(),
            jwks: self.keys.read().map_err(ConfigError::one)?,
            edge: self.edge,
        })
    }
}
