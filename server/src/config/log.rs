use serde::Deserialize;
use tracing_subscriber::EnvFilter;

use super::Problems;

/// Section `log`. What is never logged is listed in `docs/logging.md` and is no setting.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSettings {
    /// For people or for programs.
    pub format: LogFormat,
    /// What to log, such as `info` or `info,leasehold_guard=debug`.
    pub filter: String,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One readable line each.
    #[default]
    Text,
    /// One JSON object each.
    Json,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info".into() }
    }
}

impl LogSettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        problems.require(EnvFilter::try_new(&self.filter).is_ok(), || {
            "log.filter: a level, or a list of target=level".into()
        });
    }
}
