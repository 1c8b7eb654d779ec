use super::{folder, trial};
use anyhow::ensure;

/// `leasehold policy test`
pub(super) fn run(arguments: &folder::Arguments) -> anyhow::Result<()> {
    let (sources, tests) = (folder::read(&arguments.dir)?, folder::tests(&arguments.dir)?);
    let outcomes = trial::attempt(&sources, tests)?;
    let mut failed = 0;
    for test in &outcomes {
        if let Some(failure) = &test.failure {
            failed += 1;
            println!("{}: {failure}", test.name);
        }
    }
    println!("{} passed, {failed} failed", outcomes.len() - failed);
    ensure!(failed == 0 && !outcomes.is_empty(), "the policy does not pass its tests");
    Ok(())
}
