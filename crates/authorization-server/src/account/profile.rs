//! `GET /account/v1/profile`: who is signed in.

use axum::Json;
use axum::extract::State;
use leasehold_domain::user::{FactorKind, Role};
use leasehold_oauth_types::account::ProfileView;

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};

pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
) -> Result<Json<ProfileView>, ApiFailure> {
    let mut tx = server.storage.read().await?;
    let factors = tx.factors(caller.user.id).await?;
    Ok(Json(ProfileView {
        user: caller.user.id.to_string(),
        name: caller.user.name,
        username: caller.user.username,
        locale: caller.user.locale,
        zone: caller.user.zone,
        acr: caller.session.acr(server.now()),
        has_totp: factors.iter().any(|factor| factor.kind == FactorKind::Totp),
        admin: caller.user.role >= Role::Admin,
    }))
}
