use super::{folder, trial};

/// `leasehold policy check`
pub(super) fn run(arguments: &folder::Arguments) -> anyhow::Result<()> {
    let sources = folder::read(&arguments.dir)?;
    trial::attempt(&sources, Vec::new())?;
    println!("{} compiles: version {}.", arguments.dir.display(), sources.version());
    Ok(())
}
