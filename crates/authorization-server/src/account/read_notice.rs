//! `POST /account/v1/notices/{id}/read`: the person has seen a notice.

use axum::extract::{Path, State};
use http::StatusCode;
use leasehold_domain::NoticeId;

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};
use crate::leases::apply::Changes;

/// 204; 404 for what is not the person's own.
pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiFailure> {
    let id: NoticeId = id.parse().map_err(|_| ApiFailure::not_found())?;
    let now = server.now();
    let mut tx = server.storage.write().await?;
    if !tx.read_notice(caller.user.id, id, now).await? {
        return Err(ApiFailure::not_found());
    }
    server.finish(tx, Changes::told(caller.user.id), now).await?;
    Ok(StatusCode::NO_CONTENT)
}
