//! The adapter around `openidconnect`: its seventeen type parameters stay in this file.

use std::pin::Pin;
use std::str::FromStr as _;

use bytes::Bytes;
use chrono::Duration;
use leasehold_http_kit::{CallError, Caller};
use leasehold_oauth_types::{AuthorizationDetail, Scope, ScopeSet};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AsyncHttpClient, AuthorizationCode, ClientId, EndpointNotSet, EndpointSet, ExtraTokenFields, HttpRequest,
    HttpResponse, IdTokenFields, IssuerUrl, OAuth2TokenResponse as _, PkceCodeVerifier, RedirectUrl,
    RefreshToken, RequestTokenError, StandardErrorResponse, StandardTokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};

use super::id_token::MoreClaims;
use super::wire::ASSERTION_TYPE;
use super::{Oidc, OidcError, Redeemed};
use crate::session::TokenSet;

type Refusal = StandardErrorResponse<CoreErrorResponseType>;

type Client<HasTokenUrl = EndpointSet> = openidconnect::Client<
    MoreClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    Refusal,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    HasTokenUrl,
    EndpointNotSet,
>;

type Tokens = StandardTokenResponse<
    IdTokenFields<
        MoreClaims,
        GrantFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// Members of a token response beyond OpenID Connect Core (RFC 9396 section 7, Grant Management
/// section 5.5), and ours about step-ups.
#[derive(Debug, Deserialize, Serialize)]
struct GrantFields {
    #[serde(default)]
    authorization_details: Vec<AuthorizationDetail>,
    #[serde(default)]
    grant_id: String,
    #[serde(default)]
    elevation_expires_in: Option<u32>,
}

impl ExtraTokenFields for GrantFields {}

/// Our caller in the shape that the library asks for.
struct CallerClient<'a>(&'a Caller);

impl<'c> AsyncHttpClient<'c> for CallerClient<'_> {
    type Error = CallError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, CallError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let response = self.0.send_collected(request.map(Bytes::from)).await?;
            Ok(response.map(|body| body.to_vec()))
        })
    }
}

impl Oidc {
    /// Redeems an authorization code. The ID token is not verified yet.
    pub(crate) async fn redeem(&self, code: &str, verifier: &str) -> Result<Redeemed, OidcError> {
        let client = self.client().await?;
        let assertion = self.client_assertion()?;
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
            .add_extra_param("client_assertion_type", ASSERTION_TYPE)
            .add_extra_param("client_assertion", assertion);
        let tokens = request.request_async(&CallerClient(&self.caller)).await.map_err(failed)?;
        self.read(&tokens)
    }

    /// Renews the tokens.
    pub(crate) async fn refresh(&self, refresh_token: &str) -> Result<TokenSet, OidcError> {
        let client = self.client().await?;
        let assertion = self.client_assertion()?;
        let refresh_token = RefreshToken::new(refresh_token.to_owned());
        let request = client
            .exchange_refresh_token(&refresh_token)
            .add_extra_param("client_assertion_type", ASSERTION_TYPE)
            .add_extra_param("client_assertion", assertion);
        let tokens = request.request_async(&CallerClient(&self.caller)).await.map_err(failed)?;
        self.read(&tokens).map(|redeemed| redeemed.tokens)
    }

    async fn client(&self) -> Result<Client, OidcError> {
        let provider = self.provider().await?;
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|_| OidcError::Unacceptable)?;
        let endpoint = provider.metadata.token_endpoint.clone();
        let token_url = TokenUrl::new(endpoint).map_err(|_| OidcError::Unacceptable)?;
        let redirect = RedirectUrl::new(self.redirect_uri.clone()).map_err(|_| OidcError::Unacceptable)?;
        let id = ClientId::new(self.client_id.clone());
        Ok(Client::<EndpointNotSet>::new(id, issuer, provider.keys.clone())
            .set_token_uri(token_url)
            .set_redirect_uri(redirect))
    }

    fn read(&self, tokens: &Tokens) -> Result<Redeemed, OidcError> {
        if *tokens.token_type() != CoreTokenType::Bearer {
            return Err(OidcError::Unacceptable);
        }
        let lifetime = tokens.expires_in().and_then(|lifetime| Duration::from_std(lifetime).ok());
        let scopes = tokens.scopes().map(Vec::as_slice).unwrap_or_default();
        let scopes: Result<ScopeSet, _> =
            scopes.iter().map(|scope| Scope::from_str(scope.as_str())).collect();
        let grant = tokens.extra_fields().extra_fields();
        Ok(Redeemed {
            tokens: TokenSet {
                access: tokens.access_token().secret().clone(),
                // Without a lifetime the token counts as over, so that it is renewed before its first use.
                expires_at: self.clock.now() + lifetime.unwrap_or_default(),
                refresh: tokens.refresh_token().map(|token| token.secret().clone()),
                id_token: tokens.extra_fields().id_token().map(ToString::to_string),
                scope: scopes.map_err(|_| OidcError::Unacceptable)?,
                grant_id: grant.grant_id.clone(),
                elevated_until: grant
                    .elevation_expires_in
                    .map(|seconds| self.clock.now() + Duration::seconds(seconds.into())),
            },
            details: grant.authorization_details.clone(),
        })
    }
}

/// Only `invalid_grant` says that the grant is dead (checklist RT-13); what cannot be read says nothing.
fn failed<E: std::error::Error>(error: RequestTokenError<E, Refusal>) -> OidcError {
    match error {
        RequestTokenError::ServerResponse(refusal) => match refusal.error() {
            CoreErrorResponseType::InvalidGrant => OidcError::InvalidGrant,
            CoreErrorResponseType::Extension(code)
                if code == "server_error" || code == "temporarily_unavailable" =>
            {
                OidcError::Unavailable
            }
            other => OidcError::Refused(other.to_string()),
        },
        RequestTokenError::Request(_) | RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            OidcError::Unavailable
        }
    }
}
