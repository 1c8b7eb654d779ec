use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Origin, Problems};

/// Section `apps`: where our own apps are served. Each has a host of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppSettings {
    /// The dashboard.
    pub account: Origin,
    /// The admin pages.
    pub admin: Origin,
}

impl AppSettings {
    pub(super) fn check(&self, issuer: &Origin, problems: &mut Problems) {
        let origins = [issuer, &self.account, &self.admin];
        // A port is no boundary between cookies (RFC 6265 section 8.5).
        let hosts: BTreeSet<&str> = origins.iter().map(|origin| origin.host()).collect();
        problems.require(hosts.len() == origins.len(), || {
            "apps: issuer, account and admin need three different hosts; another port is not enough".into()
        });
        for origin in [&self.account, &self.admin] {
            problems.require(origin.is_https() == issuer.is_https(), || {
                format!("apps: {origin} must use the same scheme as the issuer")
            });
        }
    }
}
