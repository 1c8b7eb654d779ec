use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use http::HeaderMap;
use leasehold_app::sites::SiteSettings;
use leasehold_bff::Bff;
use leasehold_http_kit::ClientAddress;
use leasehold_notify::Mailer;

use super::{AppPlan, Guarded};

/// What demo and tests put beside the product.
#[derive(Default)]
pub struct Additions {
    /// More apps with a host, a client and a key of their own.
    pub apps: Vec<AppPlan>,
    /// More APIs with a key of their own.
    pub guarded: Vec<Guarded>,
    /// More routes on the issuer's host.
    pub issuer_routes: Option<IssuerRoutes>,
    /// Routers that apps reach in process, by authority; everything else they reach over HTTP.
    pub routes: BTreeMap<String, Router>,
    /// Where browsers are, if not where their address says.
    pub places: Option<Arc<dyn Places>>,
    /// Address of the demo's context panel.
    pub demo_panel: Option<String>,
    /// Takes the mails, in place of the mail server of the configuration.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Whether the first browser of each person is trusted.
    pub first_browser_trusted: bool,
}

/// Makes routes that are drawn on the issuer's site.
pub type IssuerRoutes = Box<dyn FnOnce(Arc<SiteSettings>) -> Router + Send>;

impl fmt::Debug for Additions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Additions").field("apps", &self.apps).finish_non_exhaustive()
    }
}

/// From where a request is seen.
#[derive(Clone, Debug)]
pub enum Viewpoint {
    /// The issuer's host.
    Issuer,
    /// The host of an app.
    App(Bff),
}

/// Says where a browser is, instead of its address.
#[async_trait::async_trait]
pub trait Places: Send + Sync {
    /// The address to go by; none leaves the real one.
    async fn address(&self, viewpoint: &Viewpoint, headers: &HeaderMap) -> Option<ClientAddress>;
}
