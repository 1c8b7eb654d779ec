//! Folders for tests, gone afterwards.

use std::path::{Path, PathBuf};

/// An empty folder of its own, removed when dropped.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// `name` tells apart the tests of one run.
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("leasehold-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
