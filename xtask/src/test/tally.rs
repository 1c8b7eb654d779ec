//! Counting.

use std::ops::AddAssign;
use std::process::ExitCode;

use anyhow::Result;

use crate::run;

/// How many passed and failed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    /// What to repeat at the end, where it is not lost among the output.
    complaints: Vec<String>,
}

impl Tally {
    pub(crate) fn new(passed: usize, failed: usize) -> Self {
        Self { passed, failed, complaints: Vec::new() }
    }

    /// One check; tells whether it passed.
    pub(crate) fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        self.count(name, || work().map(|()| Self::new(1, 0)))
    }

    /// A run that counts for itself; one more failure if it could not even count.
    pub(crate) fn count(&mut self, name: &str, work: impl FnOnce() -> Result<Self>) -> bool {
        run::step(name);
        let part = work().unwrap_or_else(|error| Self {
            failed: 1,
            complaints: vec![format!("{name}: {error:#}")],
            ..Self::default()
        });
        let passed = part.failed == 0;
        if !passed {
            eprintln!("✗ {name}");
            if part.complaints.is_empty() {
                self.complaints.push(format!("{name}: {} failed", part.failed));
            }
        }
        *self += part;
        passed
    }

    /// Prints the last line, alone.
    pub(crate) fn finish(self) -> ExitCode {
        for complaint in &self.complaints {
            eprintln!("✗ {complaint}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.complaints.extend(other.complaints);
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::Tally;

    #[test]
    fn failures_and_errors_both_count() {
        let mut tally = Tally::default();
        assert!(tally.check("fine", || Ok(())));
        assert!(!tally.check("broken", || bail!("no")));
        assert!(!tally.count("some", || Ok(Tally::new(3, 2))));
        assert_eq!((tally.passed, tally.failed), (4, 3));
        assert_eq!(tally.complaints, ["broken: no", "some: 2 failed"]);
    }
}
