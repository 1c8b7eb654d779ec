use leasehold_policy::PolicyEngine;

use super::{folder, located};

/// `leasehold policy check`
pub(super) fn run(arguments: &folder::Arguments) -> anyhow::Result<()> {
    let sources = folder::read(&arguments.dir)?;
    let engine = PolicyEngine::new(&sources).map_err(|error| located(&error))?;
    println!("{} compiles: version {}.", arguments.dir.display(), engine.version());
    Ok(())
}
