//! The log. `docs/logging.md` lists what is in it and what never is.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{LogFormat, LogSettings};

/// Libraries that log what they send and receive when asked for more than this. No filter opens them:
/// queries, headers and bodies carry codes and tokens.
const QUIET: [&str; 8] = [
    "hyper=warn",
    "hyper_util=warn",
    "reqwest=warn",
    "rustls=warn",
    "sqlx=warn",
    "tower_http=warn",
    "openidconnect=warn",
    "oauth2=warn",
];

/// Writes the log to the standard error stream from here on, so that what a command prints stays apart.
///
/// # Errors
///
/// When the filter is not readable, or a log was started before.
pub fn start(settings: &LogSettings) -> anyhow::Result<()> {
    let quiet = QUIET.iter().filter_map(|directive| directive.parse().ok());
    let filter = quiet.fold(EnvFilter::try_new(&settings.filter)?, EnvFilter::add_directive);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry().with(filter);
    match settings.format {
        LogFormat::Text => registry.with(lines.with_ansi(false)).try_init()?,
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init()?,
    }
    Ok(())
}
