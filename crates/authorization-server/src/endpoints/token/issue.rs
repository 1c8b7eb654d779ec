//! Makes access and refresh tokens for a grant that was just weighed.

use leasehold_domain::grant::{AccessToken, RefreshToken};
use leasehold_domain::{PlainToken, Time, TokenKind};
use leasehold_oauth_types::token::TokenResponse;
use leasehold_oauth_types::{Acr, Amr, AuthorizationDetail, ScopeSet};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::config::limits;
use crate::failure::Failure;
use crate::leases::Evaluation;

/// What the tokens stand for.
pub(super) struct Issue {
    /// What the access token may carry at most; which of them are effective is weighed at each use.
    pub(super) scopes: ScopeSet,
    pub(super) acr: Acr,
    pub(super) amr: Vec<Amr>,
    pub(super) auth_time: Time,
    pub(super) details: Vec<AuthorizationDetail>,
    /// End of the refresh token family; none begins one.
    pub(super) refresh_expires_at: Option<Time>,
}

/// Stores a new pair of tokens and answers with it.
pub(super) async fn issue(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    evaluation: &Evaluation,
    what: Issue,
) -> Result<TokenResponse, Failure> {
    let now = server.now();
    let grant = &evaluation.situation.grant;
    let refresh = PlainToken::generate(TokenKind::Refresh, server.entropy.as_ref());
    tx.add_refresh_token(&RefreshToken {
        hash: refresh.hashed(),
        grant: grant.id,
        scopes: grant.scopes(),
        acr: what.acr,
        amr: what.amr.clone(),
        auth_time: what.auth_time,
        issued_at: now,
        absolute_expires_at: what.refresh_expires_at.unwrap_or(now + limits::REFRESH_ABSOLUTE),
        used_at: None,
        successor: None,
        voided: false,
    })
    .await?;
    access_only(server, tx, evaluation, what, refresh).await
}

/// Stores a new access token and answers with it and a refresh token that is stored already.
pub(super) async fn access_only(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    evaluation: &Evaluation,
    what: Issue,
    refresh: PlainToken,
) -> Result<TokenResponse, Failure> {
    let now = server.now();
    let grant = &evaluation.situation.grant;
    let access = PlainToken::generate(TokenKind::Access, server.entropy.as_ref());
    tx.add_access_token(&AccessToken {
        hash: access.hashed(),
        grant: grant.id,
        scopes: what.scopes.clone(),
        acr: what.acr,
        amr: what.amr,
        auth_time: what.auth_time,
        details: what.details.clone(),
        issued_at: now,
        expires_at: now + limits::ACCESS_TOKEN,
    })
    .await?;
    Ok(TokenResponse {
        access_token: access.expose().to_owned(),
        token_type: "Bearer".into(),
        expires_in: limits::ACCESS_TOKEN.num_seconds().unsigned_abs(),
        scope: evaluation.effective().intersection(&what.scopes),
        refresh_token: Some(refresh.expose().to_owned()),
        id_token: None,
        authorization_details: what.details,
        grant_id: grant.id.to_string(),
        elevation_expires_in: evaluation
            .elevated_until(server)
            .and_then(|end| u64::try_from((end - now).num_seconds()).ok())
            .filter(|seconds| *seconds > 0),
    })
}
