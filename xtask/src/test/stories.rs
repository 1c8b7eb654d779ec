//! The browser stories, against three servers: the demo, the demo with issuer and apps on one site, and the
//! plain build, which has no demo in it.

use anyhow::Result;

use super::browser::{self, Server};
use super::rust;
use super::tally::Tally;
use crate::geoip;

pub(crate) fn run(tally: &mut Tally) {
    if !tally.check("browser", browser::prepare) {
        return;
    }
    tally.count("browser stories", demo);
    tally.count("browser stories on one site", one_site);
    tally.count("plain build", plain);
}

fn demo() -> Result<Tally> {
    let server = Server::demo(&rust::binary("leasehold-demo"), &geoip::install()?, "demo", &[])?;
    browser::play(&server, &["stories"], &[])
}

fn one_site() -> Result<Tally> {
    let server =
        Server::demo(&rust::binary("leasehold-demo"), &geoip::install()?, "one-site", &["--one-site"])?;
    browser::play(&server, &["stories/s1", "stories/s2"], &[])
}

fn plain() -> Result<Tally> {
    let server = Server::plain(&rust::binary("leasehold"), &geoip::install()?)?;
    browser::play(&server, &["plain"], &[])
}
