//! The two apps of the demo, the API behind both, and the scopes they ask for.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use figment::Figment;
use figment::providers::{Format as _, Toml};
use http::Method;
use leasehold_app::sites::{self, Brand};
use leasehold_bank::Bank;
use leasehold_bff::{Endpoint, Upstream};
use leasehold_domain::catalogue::ScopeDefinition;
use leasehold_notify::Mailer;
use leasehold_oauth_types::Scope;

use super::routes;
use super::settings::DemoOptions;
use super::state::Demo;
use crate::compose::{Additions, AppPlan, Guarded};
use crate::config::{ConfigError, Settings};

/// Id of the bank's API at the issuer.
const BANK: &str = "bank";

/// The scopes of the bank.
pub(super) fn scopes(options: &DemoOptions) -> Result<BTreeMap<Scope, ScopeDefinition>, ConfigError> {
    let text = include_str!("scopes.toml").replace("{bank}", &audience(options));
    Figment::from(Toml::string(&text)).extract().map_err(|error| ConfigError::one(error.to_string()))
}

/// The bank's API, as the authorization server knows it.
pub(super) fn bank_api(options: &DemoOptions) -> Guarded {
    Guarded { id: BANK.into(), audience: audience(options) }
}

/// Audience of the bank's API: its address, so that its resource metadata is found there (RFC 9728 section 3).
fn audience(options: &DemoOptions) -> String {
    format!("http://{}", options.bank_address())
}

/// What the demo puts beside the product.
pub(super) fn additions(
    options: &DemoOptions,
    settings: &Settings,
    demo: &Demo,
) -> anyhow::Result<Additions> {
    let routes_demo = demo.clone();
    Ok(Additions {
        apps: vec![northbank(options)?, ledgerly(options)?],
        guarded: vec![bank_api(options)],
        issuer_routes: Some(Box::new(move |site| routes::router(routes_demo, site))),
        routes: BTreeMap::new(),
        places: Some(Arc::new(demo.clone())),
        demo_panel: Some(format!("{}{}", settings.issuer, routes::PANEL)),
        mailer: Some(Arc::clone(&demo.outbox) as Arc<dyn Mailer>),
        first_browser_trusted: true,
    })
}

/// The ledger of the bank.
pub(super) fn ledger(settings: &Settings, demo: &Demo) -> anyhow::Result<Bank> {
    let clock = Arc::clone(&demo.clock);
    let path = settings.data.dir.join("bank.journal");
    Bank::open(&path, move || clock.now().timestamp()).with_context(|| path.display().to_string())
}

fn northbank(options: &DemoOptions) -> anyhow::Result<AppPlan> {
    Ok(AppPlan {
        name: "northbank",
        client: "northbank",
        title: "Northbank",
        brand: Brand::Northbank,
        scope: "openid profile accounts.read payments.write".parse()?,
        details: &["payment_initiation"],
        upstream: upstream(
            options,
            &[
                (Method::GET, "/accounts"),
                (Method::GET, "/accounts/{}/transactions"),
                (Method::POST, "/payments"),
                (Method::GET, "/payments/{}"),
            ],
        ),
        pages: sites::northbank::router,
        ..plan(options, "northbank")?
    })
}

fn ledgerly(options: &DemoOptions) -> anyhow::Result<AppPlan> {
    Ok(AppPlan {
        name: "ledgerly",
        client: "ledgerly",
        title: "Ledgerly",
        brand: Brand::Ledgerly,
        scope: "openid profile accounts.read invoices.approve".parse()?,
        details: &["invoice_approval"],
        upstream: upstream(options, &[(Method::GET, "/invoices"), (Method::POST, "/invoices/{}/approve")]),
        pages: sites::ledgerly::router,
        ..plan(options, "ledgerly")?
    })
}

/// What both have in common.
fn plan(options: &DemoOptions, host: &str) -> anyhow::Result<AppPlan> {
    Ok(AppPlan {
        name: "",
        client: "",
        title: "",
        brand: Brand::Northbank,
        origin: options.origin(host)?,
        audience: audience(options),
        scope: "openid".parse()?,
        first_party: false,
        events: None,
        details: &[],
        upstream: upstream(options, &[]),
        pages: sites::northbank::router,
    })
}

fn upstream(options: &DemoOptions, endpoints: &[(Method, &str)]) -> Upstream {
    Upstream {
        prefix: "bank".into(),
        base_url: audience(options),
        endpoints: endpoints.iter().map(|(method, path)| Endpoint::new(method.clone(), *path)).collect(),
    }
}
