//! `POST /account/v1/device-link`: mails a link that makes the device that asks known.

use axum::extract::State;
use http::StatusCode;
use leasehold_oauth_types::Problem;

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};
use crate::device_link::ask::{self, NoLink};

/// 204; 409 where a link would give nothing back or there is no mailbox, 429 after too many. Only ever for the
/// device that asks.
pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
) -> Result<StatusCode, ApiFailure> {
    let started = server.now();
    let mut tx = server.storage.write().await?;
    match ask::ask(&server, tx.as_mut(), &caller.user, &caller.session).await? {
        Ok(changes) => {
            server.finish(tx, changes, started).await?;
            Ok(StatusCode::NO_CONTENT)
        }
        Err(NoLink::Useless) => {
            let problem = Problem::new(StatusCode::CONFLICT.as_u16(), "A link would give nothing back");
            Err(ApiFailure::Refused(Box::new(problem)))
        }
        Err(NoLink::TooMany(until)) => {
            let seconds = u64::try_from((until - started).num_seconds()).unwrap_or_default() + 1;
            Err(ApiFailure::TooMany(seconds))
        }
    }
}
