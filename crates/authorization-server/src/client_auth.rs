//! Client authentication, finished in extractors: a handler that compiles has done the check.

use axum::extract::{FromRequest, Request};
use http::header::AUTHORIZATION;
use leasehold_domain::ClientId;
use leasehold_domain::client::{Client, ResourceServer};
use leasehold_domain::clock::at_seconds;
use leasehold_http_kit::OAuthForm;
use leasehold_http_kit::assertion::{InvalidAssertion, Verified, unverified, verify};
use leasehold_oauth_types::OAuthErrorCode;
use leasehold_oauth_types::form::Params;
use serde::Deserialize;

use crate::AuthorizationServer;
use crate::config::limits;
use crate::failure::Failure;
use crate::replay::Use;

/// The only method: `client_assertion` signed with a registered key (RFC 7523 section 2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A form from an authenticated client.
pub(crate) struct ClientForm {
    pub(crate) client: Client,
    pub(crate) params: Params,
}

/// A form from an authenticated resource server.
pub(crate) struct ResourceServerForm {
    pub(crate) caller: ResourceServer,
    pub(crate) params: Params,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    jti: String,
    iat: Option<i64>,
}

/// Where it is remembered that an assertion was used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Memory {
    /// Survives a crash: for what changes something.
    Database,
    /// Costs no write: for reading.
    Process,
}

/// One audience, as text or as a list of one (draft-ietf-oauth-rfc7523bis: the issuer and nothing else).
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    List(Vec<String>),
}

impl Audience {
    fn is(&self, issuer: &str) -> bool {
        match self {
            Self::One(audience) => audience == issuer,
            Self::List(list) => matches!(list.as_slice(), [audience] if audience == issuer),
        }
    }
}

impl FromRequest<AuthorizationServer> for ClientForm {
    type Rejection = Failure;

    async fn from_request(request: Request, server: &AuthorizationServer) -> Result<Self, Failure> {
        let params = form(request, server).await?;
        let id = client_id(&params)?;
        let client = server.config.registry.client(&id).cloned().ok_or_else(invalid_client)?;
        authenticate(server, &id, &client.jwks, params.require("client_assertion")?, Memory::Database)
            .await?;
        Ok(Self { client, params })
    }
}

impl FromRequest<AuthorizationServer> for ResourceServerForm {
    type Rejection = Failure;

    async fn from_request(request: Request, server: &AuthorizationServer) -> Result<Self, Failure> {
        let params = form(request, server).await?;
        let id = client_id(&params)?;
        let caller = server.config.registry.resource_server(&id).cloned().ok_or_else(invalid_client)?;
        authenticate(server, &id, &caller.jwks, params.require("client_assertion")?, Memory::Process).await?;
        Ok(Self { caller, params })
    }
}

/// Authenticates a resource server by an assertion that came alone, for the event stream.
pub(crate) async fn resource_server(
    server: &AuthorizationServer,
    assertion: &str,
) -> Result<ResourceServer, Failure> {
    let id = unverified_issuer(assertion).ok_or_else(invalid_client)?;
    let caller = server.config.registry.resource_server(&id).cloned().ok_or_else(invalid_client)?;
    authenticate(server, &id, &caller.jwks, assertion, Memory::Database).await?;
    Ok(caller)
}

async fn form(request: Request, server: &AuthorizationServer) -> Result<Params, Failure> {
    // Another method beside the assertion would be two methods in one request (OAuth 2.1 "Client
    // Authentication"); none of our clients is registered for it.
    if request.headers().contains_key(AUTHORIZATION) {
        return Err(Failure::invalid_request("use client_assertion and no other authentication method"));
    }
    let OAuthForm(params) = OAuthForm::from_request(request, server).await?;
    if params.get("client_secret").is_some() {
        return Err(Failure::invalid_request("use client_assertion and no other authentication method"));
    }
    Ok(params)
}

/// The client the assertion is about; `client_id` beside it has to agree (RFC 7521 section 4.2).
fn client_id(params: &Params) -> Result<ClientId, Failure> {
    let (Some(kind), Some(assertion)) = (params.get("client_assertion_type"), params.get("client_assertion"))
    else {
        return Err(invalid_client());
    };
    let id = unverified_issuer(assertion).ok_or_else(invalid_client)?;
    let agrees = params.get("client_id").is_none_or(|given| given == id.as_str());
    if kind != ASSERTION_TYPE || !agrees {
        return Err(invalid_client());
    }
    Ok(id)
}

fn unverified_issuer(assertion: &str) -> Option<ClientId> {
    #[derive(Deserialize)]
    struct Issuer {
        iss: String,
    }
    unverified::<Issuer>(assertion).map(|claims| ClientId::new(claims.iss))
}

async fn authenticate(
    server: &AuthorizationServer,
    id: &ClientId,
    jwks: &serde_json::Value,
    assertion: &str,
    memory: Memory,
) -> Result<(), Failure> {
    let verified = verify::<Claims>(assertion, jwks, None);
    let Verified { claims, .. } = verified.map_err(|InvalidAssertion| invalid_client())?;
    let now = server.now();
    let exp = at_seconds(claims.exp);
    let valid = claims.iss == id.as_str()
        && claims.sub == id.as_str()
        && claims.aud.is(&server.config.issuer)
        && exp > now
        && exp <= now + limits::CLIENT_ASSERTION + limits::SKEW
        && !claims.jti.is_empty()
        && claims.jti.len() <= 128;
    if !valid {
        return Err(invalid_client());
    }
    let used = match (memory, claims.iat.map(at_seconds)) {
        // Its use may have been in the memory of a process that is gone: refused, and the next one is younger.
        (Memory::Process, Some(iat)) if server.used_assertions.may_be_forgotten(iat) => Use::Again,
        (Memory::Process, Some(_)) => server.used_assertions.take(id.as_str(), &claims.jti, exp, now),
        // Without `iat` nobody can tell whether it is older than the process.
        (Memory::Process, None) | (Memory::Database, _) => Use::Unknown,
    };
    let first_use = match used {
        Use::First => true,
        Use::Again => false,
        Use::Unknown => {
            let mut tx = server.storage.write().await?;
            let first_use = tx.remember_jti(id.as_str(), &claims.jti, exp, now).await?;
            tx.commit().await?;
            first_use
        }
    };
    if first_use { Ok(()) } else { Err(invalid_client()) }
}

fn invalid_client() -> Failure {
    Failure::new(OAuthErrorCode::InvalidClient, "client authentication failed")
}
