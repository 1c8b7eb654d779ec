//! `GET /account/v1/device-number`: what a new device shows, to be typed on a trusted one.

use axum::Json;
use axum::extract::State;
use leasehold_oauth_types::account::DeviceNumberView;

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};
use crate::device_link::ask;
use crate::interaction::device;

/// Only ever the number of the device that asks: whoever reads it here holds that device.
pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
) -> Result<Json<DeviceNumberView>, ApiFailure> {
    let mut tx = server.storage.read().await?;
    let trust = caller.trust(tx.as_mut()).await?;
    let unconfirmed = trust.filter(|trust| !trust.is_trusted(server.now()));
    let Some(trust) = unconfirmed else { return Ok(Json(DeviceNumberView::default())) };
    let here = !device::confirming_here(&server, tx.as_mut(), &trust).await?.is_empty();
    let mail = ask::is_offered(&server, tx.as_mut(), &caller.user, &trust).await?;
    Ok(Json(DeviceNumberView {
        number: Some(device::number(&server, &trust)),
        can_confirm_here: here.then(|| trust.device.to_string()),
        can_mail: mail,
    }))
}
