use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;
use url::Url;

use super::Problems;

/// Section `database`: which one. Without it, a SQLite file in `data.dir`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseSettings {
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME`.
    pub url: Option<String>,
    /// A file with the password of `postgres://`: the configuration itself has no secrets.
    pub password_file: Option<PathBuf>,
}

/// Where the database is, and the driver for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Location {
    /// A file.
    Sqlite(PathBuf),
    /// A server: a URL that may have a password.
    Postgres(String),
}

impl DatabaseSettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        let url = self.url.as_deref().unwrap_or("sqlite:");
        let file = url.strip_prefix("sqlite:");
        match (file, postgres(url)) {
            (Some(path), _) => {
                let named = self.url.is_none() || !path.is_empty();
                problems.require(named && !path.starts_with("//") && !path.contains('?'), || {
                    "database.url: sqlite: and the path of a file".into()
                });
            }
            (None, Some(url)) => {
                // Never repeated: a password may stand there.
                let query = url.query_pairs().any(|(name, _)| name == "password");
                problems.require(url.password().is_none() && !query, || {
                    "database.url: a password belongs in database.password_file".into()
                });
                problems.require(url.path().len() > 1, || {
                    "database.url: postgres:// has to name the database".into()
                });
            }
            (None, None) => {
                problems.require(false, || "database.url: sqlite:PATH or postgres://USER@HOST/NAME".into())
            }
        }
        if let Some(path) = &self.password_file {
            problems.require(file.is_none(), || "database.password_file: is for postgres:// only".into());
            problems.require(path.is_file(), || {
                format!("database.password_file: there is no file {}", path.display())
            });
        }
    }

    /// Where the database is; `default` is the file if nothing is said.
    ///
    /// # Errors
    ///
    /// When the password cannot be read.
    pub(crate) fn location(&self, default: PathBuf) -> anyhow::Result<Location> {
        let Some(text) = &self.url else { return Ok(Location::Sqlite(default)) };
        let Some(mut url) = postgres(text) else {
            let path = text.strip_prefix("sqlite:").context("database.url")?;
            return Ok(Location::Sqlite(Path::new(path).to_owned()));
        };
        if let Some(path) = &self.password_file {
            let password = std::fs::read_to_string(path)
                .with_context(|| format!("database.password_file {}", path.display()))?;
            let password = password.trim_end_matches(['\r', '\n']);
            url.set_password(Some(password)).ok().context("database.url: names no host")?;
        }
        Ok(Location::Postgres(url.into()))
    }
}

fn postgres(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "postgres" | "postgresql"))
}
