use http::HeaderMap;
use leasehold_bff::Bff;
use leasehold_domain::{DeviceId, SessionId};
use leasehold_http_kit::ClientAddress;
use leasehold_storage::Result;

use super::state::Demo;
use crate::compose::{Places, Viewpoint};

/// Replaces the address of a request by the place that its browser was put in: at the issuer the browser is
/// known by its device cookie, at an app by the session behind the app's own.
#[async_trait::async_trait]
impl Places for Demo {
    async fn address(&self, viewpoint: &Viewpoint, headers: &HeaderMap) -> Option<ClientAddress> {
        let device = match viewpoint {
            Viewpoint::Issuer => self.device(headers).await,
            Viewpoint::App(bff) => self.device_behind(bff, headers).await,
        };
        let place = match device {
            Ok(Some(device)) => self.place(device).await,
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        place
            .unwrap_or_else(|error| {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the place of a browser is not known"
                );
                None
            })
            .map(super::places::Place::address)
    }
}

impl Demo {
    async fn device_behind(&self, bff: &Bff, headers: &HeaderMap) -> Result<Option<DeviceId>> {
        let Ok(Some(session)) = bff.session(headers).await else { return Ok(None) };
        let Some(sid) = session.sid().and_then(|sid| sid.parse::<SessionId>().ok()) else { return Ok(None) };
        Ok(self.storage.read().await?.session(sid).await?.map(|session| session.device))
    }
}
