//! What a guard has to be told.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use leasehold_domain::Clock;
use leasehold_http_kit::Caller;

/// Makes client assertions (`private_key_jwt`, RFC 7523) for the resource server that the guard protects.
pub trait ClientAssertions: Send + Sync {
    /// A fresh assertion with its own `jti`, its audience the issuer. `None` when the key cannot be used;
    /// the guard then fails closed.
    fn sign(&self) -> Option<String>;
}

impl<F: Fn() -> Option<String> + Send + Sync> ClientAssertions for F {
    fn sign(&self) -> Option<String> {
        self()
    }
}

/// Configuration of a guard.
#[derive(Clone)]
pub struct GuardConfig {
    /// The issuer whose tokens are accepted, exactly as its metadata spells it.
    pub issuer: String,
    /// The audience that tokens for this API carry; also its `resource` identifier (RFC 9728).
    pub audience: String,
    /// Name of the protection space in challenges.
    pub realm: String,
    /// Id of this resource server at the issuer.
    pub client_id: String,
    /// Proves that id.
    pub assertions: Arc<dyn ClientAssertions>,
    /// Reaches the issuer.
    pub caller: Caller,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Most tokens of which answers are kept, up to eight of each.
    pub cache_entries: u64,
    /// How long an answer is kept at most; never more than [`Self::TTL_LIMIT`].
    pub ttl: Duration,
    /// Address of the resource metadata, for challenges.
    pub resource_metadata: Option<String>,
}

impl GuardConfig {
    /// The longest time to live that is honoured (design section 3).
    pub const TTL_LIMIT: Duration = Duration::from_secs(30);

    /// A configuration that keeps the answers of 10,000 tokens for 5 seconds, and the realm named as the client.
    #[must_use]
    pub fn new(
        issuer: impl Into<String>,
        audience: impl Into<String>,
        client_id: impl Into<String>,
        assertions: Arc<dyn ClientAssertions>,
        caller: Caller,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let client_id = client_id.into();
        Self {
            issuer: issuer.into(),
            audience: audience.into(),
            realm: client_id.clone(),
            client_id,
            assertions,
            caller,
            clock,
            cache_entries: 10_000,
            ttl: Duration::from_secs(5),
            resource_metadata: None,
        }
    }
}

impl fmt::Debug for GuardConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardConfig")
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .field("client_id", &self.client_id)
            .field("ttl", &self.ttl)
            .finish_non_exhaustive()
    }
}
