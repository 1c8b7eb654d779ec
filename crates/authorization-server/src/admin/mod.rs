//! The admin API: the revocation log of everyone.
//!
//! It stands behind a guard for `admin.log`, put before it where everything is composed; each handler also
//! takes an [`AdminCaller`], because a role can be lost while a token lives.

mod caller;
mod events;
mod log;
mod names;

use axum::Router;
use axum::routing::get;

pub(crate) use caller::AdminCaller;

use crate::AuthorizationServer;
use crate::account::data;

impl AuthorizationServer {
    /// `GET /admin/v1/…`, to be put behind a guard that requires `admin.log`.
    pub fn admin_router(&self) -> Router {
        let router =
            Router::new().route("/admin/v1/events", get(events::get)).route("/admin/v1/log", get(log::get));
        data(router).with_state(self.clone())
    }
}
