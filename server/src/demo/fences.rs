//! What a demo refuses to be.

use anyhow::ensure;
use ipnet::IpNet;

use crate::config::Settings;

/// Checks that nobody but this machine can reach the demo: it listens on loopback, its names resolve to
/// loopback everywhere (RFC 6761), and only loopback may say where a request came from.
///
/// The rest of the fence stands elsewhere: exact hosts in `hosts`, the mark of the database in `database`.
///
/// # Errors
///
/// Names the fence.
pub(super) fn check(settings: &Settings) -> anyhow::Result<()> {
    ensure!(settings.http.listen.ip().is_loopback(), "a demo listens on loopback only");
    ensure!(!settings.http.tls_terminating_proxy, "a demo has no proxy in front");
    for origin in [&settings.issuer, &settings.apps.account, &settings.apps.admin] {
        let host = origin.host();
        ensure!(
            host == "localhost" || host.ends_with(".localhost"),
            "the names of a demo are localhost or below it, not {host}"
        );
    }
    ensure!(
        settings.http.trusted_proxies.iter().all(is_loopback),
        "a demo believes forwarded addresses from loopback only"
    );
    Ok(())
}

fn is_loopback(network: &IpNet) -> bool {
    let loopback: [IpNet; 2] = super::places::loopback();
    loopback.iter().any(|inside| inside.contains(network))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::settings::DemoOptions;

    fn refused(change: impl FnOnce(&mut Settings)) {
        let mut settings = DemoOptions::default().settings().unwrap();
        check(&settings).unwrap();
        change(&mut settings);
        assert!(check(&settings).is_err());
    }

    #[test]
    fn a_demo_that_others_could_reach_is_refused() {
        refused(|settings| settings.http.listen = "0.0.0.0:8080".parse().unwrap());
        refused(|settings| settings.http.listen = "[::]:8080".parse().unwrap());
        refused(|settings| settings.http.tls_terminating_proxy = true);
        refused(|settings| settings.http.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()]);
        refused(|settings| settings.http.trusted_proxies = vec!["0.0.0.0/0".parse().unwrap()]);
        refused(|settings| {
            settings.issuer = crate::config::Origin::parse("http://auth.example.org").unwrap()
        });
        refused(|settings| {
            settings.apps.admin = crate::config::Origin::parse("http://127.0.0.1:8080").unwrap()
        });
    }
}
