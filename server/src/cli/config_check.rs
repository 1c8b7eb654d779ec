use std::path::Path;

use crate::config::Settings;

/// `leasehold config check`
pub(super) fn run(file: &Path) -> anyhow::Result<()> {
    let settings = Settings::load(file)?;
    println!(
        "{} is usable: issuer {}, {} client(s).",
        file.display(),
        settings.issuer,
        settings.clients.len()
    );
    Ok(())
}
