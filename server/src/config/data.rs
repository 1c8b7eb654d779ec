use std::path::PathBuf;

use serde::Deserialize;

/// Section `data`: where the server keeps what it must not lose.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSettings {
    /// Folder of keys and, if it is a file, database; made with mode 0700 if it is not there.
    pub dir: PathBuf,
    /// Folder of the keys; `keys` in `dir` unless set. A backup of the database alone opens nothing that is
    /// sealed in it, so keep the two apart in backups too.
    #[serde(default)]
    pub keys: Option<PathBuf>,
}

impl DataSettings {
    /// The database file, unless `database.url` says otherwise.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.dir.join("leasehold.sqlite")
    }

    /// The copy of files that were taken over, so that a restart begins with those.
    #[must_use]
    pub fn accepted(&self, name: &str) -> PathBuf {
        self.dir.join("accepted").join(name)
    }

    /// The folder of the keys.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.dir.join("keys"))
    }
}
