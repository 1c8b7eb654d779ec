//! Registered clients and resource servers. They come from the configuration.

use std::collections::{BTreeMap, BTreeSet};

use leasehold_oauth_types::ScopeSet;
use serde::{Deserialize, Serialize};

use crate::ClientId;

/// One client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// Its name, as people know it.
    pub name: String,
    /// The one audience of its access tokens.
    pub audience: String,
    /// Compared as text, byte for byte (OAuth 2.1 "Client Redirection Endpoint").
    pub redirect_uris: Vec<String>,
    /// Where sign-out may return to.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// Where its name links to.
    #[serde(default)]
    pub home: Option<String>,
    /// What it may ask for.
    pub scopes: ScopeSet,
    /// First party: no consent page, not removable.
    #[serde(default)]
    pub first_party: bool,
    /// Its public keys, for `private_key_jwt` and context assertions.
    pub jwks: serde_json::Value,
    /// The types of authorization details that it may ask for (RFC 9396 section 10); none by default.
    #[serde(default)]
    pub authorization_details_types: BTreeSet<String>,
    /// Whether its requests have to be pushed (RFC 9126 section 6).
    #[serde(default)]
    pub require_pushed_authorization_requests: bool,
}

/// One API that asks introspection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceServer {
    /// Its id, also its client id when it authenticates.
    pub id: ClientId,
    /// Tokens for this audience are its own; all others are inactive to it.
    pub audience: String,
    /// Its public keys, for `private_key_jwt`.
    pub jwks: serde_json::Value,
    /// Whether it may assert addresses itself (registered as edge).
    #[serde(default)]
    pub edge: bool,
}

/// All clients and resource servers.
#[derive(Clone, Debug, Default)]
pub struct ClientRegistry {
    clients: BTreeMap<ClientId, Client>,
    resource_servers: BTreeMap<ClientId, ResourceServer>,
}

impl ClientRegistry {
    /// Takes what the configuration lists.
    #[must_use]
    pub fn new(clients: Vec<Client>, resource_servers: Vec<ResourceServer>) -> Self {
        Self {
            clients: clients.into_iter().map(|client| (client.id.clone(), client)).collect(),
            resource_servers: resource_servers.into_iter().map(|rs| (rs.id.clone(), rs)).collect(),
        }
    }

    /// A client by its id.
    #[must_use]
    pub fn client(&self, id: &ClientId) -> Option<&Client> {
        self.clients.get(id)
    }

    /// A resource server by its id.
    #[must_use]
    pub fn resource_server(&self, id: &ClientId) -> Option<&ResourceServer> {
        self.resource_servers.get(id)
    }

    /// All clients.
    pub fn clients(&self) -> impl Iterator<Item = &Client> {
        self.clients.values()
    }
}
