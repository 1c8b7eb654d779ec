use std::path::PathBuf;

use clap::Args;

use crate::demo::{self, DemoOptions};

/// Options of `demo`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of database, keys and `demo.json`.
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    data_dir: PathBuf,
    /// Static files of the pages.
    #[arg(long, value_name = "DIR", default_value = "dist/site")]
    site: PathBuf,
    /// An MMDB file that places addresses.
    #[arg(long, value_name = "FILE")]
    geoip: Option<PathBuf>,
    /// Port of all hosts.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Port of the bank's API.
    #[arg(long, default_value_t = 8090)]
    bank_port: u16,
    /// Puts issuer and apps on one site, `leasehold.localhost`.
    #[arg(long)]
    one_site: bool,
}

/// `leasehold demo`
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { data_dir, site, geoip, port, bank_port, one_site } = arguments;
    demo::run(DemoOptions { data_dir, site, geoip, port, bank_port, one_site }).await
}
