//! The default address-to-country database: small, CC0, good enough to tell countries apart.

use std::path::PathBuf;

use anyhow::Result;

use crate::{npm, paths, run, stamp};

/// Installs it and gives its place.
pub(crate) fn install() -> Result<PathBuf> {
    let tools = paths::npm_tools();
    npm::install(&tools)?;
    // One file with both families; the package also has one for each.
    let source =
        tools.join("node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb");
    let destination = paths::country_mmdb();
    stamp::Inputs::new("geoip 1").file(&source)?.unless_done("geoip", &destination, || {
        run::step("address database");
        stamp::copy(&source, &destination)
    })?;
    Ok(destination)
}
