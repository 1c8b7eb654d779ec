//! `POST /account/v1/unusual-activity/{id}/confirm`: "That was me".

use axum::extract::{Path, State};
use http::StatusCode;
use leasehold_domain::SignalId;
use leasehold_domain::evidence::confirms_signal;
use leasehold_oauth_types::account::ConfirmableWord;

use crate::AuthorizationServer;
use crate::account::authority::{Otherwise, check_key, check_proved, check_trusted};
use crate::account::{AccountCaller, ApiFailure};
use crate::leases::remedy::Evidence;
use crate::signals::confirm;

/// 204, also if it was said before; 401 if it asks for a step-up first; 403 where it cannot be said; 404 for what was
/// not noticed about this person, or counts no longer.
///
/// It closes no hold: what was revoked names its own way back.
pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiFailure> {
    let id: SignalId = id.parse().map_err(|_| ApiFailure::not_found())?;
    let started = server.now();
    let mut tx = server.storage.write().await?;
    let noted = confirm::find(&server, tx.as_mut(), &caller.session, id).await?;
    let noted = noted.ok_or_else(ApiFailure::not_found)?;
    check_trusted(&server, tx.as_mut(), &caller).await?;
    match noted.confirmable(&server, tx.as_mut(), &caller.session).await? {
        ConfirmableWord::Here => {}
        ConfirmableWord::Elsewhere => {
            return Err(ApiFailure::forbidden("a device in doubt is spoken for from another one"));
        }
        ConfirmableWord::Never => return Err(ApiFailure::forbidden("this cannot be confirmed")),
    }
    let noticed_at = noted.at(&server);
    let (factor, proof) = check_proved(&server, tx.as_mut(), &caller, Otherwise::Nothing, |factor, proof| {
        confirms_signal(&noted.signal, noticed_at, factor, proof)
    })
    .await?;
    // Where the device here has a key it is shown, whatever the matter is: a step-up that the owner made for something else
    // is no answer of whoever copied a cookie.
    let here = tx.device(caller.session.device).await?;
    if noted.signal.device.is_some() || here.is_some_and(|here| here.key.is_some()) {
        check_key(&server, tx.as_mut(), &caller).await?;
    }
    let waivers = tx.waivers(caller.user.id, server.policy_now()).await?;
    if noted.confirmed_until(&waivers, server.policy_now()).is_some() {
        return Ok(StatusCode::NO_CONTENT);
    }
    let with = Evidence { session: &caller.session, factor: &factor, proof: &proof };
    let changes = noted.confirm(&server, tx.as_mut(), with).await?;
    server.finish(tx, changes, started).await?;
    Ok(StatusCode::NO_CONTENT)
}
