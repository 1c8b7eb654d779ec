//! What an installation decides: one TOML file, overridden by the environment.
//!
//! Every section is a type in a file of its own with a `check` that reports *all* of its problems, so that
//! one run of `leasehold config check` is enough. `docs/configuration.md` explains each setting and
//! `leasehold.example.toml` shows it. To add a section: write its file, add a field to [`Settings`], its name
//! to [`SECTIONS`] and its `check` to [`Settings::check`].

mod apps;
mod clients;
mod data;
mod database;
mod geo;
mod hours;
mod http;
mod limits;
mod log;
mod mail;
mod origin;
mod policy;
mod resource_servers;
mod scopes;
mod site;
mod threats;
mod trust;

use std::fmt;
use std::path::Path;

use figment::Figment;
use figment::providers::{Env, Format as _, Toml};
use ipnet::IpNet;
use leasehold_authorization_server::Surroundings;
use serde::Deserialize;

pub use apps::AppSettings;
pub use clients::{ClientSettings, JwksSource};
pub use data::DataSettings;
pub use database::DatabaseSettings;
pub(crate) use database::Location;
pub use geo::{GeoSettings, OwnNetwork};
pub use hours::HoursSettings;
pub use http::HttpSettings;
pub use limits::LimitSettings;
pub use log::{LogFormat, LogSettings};
pub use mail::MailSettings;
pub use origin::{Origin, is_loopback_host};
pub use policy::PolicySettings;
pub use resource_servers::ResourceServerSettings;
pub use scopes::{account_audience, admin_audience, catalogue};
pub use site::SiteSettings;
pub use threats::ThreatSettings;
pub use trust::TrustSettings;

use scopes::ScopeTable;

/// Environment variables begin with it: `LEASEHOLD_HTTP__LISTEN` is `listen` in section `http`.
pub const ENVIRONMENT_PREFIX: &str = "LEASEHOLD_";

/// First parts of names that the environment may set; others belong to somebody else.
const SECTIONS: [&str; 14] = [
    "issuer", "http", "data", "database", "site", "apps", "geo", "threats", "hours", "limits", "log", "mail",
    "policy", "trust",
];

/// The whole configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Issuer identifier: an origin, without a path. Fixed once people have signed in.
    pub issuer: Origin,
    /// Listener and proxies.
    pub http: HttpSettings,
    /// Where keys lie, and the database if it is a file.
    pub data: DataSettings,
    /// Which database.
    #[serde(default)]
    pub database: DatabaseSettings,
    /// Static files.
    #[serde(default)]
    pub site: SiteSettings,
    /// Where our own apps are served.
    pub apps: AppSettings,
    /// Placing addresses.
    #[serde(default)]
    pub geo: GeoSettings,
    /// Networks that somebody warns of.
    #[serde(default)]
    pub threats: ThreatSettings,
    /// Working hours of the organisation.
    #[serde(default)]
    pub hours: HoursSettings,
    /// How often one address may come.
    #[serde(default)]
    pub limits: LimitSettings,
    /// The log.
    #[serde(default)]
    pub log: LogSettings,
    /// The mail server.
    #[serde(default)]
    pub mail: MailSettings,
    /// How the policy is changed.
    #[serde(default)]
    pub policy: PolicySettings,
    /// How long confirmations last.
    #[serde(default)]
    pub trust: TrustSettings,
    /// Apps of others.
    #[serde(default)]
    pub clients: Vec<ClientSettings>,
    /// APIs.
    #[serde(default)]
    pub resource_servers: Vec<ResourceServerSettings>,
    /// Scopes beside our own.
    #[serde(default)]
    pub scopes: ScopeTable,
}

/// Why there is no usable configuration. Says where and what, never a secret: the configuration has none.
#[derive(Debug)]
pub struct ConfigError(Vec<String>);

impl Settings {
    /// Reads the file, then the environment over it, and checks everything.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] with every problem found.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        if !file.is_file() {
            return Err(ConfigError(vec![format!("there is no file {}", file.display())]));
        }
        let environment = Env::prefixed(ENVIRONMENT_PREFIX)
            .filter(|key| {
                let name = key.as_str().to_ascii_lowercase();
                SECTIONS.contains(&name.split("__").next().unwrap_or_default())
            })
            .split("__");
        Self::read(Figment::from(Toml::file_exact(file)).merge(environment))
    }

    /// Reads a text as [`Self::load`] reads the file, without the environment.
    ///
    /// # Errors
    ///
    /// As [`Self::load`].
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::read(Figment::from(Toml::string(text)))
    }

    fn read(figment: Figment) -> Result<Self, ConfigError> {
        let settings: Self = figment
            .extract()
            .map_err(|error| ConfigError(error.into_iter().map(|error| error.to_string()).collect()))?;
        settings.check()?;
        Ok(settings)
    }

    /// Opens what the server looks up: places, threat lists, holidays.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn surroundings(&self) -> anyhow::Result<Surroundings> {
        Ok(Surroundings {
            geo: self.geo.open()?.keeping(self.data.accepted("places"))?,
            threats: self.threats.open()?.keeping(self.data.accepted("threats"))?,
            excepted: self.geo.excepted.iter().copied().collect(),
            holidays: self.hours.holidays(),
            heat: self.threats.heat(),
        })
    }

    /// Checks every section and what has to fit between them.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] with every problem found.
    pub fn check(&self) -> Result<(), ConfigError> {
        let mut problems = Problems::default();
        self.http.check(&self.issuer, &mut problems);
        self.apps.check(&self.issuer, &mut problems);
        self.database.check(&mut problems);
        self.geo.check(&mut problems);
        self.threats.check(&mut problems);
        self.hours.check(&mut problems);
        self.limits.check(&mut problems);
        self.log.check(&mut problems);
        self.mail.check(&mut problems);
        self.policy.check(&mut problems);
        self.trust.check(&mut problems);
        match catalogue(&self.issuer, &self.scopes) {
            Ok(catalogue) => {
                for client in &self.clients {
                    client.check(&catalogue, &mut problems);
                }
            }
            Err(ConfigError(found)) => problems.0.extend(found),
        }
        clients::check_ids(&self.clients, &self.resource_servers, &mut problems);
        for server in &self.resource_servers {
            server.check(&self.issuer, &mut problems);
        }
        if problems.0.is_empty() { Ok(()) } else { Err(ConfigError(problems.0)) }
    }
}

/// Collects what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<String>);

impl Problems {
    pub(crate) fn require(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.0.push(problem());
        }
    }
}

/// Whether a network is larger than anybody's own.
fn is_whole_internet(network: &IpNet) -> bool {
    network.prefix_len() < if network.addr().is_ipv4() { 8 } else { 16 }
}

impl ConfigError {
    /// One problem.
    pub(crate) fn one(problem: impl Into<String>) -> Self {
        Self(vec![problem.into()])
    }

    /// One line per problem.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration is not usable:")?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  - {problem}"))
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests;
