use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use zeroize::Zeroizing;

use super::KeyFileError;

const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;

/// Makes the folder and those above it, or checks that nobody else has rights on it.
pub(crate) fn private_folder(path: &Path) -> Result<(), KeyFileError> {
    if !path.exists() {
        let made = DirBuilder::new().recursive(true).mode(FOLDER).create(path);
        made.map_err(|source| failed(path, source))?;
    }
    check(path, FOLDER)
}

/// Reads a private file, or makes it first.
pub(super) fn read_or_make(
    path: &Path,
    make: impl FnOnce() -> Result<Zeroizing<Vec<u8>>, KeyFileError>,
) -> Result<Zeroizing<Vec<u8>>, KeyFileError> {
    if !path.exists() {
        write_private(path, &make()?)?;
    }
    check(path, FILE)?;
    fs::read(path).map(Zeroizing::new).map_err(|source| failed(path, source))
}

/// Writes a file that only its owner can read: whole under another name first, so that a crash leaves either
/// nothing or all of it.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> Result<(), KeyFileError> {
    let unfinished = path.with_extension("unfinished");
    let write = || -> std::io::Result<()> {
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(FILE).open(&unfinished)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        // The name is safe only once the folder is.
        File::open(folder_of(path))?.sync_all()
    };
    write().map_err(|source| failed(path, source))
}

/// The folder that holds a name: the current one for a bare name, whose parent is the empty path.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn check(path: &Path, wanted: u32) -> Result<(), KeyFileError> {
    let mode = fs::metadata(path).map_err(|source| failed(path, source))?.mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(KeyFileError::TooOpen { path: path.to_owned(), mode, wanted })
}

fn failed(path: &Path, source: std::io::Error) -> KeyFileError {
    KeyFileError::File { path: path.to_owned(), source }
}
