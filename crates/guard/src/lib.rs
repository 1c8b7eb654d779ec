#![doc = include_str!("../README.md")]

mod answers;
mod authorized;
mod bearer;
mod cache;
mod config;
mod context;
mod events;
mod introspection;
mod layer;
mod marks;
mod refusal;
mod region;
mod resource_metadata;
mod usage;
mod verdict;

use std::sync::Arc;

use axum::Router;
use leasehold_domain::{HashedToken, PlainToken, TokenKind};
use leasehold_oauth_types::discovery::ResourceMetadata;
use leasehold_oauth_types::introspection::{ContextParameter, Introspection};

pub use authorized::Authorized;
pub use config::{ClientAssertions, GuardConfig};
pub use context::CONTEXT_HEADER;
pub use layer::{GuardLayer, GuardService};
pub use refusal::Refusal;
pub use resource_metadata::metadata_address;

use answers::Answer;
use cache::Cache;
use region::Said;

/// How often an answer that an event has overtaken is asked for again within one request. An event can
/// overtake an answer; three in a row mean that something is wrong.
const ATTEMPTS: usize = 3;

/// The policy enforcement point of one API. Cheap to clone; all clones share one cache.
#[derive(Clone, Debug)]
pub struct Guard(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: GuardConfig,
    cache: Cache,
    usage: usage::Usage,
}

impl Guard {
    /// A guard with an empty cache. Spawn [`Self::follow_events`] beside it.
    #[must_use]
    pub fn new(config: GuardConfig) -> Self {
        let cache = Cache::new(config.cache_entries);
        Self(Arc::new(Inner { config, cache, usage: usage::Usage::default() }))
    }

    /// Lets requests with a usable token pass, whatever its scopes, and gives handlers [`Authorized`].
    #[must_use]
    pub fn layer(&self) -> GuardLayer {
        GuardLayer::new(self.clone(), None)
    }

    /// Lets requests pass whose token has this scope active in the context of the request. A name that is
    /// no scope lets nothing pass.
    #[must_use]
    pub fn require(&self, scope: &str) -> GuardLayer {
        GuardLayer::new(self.clone(), Some(scope.into()))
    }

    /// `/.well-known/oauth-protected-resource` (RFC 9728), to be merged into the API's router. Name every
    /// scope that the API asks for.
    pub fn metadata_router(&self, scopes: &[&str]) -> Router {
        resource_metadata::router(self.config(), scopes)
    }

    /// The same document by itself, for an API whose resource identifier has a path: to be served at its
    /// [`metadata_address`].
    #[must_use]
    pub fn metadata(&self, scopes: &[&str]) -> ResourceMetadata {
        resource_metadata::document(self.config(), scopes)
    }

    /// Follows the issuer's event stream for as long as it is polled, reconnecting with growing pauses; to
    /// be spawned once. Without it the guard still enforces, at the pace of its time to live.
    pub async fn follow_events(self) {
        events::follow(&self).await;
    }

    /// Tells the issuer every half minute which scopes let requests through, for as long as it is polled; to be
    /// spawned once. Without it scopes look unused to the person and to the rule that ends what nobody uses.
    pub async fn report_usage(self) {
        usage::report(&self).await;
    }

    fn usage(&self) -> &usage::Usage {
        &self.0.usage
    }

    fn config(&self) -> &GuardConfig {
        &self.0.config
    }

    fn cache(&self) -> &Cache {
        &self.0.cache
    }

    /// What the token may do in this context: from the cache, or from the issuer.
    async fn authorize(&self, token: &str, context: &ContextParameter) -> Result<Authorized, Refusal> {
        let token = PlainToken::parse(TokenKind::Access, token).map_err(|_| Refusal::invalid_token(self))?;
        let key = cache::Key::new(&token.hashed(), context);
        for _ in 0..ATTEMPTS {
            let now_ms = self.now_ms();
            let kept = self.cache().get(&key, now_ms);
            if let Some(answer) = kept.or_else(|| self.in_a_region(&key, &token.hashed(), context, now_ms)) {
                return self.judge(answer, token.hashed());
            }
            // Taken before the question: an event that arrives from here on is newer than the answer.
            let generation = self.cache().generation();
            let answer =
                introspection::ask(self.config(), &token, context).await.map_err(|_| Refusal::Unavailable)?;
            let answer = Answer::from(self.meant_for_us(answer));
            if self.cache().put(key, context, answer.clone(), generation, self.now_ms(), self.config().ttl) {
                return self.judge(answer, token.hashed());
            }
        }
        Err(Refusal::Unavailable)
    }

    /// The kept answer that the issuer would give to this request too.
    fn in_a_region(
        &self,
        key: &cache::Key,
        token: &HashedToken,
        context: &ContextParameter,
        now_ms: i64,
    ) -> Option<Answer> {
        let regions = self.cache().regions(key, now_ms);
        if regions.is_empty() {
            return None;
        }
        let said = Said::by(context)?;
        regions.iter().filter(|region| region.has(&said)).find_map(|region| {
            let known = region.confirms(context, &self.config().issuer, token, now_ms)?;
            self.cache().within(region, key, known, now_ms)
        })
    }

    fn judge(&self, answer: Answer, token: HashedToken) -> Result<Authorized, Refusal> {
        match answer {
            Answer::Inactive => Err(Refusal::invalid_token(self)),
            Answer::Active(answer) => Ok(Authorized::new(self.clone(), answer, token)),
        }
    }

    /// An issuer that tells of another audience, of a bound token or of an expired one is not believed to
    /// mean this API (checklist SU-10).
    fn meant_for_us(&self, answer: Introspection) -> Introspection {
        match answer {
            Introspection::Active(token)
                if token.aud == self.config().audience
                    && token.iss == self.config().issuer
                    && token.token_type.eq_ignore_ascii_case("Bearer")
                    && token.exp.saturating_mul(1000) > self.now_ms() =>
            {
                Introspection::Active(token)
            }
            _ => Introspection::Inactive,
        }
    }

    fn now_ms(&self) -> i64 {
        self.config().clock.now().timestamp_millis()
    }
}

#[cfg(test)]
mod tests;
