//! Counting.

use std::error::Error;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What one vector gives: nothing, or why it failed.
pub(crate) type Outcome = Result<(), Box<dyn Error>>;

/// How many vectors passed, and what is wrong with the others.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Vectors that passed.
    pub passed: usize,
    /// One line for each that did not.
    pub failures: Vec<String>,
}

impl Report {
    /// Runs one vector.
    pub(crate) fn check(&mut self, name: &str, vector: impl FnOnce() -> Outcome) {
        match vector() {
            Ok(()) => self.passed += 1,
            Err(error) => self.failures.push(format!("{name}: {error}")),
        }
    }

    /// Reads a family; its file is broken otherwise, which counts as one failure.
    pub(crate) fn read<T: DeserializeOwned>(&mut self, family: &str, json: &str) -> Option<T> {
        let read = serde_json::from_str(json);
        read.map_err(|error| self.failures.push(format!("{family}: {error}"))).ok()
    }
}

/// Fails unless both are equal.
pub(crate) fn same<T: PartialEq + Debug>(what: &str, actual: T, expected: T) -> Outcome {
    if actual == expected {
        return Ok(());
    }
    Err(format!("{what} is {actual:?} instead of {expected:?}").into())
}
