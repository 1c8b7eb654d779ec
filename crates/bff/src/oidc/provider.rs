//! The authorization server's metadata and keys, fetched when first needed and kept for an hour.

use std::sync::Arc;

use chrono::Duration;
use leasehold_domain::Time;
use openidconnect::core::CoreJsonWebKeySet;
use serde::Deserialize;

use super::{Oidc, OidcError};

/// How long metadata and keys are kept. A key that is not among them is looked for at once.
const KEPT: Duration = Duration::hours(1);

/// The members of the discovery document that we use; the rest is for others (RFC 8414 section 2).
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Metadata {
    issuer: String,
    jwks_uri: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) userinfo_endpoint: String,
    pub(crate) revocation_endpoint: String,
    pub(crate) end_session_endpoint: String,
    pub(crate) pushed_authorization_request_endpoint: String,
    /// Ours; another server has none.
    pub(crate) elevation_end_endpoint: Option<String>,
}

/// Metadata and keys.
pub(crate) struct Provider {
    pub(crate) metadata: Metadata,
    pub(super) keys: CoreJsonWebKeySet,
    fetched_at: Time,
}

impl Oidc {
    /// What is kept, or fetched now.
    pub(crate) async fn provider(&self) -> Result<Arc<Provider>, OidcError> {
        let kept = self.provider.read().await.clone();
        match kept.filter(|provider| self.clock.now() < provider.fetched_at + KEPT) {
            Some(provider) => Ok(provider),
            None => self.fetch_provider().await,
        }
    }

    /// Fetches anew: the server may have got a new key.
    pub(super) async fn fetch_provider(&self) -> Result<Arc<Provider>, OidcError> {
        let url = format!("{}/.well-known/openid-configuration", self.issuer);
        let metadata: Metadata = self.get(&url, None).await?;
        // Compared as text: a parser would add a slash (OpenID Connect Discovery section 4.3).
        if metadata.issuer != self.issuer {
            return Err(OidcError::Unacceptable);
        }
        let keys = self.get(&metadata.jwks_uri, None).await?;
        let provider = Arc::new(Provider { metadata, keys, fetched_at: self.clock.now() });
        *self.provider.write().await = Some(Arc::clone(&provider));
        Ok(provider)
    }
}
