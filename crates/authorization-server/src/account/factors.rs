//! `GET /account/v1/factors`: the ways a person can prove themselves.

use axum::Json;
use axum::extract::State;
use leasehold_oauth_types::factors::{FactorWord, FactorsView};

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};
use crate::factors::view::factor_view;

pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
) -> Result<Json<FactorsView>, ApiFailure> {
    let mut tx = server.storage.read().await?;
    let mut factors = Vec::new();
    for factor in tx.factors(caller.user.id).await? {
        factors.push(factor_view(&server, tx.as_mut(), &factor, &caller.session).await?);
    }
    factors.sort_by_key(|factor| rank(factor.kind));
    Ok(Json(FactorsView { factors, issuer: server.config.issuer.clone() }))
}

/// The strongest first.
const fn rank(kind: FactorWord) -> u8 {
    match kind {
        FactorWord::Passkey => 0,
        FactorWord::Pin => 1,
        FactorWord::Totp => 2,
        FactorWord::RecoveryCodes => 3,
        FactorWord::Password => 4,
    }
}
