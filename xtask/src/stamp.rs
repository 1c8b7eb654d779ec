//! Skipping steps whose inputs did not change.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::paths;

/// Digest over everything that a step reads.
pub(crate) struct Inputs(Sha256);

impl Inputs {
    /// Inputs of a step; `recipe` changes when the step itself does.
    pub(crate) fn new(recipe: &str) -> Self {
        Self(Sha256::new_with_prefix(recipe))
    }

    /// Adds a file, with its path.
    pub(crate) fn file(mut self, path: &Path) -> Result<Self> {
        let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        self.0.update(path.as_os_str().as_encoded_bytes());
        self.0.update(content.len().to_le_bytes());
        self.0.update(content);
        Ok(self)
    }

    /// Runs `work` unless it already ran with these inputs and `output` is still there.
    pub(crate) fn unless_done(
        self,
        name: &str,
        output: &Path,
        work: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let digest = self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let stamp = stamp_file(name);
        if output.exists() && fs::read_to_string(&stamp).is_ok_and(|seen| seen == digest) {
            return Ok(());
        }
        work()?;
        write(&stamp, digest.as_bytes())
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

/// Copies a file, making the folders above its new place.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    let content = fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    write(to, &content)
}

fn stamp_file(name: &str) -> PathBuf {
    paths::dist().join("stamps").join(name)
}
