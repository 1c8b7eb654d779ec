//! Asks the issuer (RFC 7662 with the context extension).

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Request, Response, StatusCode};
use leasehold_domain::PlainToken;
use leasehold_http_kit::{CallError, urlencoded};
use leasehold_oauth_types::introspection::{ContextParameter, Introspection};
use leasehold_oauth_types::usage::UsedScope;

use crate::GuardConfig;

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The issuer gave no answer that can be used. The person is never to blame, so this never becomes a 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AskError {
    /// No client assertion could be made.
    #[error("no client assertion could be made")]
    NoAssertion,
    /// The issuer's address in the configuration is none.
    #[error("the issuer is no address")]
    Address,
    /// The call failed.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The issuer refused this resource server or failed.
    #[error("the issuer answered with status {0}")]
    Status(StatusCode),
    /// The answer is not an introspection answer.
    #[error("the issuer's answer cannot be read")]
    Unreadable,
}

/// One question to the issuer. Failures are logged here, without token or context.
pub(crate) async fn ask(
    config: &GuardConfig,
    token: &PlainToken,
    context: &ContextParameter,
) -> Result<Introspection, AskError> {
    let answer = question(config, token, context).await;
    if let Err(error) = &answer {
        tracing::warn!(%error, "introspection failed; requests that need it are refused");
    }
    answer
}

/// Tells which scopes were used.
pub(crate) async fn tell(config: &GuardConfig, uses: &[UsedScope]) -> Result<(), AskError> {
    let uses = serde_json::to_string(uses).unwrap_or_default();
    let answer = post(config, "usage", &[("uses", &uses)]).await?;
    if answer.status().is_success() { Ok(()) } else { Err(AskError::Status(answer.status())) }
}

async fn question(
    config: &GuardConfig,
    token: &PlainToken,
    context: &ContextParameter,
) -> Result<Introspection, AskError> {
    let context = serde_json::to_string(context).unwrap_or_default();
    let form =
        [("token", token.expose()), ("token_type_hint", "access_token"), ("context", context.as_str())];
    let answer = post(config, "introspect", &form).await?;
    if answer.status() != StatusCode::OK {
        return Err(AskError::Status(answer.status()));
    }
    serde_json::from_slice(answer.body()).map_err(|_| AskError::Unreadable)
}

/// One form to the issuer, from this resource server.
async fn post(
    config: &GuardConfig,
    path: &str,
    fields: &[(&str, &str)],
) -> Result<Response<Bytes>, AskError> {
    let assertion = config.assertions.sign().ok_or(AskError::NoAssertion)?;
    let own = [
        ("client_id", config.client_id.as_str()),
        ("client_assertion_type", ASSERTION_TYPE),
        ("client_assertion", assertion.as_str()),
    ];
    let form = urlencoded::encode(&[fields, &own].concat());
    let request = Request::post(format!("{}/{path}", config.issuer))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ACCEPT, "application/json")
        .body(Bytes::from(form))
        .map_err(|_| AskError::Address)?;
    Ok(config.caller.send_collected(request).await?)
}
