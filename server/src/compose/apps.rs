//! What each app is: host, client, API, pages.

use axum::Router;
use http::Method;
use leasehold_app::sites::{self, AppState, Brand, SiteSettings};
use leasehold_bff::{Bff, BffConfig, BffDeps, ClientKey, Endpoint, Upstream};
use leasehold_domain::ClientId;
use leasehold_oauth_types::{AuthorizationDetail, ScopeSet};

use crate::config::{Origin, Settings, account_audience, admin_audience};
use crate::keys::KeyFolder;

/// Redirect URI of every app, below its origin.
pub(super) const CALLBACK: &str = "/auth/callback";
/// Page of every app to which sign-out returns.
pub(super) const SIGNED_OUT: &str = "/signed-out";

/// One app.
#[derive(Clone, Debug)]
pub struct AppPlan {
    /// Short name; keeps its rows apart from those of other apps.
    pub name: &'static str,
    /// Its client; also the name of its key file.
    pub client: &'static str,
    /// Its name, as people know it.
    pub title: &'static str,
    /// Its look.
    pub brand: Brand,
    /// Where it is served.
    pub origin: Origin,
    /// The one API its tokens are for.
    pub audience: String,
    /// What a sign-in asks for.
    pub scope: ScopeSet,
    /// Whether it needs no consent.
    pub first_party: bool,
    /// Path of the issuer's API that streams what its pages show live.
    pub events: Option<&'static str>,
    /// The types of authorization details that it may ask for.
    pub details: &'static [&'static str],
    /// The API.
    pub upstream: Upstream,
    /// Its pages.
    pub pages: fn(AppState) -> Router,
}

/// The apps of the product itself.
pub(super) fn own(settings: &Settings) -> anyhow::Result<Vec<AppPlan>> {
    let issuer = &settings.issuer;
    let upstream = |prefix: &str, endpoints: &[(Method, &str)]| Upstream {
        prefix: prefix.to_owned(),
        base_url: issuer.to_string(),
        endpoints: endpoints.iter().map(|(method, path)| Endpoint::new(method.clone(), *path)).collect(),
    };
    let account = AppPlan {
        name: "account",
        client: "leasehold-account",
        title: "Leasehold",
        brand: Brand::Leasehold,
        origin: settings.apps.account.clone(),
        audience: account_audience(issuer),
        scope: "openid profile account.read account.manage".parse()?,
        first_party: true,
        events: Some("/account/v1/events"),
        details: &AuthorizationDetail::FOR_DASHBOARD,
        upstream: upstream(
            "account",
            &[
                (Method::GET, "/account/v1/profile"),
                (Method::GET, "/account/v1/access"),
                (Method::GET, "/account/v1/devices"),
                (Method::GET, "/account/v1/factors"),
                (Method::GET, "/account/v1/device-number"),
                (Method::GET, "/account/v1/activity"),
                (Method::GET, "/account/v1/unusual-activity"),
                (Method::POST, "/account/v1/unusual-activity/{}/confirm"),
                (Method::GET, "/account/v1/notices"),
                (Method::POST, "/account/v1/notices/{}/read"),
                (Method::POST, "/account/v1/notices/{}/read-all"),
                (Method::POST, "/account/v1/device-link"),
                (Method::POST, "/account/v1/devices/{}/block"),
                (Method::POST, "/account/v1/sessions/{}/sign-out"),
                (Method::POST, "/account/v1/sessions/sign-out-others"),
            ],
        ),
        pages: sites::account::router,
    };
    let admin = AppPlan {
        name: "admin",
        client: "leasehold-admin",
        title: "Leasehold admin",
        brand: Brand::Admin,
        origin: settings.apps.admin.clone(),
        audience: admin_audience(issuer),
        scope: "openid profile admin.log".parse()?,
        first_party: true,
        events: Some("/admin/v1/events"),
        details: &[],
        upstream: upstream("admin", &[(Method::GET, "/admin/v1/log")]),
        pages: sites::admin::router,
    };
    Ok(vec![account, admin])
}

/// What the issuer's pages know of themselves.
pub(super) fn issuer_site(settings: &Settings, demo_panel: Option<String>) -> SiteSettings {
    site(settings, Brand::Leasehold, &settings.issuer, demo_panel)
}

impl AppPlan {
    pub(super) fn site(&self, settings: &Settings, demo_panel: Option<String>) -> SiteSettings {
        site(settings, self.brand, &self.origin, demo_panel)
    }

    pub(super) fn bff(&self, settings: &Settings, keys: &KeyFolder, deps: BffDeps) -> anyhow::Result<Bff> {
        let key = keys.own(self.client)?;
        let config = BffConfig {
            app: self.name.to_owned(),
            client_id: ClientId::new(self.client),
            origin: self.origin.to_string(),
            issuer: settings.issuer.to_string(),
            scope: self.scope.clone(),
            key: ClientKey::from_pem(key.kid(), key.pem())?,
            upstreams: vec![self.upstream.clone()],
            events: self.events.map(|path| format!("{}{path}", settings.issuer)),
            post_logout_path: SIGNED_OUT.to_owned(),
            sign_ins_per_minute: settings.limits.sign_ins_per_minute,
            failure_path: "/sign-in-failed".to_owned(),
        };
        Ok(Bff::new(config, deps)?)
    }
}

fn site(settings: &Settings, brand: Brand, origin: &Origin, demo_panel: Option<String>) -> SiteSettings {
    SiteSettings {
        brand,
        origin: origin.to_string(),
        issuer_origin: settings.issuer.to_string(),
        dashboard_origin: settings.apps.account.to_string(),
        demo_panel,
    }
}
