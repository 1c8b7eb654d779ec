//! The log. `docs/logging.md` lists what is in it and what never is.

use tracing::Dispatch;
use tracing::dispatcher::set_global_default;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::config::{LogFormat, LogSettings};

/// Libraries that log what they send and receive when asked for more than this. No filter opens them:
/// queries, headers and bodies carry codes and tokens.
const QUIET: [&str; 8] =
    ["hyper", "hyper_util", "reqwest", "rustls", "sqlx", "tower_http", "openidconnect", "oauth2"];

/// Writes the log to the standard error stream from here on, so that what a command prints stays apart.
///
/// # Errors
///
/// When the filter is not readable, or a log was started before.
pub fn start(settings: &LogSettings) -> anyhow::Result<()> {
    Ok(set_global_default(log_to(settings, std::io::stderr)?)?)
}

/// The same log, written anywhere.
///
/// # Errors
///
/// When the filter is not readable.
pub fn log_to<W>(settings: &LogSettings, writer: W) -> anyhow::Result<Dispatch>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    // A filter beside the one of the settings, not a part of it: a more specific directive, such as
    // `hyper::proto=trace`, would win over ours.
    let quiet = QUIET.map(|library| (library, LevelFilter::WARN));
    let quiet = Targets::new().with_default(LevelFilter::TRACE).with_targets(quiet);
    let registry = tracing_subscriber::registry().with(EnvFilter::try_new(&settings.filter)?).with(quiet);
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    Ok(match settings.format {
        LogFormat::Text => registry.with(lines.with_ansi(false)).into(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).into(),
    })
}
