//! The second database of the tests. They start it themselves (`crates/test-kit/src/postgres`), as a user without
//! privileges and in a temporary folder, and it ends with them; here it is only installed.

use std::path::Path;

use anyhow::Result;

use super::debian;

/// Where Debian puts its programs, by version.
const POSTGRESQL: &str = "/usr/lib/postgresql";

/// Installs PostgreSQL where it is missing.
pub(crate) fn ensure() -> Result<()> {
    let versions = Path::new(POSTGRESQL).read_dir().into_iter().flatten().flatten();
    let installed = versions.map(|version| version.path()).any(|path| path.join("bin/initdb").exists());
    if installed { Ok(()) } else { debian::install("postgresql") }
}
