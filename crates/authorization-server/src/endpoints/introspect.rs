//! `POST /introspect` (RFC 7662) with context in and scope status out.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leasehold_domain::client::Client;
use leasehold_domain::grant::AccessToken;
use leasehold_domain::{HashedToken, PlainToken, TokenKind};
use leasehold_oauth_types::introspection::{ActiveToken, Introspection, ScopeStatus};
use leasehold_oauth_types::{LeaseStatus, Region, Scope, Voucher};

use crate::AuthorizationServer;
use crate::client_auth::ResourceServerForm;
use crate::config::limits;
use crate::context;
use crate::failure::Failure;
use crate::leases::Evaluation;
use crate::leases::evaluate::{RequestContext, evaluate};
use crate::reasons;

pub(crate) async fn post(
    State(server): State<AuthorizationServer>,
    ResourceServerForm { caller, params }: ResourceServerForm,
) -> Result<Json<Introspection>, Failure> {
    let Ok(token) = PlainToken::parse(TokenKind::Access, params.require("token")?) else {
        return Ok(Json(Introspection::Inactive));
    };
    let Some((stored, client)) = find(&server, token.hashed()).await? else {
        return Ok(Json(Introspection::Inactive));
    };
    // Another audience's token tells nothing, not even that it exists (checklist IN-2).
    if client.audience != caller.audience {
        return Ok(Json(Introspection::Inactive));
    }
    let context = context::read(&server, &params, &caller, &client, token.hashed());
    let context = RequestContext { confirmed: stored.details.clone(), ..context };
    let Some(evaluation) = evaluate(&server, stored.grant, &context).await? else {
        return Ok(Json(Introspection::Inactive));
    };
    let answer = answer(&server, &stored, &client, &evaluation);
    let region = region(&server, &client, context.voucher, &evaluation);
    Ok(Json(Introspection::Active(Box::new(ActiveToken { region, ..answer }))))
}

async fn find(
    server: &AuthorizationServer,
    hash: HashedToken,
) -> Result<Option<(AccessToken, Client)>, Failure> {
    let mut tx = server.storage.read().await?;
    let Some(stored) = tx.access_token(hash).await? else { return Ok(None) };
    if server.now() >= stored.expires_at {
        return Ok(None);
    }
    let Some(grant) = tx.grant(stored.grant).await? else { return Ok(None) };
    Ok(server.config.registry.client(&grant.client).cloned().map(|client| (stored, client)))
}

fn answer(
    server: &AuthorizationServer,
    token: &AccessToken,
    client: &Client,
    evaluation: &Evaluation,
) -> ActiveToken {
    let locale = &evaluation.situation.user.locale;
    let scope_status: BTreeMap<Scope, ScopeStatus> = evaluation
        .states
        .iter()
        .filter(|(scope, _)| token.scopes.contains(scope))
        // A resource server learns why its own scopes are off, not how others stand (checklist IN-11).
        .filter(|(scope, _)| {
            server
                .config
                .catalogue
                .get(scope)
                .is_some_and(|definition| definition.audience == client.audience)
        })
        .map(|(scope, state)| {
            let reasons = reasons::of(server, scope, state, locale);
            let since = reasons.iter().filter_map(|reason| reason.since).min();
            let until = match state.status {
                LeaseStatus::Active => state.until.map(|until| until.timestamp()),
                LeaseStatus::Suspended => reasons::returns_at(state).map(|until| until.timestamp()),
                _ => None,
            };
            let only_confirmed = state.only_confirmed;
            (scope.clone(), ScopeStatus { status: state.status, since, until, only_confirmed, reasons })
        })
        .collect();
    let now = server.now();
    let expires = token.expires_at;
    let latest = (now + limits::DECISION).min(expires);
    let first_reason = scope_status.values().flat_map(|status| &status.reasons).next();
    let context = serde_json::to_vec(&evaluation.facts.place).unwrap_or_default();
    ActiveToken {
        scope: evaluation.effective().intersection(&token.scopes),
        client_id: client.id.to_string(),
        token_type: "Bearer".into(),
        exp: expires.timestamp(),
        iat: token.issued_at.timestamp(),
        sub: evaluation.situation.user.id.to_string(),
        aud: client.audience.clone(),
        iss: server.config.issuer.clone(),
        acr: token.acr,
        auth_time: token.auth_time.timestamp(),
        amr: token.amr.clone(),
        authorization_details: token.details.clone(),
        granted_scope: token.scopes.clone(),
        reason: first_reason.map(|reason| reason.code.clone()),
        scope_status,
        context_id: BASE64_URL_SAFE_NO_PAD.encode(server.master_key.keyed_hash("context-id", &context)),
        region: None,
        // Without a policy there is none to change.
        epoch: evaluation.took.map(|_| evaluation.decision.policy_version.clone()),
        decision_exp: evaluation.valid_until.map_or(latest, |until| until.min(latest)).timestamp(),
        grant: evaluation.situation.grant.id.to_string(),
        rev: evaluation.situation.grant.rev,
        sid: evaluation.situation.session.id.to_string(),
    }
}

/// Where else the answer holds: for another address, only if the same party vouches for it.
fn region(
    server: &AuthorizationServer,
    client: &Client,
    voucher: Option<Voucher>,
    evaluation: &Evaluation,
) -> Option<Region> {
    let voucher = voucher?;
    let network = server.network_around(&evaluation.facts)?;
    // Two audiences cannot tell that they serve the same device.
    let device = format!("{} {}", evaluation.facts.device.id, client.audience);
    let device = server.master_key.keyed_hash("region-device", device.as_bytes());
    Some(Region { network, device: BASE64_URL_SAFE_NO_PAD.encode(device), voucher })
}
