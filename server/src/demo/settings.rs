use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::config::{
    AppSettings, ConfigError, DataSettings, DatabaseSettings, GeoSettings, HoursSettings, HttpSettings,
    LimitSettings, LogSettings, MailSettings, Origin, PolicySettings, ResourceServerSettings, Settings,
    SiteSettings, ThreatSettings, TrustSettings,
};

/// What can be chosen about a demo.
#[derive(Clone, Debug)]
pub struct DemoOptions {
    /// Folder of database, keys and `demo.json`.
    pub data_dir: PathBuf,
    /// Static files of the pages.
    pub site: PathBuf,
    /// An MMDB file.
    pub geoip: Option<PathBuf>,
    /// Port of all hosts.
    pub port: u16,
    /// Port of the bank's API.
    pub bank_port: u16,
    /// Issuer and apps on one site, `leasehold.localhost`, instead of on one site each.
    pub one_site: bool,
}

impl Default for DemoOptions {
    fn default() -> Self {
        Self {
            data_dir: "data/demo".into(),
            site: "dist/site".into(),
            geoip: None,
            port: 8080,
            bank_port: 8090,
            one_site: false,
        }
    }
}

impl DemoOptions {
    /// The configuration that a demo stands for.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] when a file that was named is not there.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let issuer = if self.one_site { "auth" } else { "" };
        let loopback = super::places::loopback().to_vec();
        let settings = Settings {
            issuer: self.origin(issuer)?,
            http: HttpSettings {
                listen: SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)),
                trusted_proxies: loopback,
                tls_terminating_proxy: false,
            },
            data: DataSettings { dir: self.data_dir.clone(), keys: None },
            database: DatabaseSettings::default(),
            site: SiteSettings { dir: self.site.clone() },
            apps: AppSettings { account: self.origin("app")?, admin: self.origin("admin")? },
            geo: GeoSettings {
                database: self.geoip.clone(),
                networks: super::places::networks(self.geoip.is_some()),
                // The panel moves a browser at once, which nobody does.
                regions: BTreeMap::new(),
                excepted: super::places::everywhere().to_vec(),
            },
            threats: ThreatSettings::default(),
            hours: HoursSettings::default(),
            limits: LimitSettings::default(),
            log: LogSettings { filter: "warn".into(), ..LogSettings::default() },
            mail: MailSettings::default(),
            policy: PolicySettings::default(),
            trust: TrustSettings::default(),
            clients: Vec::new(),
            resource_servers: Vec::<ResourceServerSettings>::new(),
            scopes: super::apps::scopes(self)?,
        };
        settings.check()?;
        Ok(settings)
    }

    /// Origin of the host of this name.
    ///
    /// # Errors
    ///
    /// None for names of ours.
    pub(super) fn origin(&self, name: &str) -> Result<Origin, ConfigError> {
        let site = if self.one_site { "leasehold.localhost" } else { "localhost" };
        let dot = if name.is_empty() { "" } else { "." };
        let port = if self.port == 80 { String::new() } else { format!(":{}", self.port) };
        Origin::parse(&format!("http://{name}{dot}{site}{port}")).map_err(ConfigError::one)
    }

    /// Where the bank's API listens.
    #[must_use]
    pub fn bank_address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.bank_port))
    }
}
