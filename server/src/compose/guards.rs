//! Our own APIs, and the guards in front of them.

use std::sync::Arc;

use leasehold_domain::client::ResourceServer;
use leasehold_domain::{ClientId, Clock, Entropy};
use leasehold_guard::{Guard, GuardConfig, metadata_address};
use leasehold_http_kit::Caller;

use super::World;
use super::assertions::OwnAssertions;
use crate::config::{Origin, Settings, account_audience, admin_audience};
use crate::keys::{KeyFileError, KeyFolder};

/// An API with a key of its own.
#[derive(Clone, Debug)]
pub struct Guarded {
    /// Its id at the issuer; also the name of its key file.
    pub id: String,
    /// Tokens for this audience are its own.
    pub audience: String,
}

/// The APIs that the product has.
pub(super) struct OwnApis {
    pub(super) account: Guarded,
    pub(super) admin: Guarded,
}

/// Their guards.
pub(super) struct Guards {
    pub(super) account: Guard,
    pub(super) admin: Guard,
}

pub(super) fn own(settings: &Settings) -> OwnApis {
    OwnApis {
        account: Guarded { id: "account-api".into(), audience: account_audience(&settings.issuer) },
        admin: Guarded { id: "admin-api".into(), audience: admin_audience(&settings.issuer) },
    }
}

impl Guarded {
    pub(super) fn resource_server(&self, keys: &KeyFolder) -> Result<ResourceServer, KeyFileError> {
        Ok(ResourceServer {
            id: ClientId::new(&*self.id),
            audience: self.audience.clone(),
            jwks: keys.own(&self.id)?.jwks(),
            edge: false,
        })
    }
}

/// What every guard is made with.
#[derive(Clone, Debug)]
pub struct GuardMaker {
    issuer: String,
    keys: KeyFolder,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl GuardMaker {
    /// Takes what it needs of the world.
    #[must_use]
    pub fn new(issuer: &Origin, world: &World) -> Self {
        Self {
            issuer: issuer.to_string(),
            keys: world.keys.clone(),
            clock: Arc::clone(&world.clock),
            entropy: Arc::clone(&world.entropy),
        }
    }

    /// A guard that reaches the issuer through `caller`.
    ///
    /// # Errors
    ///
    /// [`KeyFileError`] when the API's key cannot be read or made.
    pub fn guard(&self, api: &Guarded, caller: &Caller) -> Result<Guard, KeyFileError> {
        let key = self.keys.own(&api.id)?;
        let (clock, entropy) = (Arc::clone(&self.clock), Arc::clone(&self.entropy));
        let assertions = OwnAssertions::new(&api.id, &self.issuer, &key, Arc::clone(&clock), entropy)?;
        let assertions = Arc::new(assertions);
        let mut config =
            GuardConfig::new(&*self.issuer, &*api.audience, &*api.id, assertions, caller.clone(), clock);
        config.resource_metadata = metadata_address(&api.audience);
        Ok(Guard::new(config))
    }
}
