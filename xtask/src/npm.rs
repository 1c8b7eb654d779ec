//! Installing a folder's npm packages as its lock file says.

use std::path::Path;

use anyhow::{Context, Result};

use crate::{run, stamp};

/// `npm ci` in `folder`, unless its lock file has not changed since the last time.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let inputs = stamp::Inputs::new("npm 1").file(&folder.join("package-lock.json"))?;
    inputs.unless_done(&format!("npm-{name}"), &folder.join("node_modules"), || {
        run::step(&format!("npm packages of {}", folder.display()));
        let mut npm = run::program("npm");
        npm.current_dir(folder)
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            // The stories use the system's browser.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        run::run(npm).context("is Node.js with npm installed?")
    })
}
