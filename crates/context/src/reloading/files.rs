//! Reading files, and telling whether they changed.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is not there.
    #[error("{}: there is no such file", .0.display())]
    Missing(PathBuf),
    /// It has more than this many bytes.
    #[error("{file}: larger than {1} bytes", file = .0.display())]
    TooLarge(PathBuf, u64),
    /// Something else.
    #[error("{file}: {1}", file = .0.display())]
    Unreadable(PathBuf, ErrorKind),
}

/// One file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its name without the folder and what follows the last dot.
    pub stem: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// Time of the last change and length of each file: when these are the same, so is the content.
pub(super) type Stamp = Vec<(Option<SystemTime>, u64)>;

pub(super) fn stamp(paths: &[PathBuf]) -> Result<Stamp, FileError> {
    let stamp = |path: &PathBuf| {
        let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        Ok((metadata.modified().ok(), metadata.len()))
    };
    paths.iter().map(stamp).collect()
}

pub(super) fn read(paths: &[PathBuf], max_bytes: u64) -> Result<Vec<Content>, FileError> {
    paths.iter().map(|path| read_one(path, max_bytes)).collect()
}

fn read_one(path: &Path, max_bytes: u64) -> Result<Content, FileError> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut bytes = Vec::new();
    // It may grow while it is read.
    let mut some = file.take(max_bytes.saturating_add(1));
    some.read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if u64::try_from(bytes.len()).map_or(true, |length| length > max_bytes) {
        return Err(FileError::TooLarge(path.to_owned(), max_bytes));
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Content { stem, bytes })
}

/// SHA-256 over all files in hexadecimal digits: a file may be touched without being changed.
pub(super) fn digest(contents: &[Content]) -> String {
    let mut hash = Sha256::new();
    for Content { bytes, .. } in contents {
        // With their lengths, so that nothing moves from one file to the next unseen.
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> FileError {
    match error.kind() {
        ErrorKind::NotFound => FileError::Missing(path.to_owned()),
        kind => FileError::Unreadable(path.to_owned(), kind),
    }
}
