//! The relying party: the one place that speaks OAuth and OpenID Connect to the authorization server.
//!
//! Only the public protocol, through [`Caller`]; the authorization server is a third party to this crate.

mod assertion;
mod assertion_cache;
mod client;

mod elevation;
mod id_token;
mod provider;
mod push;
mod revoke;
mod userinfo;
mod wire;

use std::sync::Arc;

use leasehold_domain::{Clock, Entropy};
use leasehold_http_kit::Caller;
use leasehold_oauth_types::{AuthorizationDetail, ScopeSet};
use tokio::sync::RwLock;

use crate::ClientKey;
use crate::session::TokenSet;

pub(crate) use assertion_cache::AssertionCache;
pub(crate) use id_token::{Expected, IdClaims};
pub(crate) use provider::Provider;
pub(crate) use push::AuthorizationParams;

/// One client of one authorization server.
pub(crate) struct Oidc {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) key: ClientKey,
    pub(crate) scope: ScopeSet,
    pub(crate) caller: Caller,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) provider: RwLock<Option<Arc<Provider>>>,
    pub(crate) assertions: AssertionCache,
}

/// What a token response brought.
pub(crate) struct Redeemed {
    pub(crate) tokens: TokenSet,
    pub(crate) details: Vec<AuthorizationDetail>,
}

/// Why the authorization server gave no tokens.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OidcError {
    /// Code or refresh token are dead, and so is what hangs on them.
    #[error("invalid_grant")]
    InvalidGrant,
    /// Another OAuth error; the text is its code.
    #[error("{0}")]
    Refused(String),
    /// No answer, or a server error. Says nothing about the grant.
    #[error("unavailable")]
    Unavailable,
    /// The answer breaks the protocol or a check.
    #[error("the answer is not acceptable")]
    Unacceptable,
}

impl From<OidcError> for crate::BffError {
    fn from(error: OidcError) -> Self {
        match error {
            OidcError::Unavailable => Self::Unavailable,
            other => Self::Refused(other.to_string()),
        }
    }
}
