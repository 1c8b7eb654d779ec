use anyhow::ensure;
use leasehold_policy::{PolicyEngine, RegoTest};

use super::{folder, located};

/// `leasehold policy test`
pub(super) fn run(arguments: &folder::Arguments) -> anyhow::Result<()> {
    let (sources, tests) = (folder::read(&arguments.dir)?, folder::tests(&arguments.dir)?);
    PolicyEngine::new(&sources).map_err(|error| located(&error))?;
    let outcomes = RegoTest::run_all(&sources, &tests).map_err(|error| located(&error))?;
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
