//! What an ID token has to be (OpenID Connect Core section 3.1.3.7).

use std::str::FromStr as _;

use chrono::Duration;
use leasehold_domain::Time;
use leasehold_oauth_types::Acr;
use openidconnect::core::{
    CoreGenderClaim, CoreIdTokenVerifier, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
};
use openidconnect::{AdditionalClaims, ClaimsVerificationError, IdToken, IdTokenClaims, IssuerUrl, Nonce};
use serde::{Deserialize, Serialize};

use super::{Oidc, OidcError, Provider};

/// What the request asked for and the token has to show.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expected {
    pub(crate) nonce: String,
    pub(crate) acr: Option<Acr>,
    /// Seconds.
    pub(crate) max_age: Option<u64>,
}

/// What the token says.
#[derive(Clone, Debug)]
pub(crate) struct IdClaims {
    pub(crate) sub: String,
    pub(crate) sid: Option<String>,
    pub(crate) acr: Acr,
    pub(crate) name: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) locale: Option<String>,
    pub(crate) zone: Option<String>,
}

/// Claims beyond those of OpenID Connect Core.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct MoreClaims {
    sid: Option<String>,
}

impl AdditionalClaims for MoreClaims {}

/// The ID token of this client.
pub(super) type OwnIdToken =
    IdToken<MoreClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

type OwnClaims = IdTokenClaims<MoreClaims, CoreGenderClaim>;

/// How far clocks may differ, and how long the way back may take.
const LEEWAY: Duration = Duration::seconds(60);

impl Oidc {
    /// Verifies an ID token. A signature by a key we do not know makes us look for new keys once.
    pub(crate) async fn verify(&self, token: &str, expected: &Expected) -> Result<IdClaims, OidcError> {
        let token = OwnIdToken::from_str(token).map_err(|_| OidcError::Unacceptable)?;
        let provider = self.provider().await?;
        let claims = match self.claims(&token, &provider, expected) {
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                let provider = self.fetch_provider().await?;
                self.claims(&token, &provider, expected).cloned()
            }
            other => other.cloned(),
        };
        let claims = claims.map_err(|error| {
            tracing::warn!(check = kind(&error), "an ID token did not pass");
            OidcError::Unacceptable
        })?;
        Ok(read(&claims))
    }

    fn claims<'a>(
        &self,
        token: &'a OwnIdToken,
        provider: &Provider,
        expected: &Expected,
    ) -> Result<&'a OwnClaims, ClaimsVerificationError> {
        let issuer = IssuerUrl::new(self.issuer.clone())
            .map_err(|_| ClaimsVerificationError::InvalidIssuer("not an address".into()))?;
        let client = openidconnect::ClientId::new(self.client_id.clone());
        let now = self.clock.now();
        let nonce = Nonce::new(expected.nonce.clone());
        let (want, max_age) = (expected.acr, expected.max_age);
        let verifier = CoreIdTokenVerifier::new_public_client(client, issuer, provider.keys.clone())
            .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256])
            .set_time_fn(move || now)
            .set_issue_time_verifier_fn(move |issued| within(issued <= now + LEEWAY))
            .set_auth_context_verifier_fn(move |acr| {
                let have = acr.and_then(|acr| acr.as_str().parse::<Acr>().ok()).unwrap_or(Acr::None);
                within(want.is_none_or(|want| have.satisfies(want)))
            })
            .set_auth_time_verifier_fn(move |at| within(is_recent(at, max_age, now)));
        token.claims(&verifier, &nonce)
    }
}

fn is_recent(auth_time: Option<Time>, max_age: Option<u64>, now: Time) -> bool {
    let Some(seconds) = max_age else { return true };
    let age = i64::try_from(seconds).ok().and_then(Duration::try_seconds);
    // A number beyond all times asks for nothing.
    age.is_none_or(|age| auth_time.is_some_and(|at| now - at <= age + LEEWAY))
}

fn within(ok: bool) -> Result<(), String> {
    if ok { Ok(()) } else { Err(String::new()) }
}

fn read(claims: &OwnClaims) -> IdClaims {
    let acr = claims.auth_context_ref().and_then(|acr| acr.as_str().parse().ok());
    IdClaims {
        sub: claims.subject().to_string(),
        sid: claims.additional_claims().sid.clone(),
        acr: acr.unwrap_or(Acr::None),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        username: claims.preferred_username().map(|name| name.to_string()),
        locale: claims.locale().map(|tag| tag.to_string()),
        zone: claims.zoneinfo().map(|zone| zone.to_string()),
    }
}

/// Which check failed; the library's own texts repeat parts of the token.
fn kind(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "exp or iat",
        ClaimsVerificationError::InvalidAudience(_) => "aud",
        ClaimsVerificationError::InvalidAuthContext(_) => "acr",
        ClaimsVerificationError::InvalidAuthTime(_) => "auth_time",
        ClaimsVerificationError::InvalidIssuer(_) => "iss",
        ClaimsVerificationError::InvalidNonce(_) => "nonce",
        ClaimsVerificationError::SignatureVerification(_) => "signature",
        _ => "form",
    }
}
