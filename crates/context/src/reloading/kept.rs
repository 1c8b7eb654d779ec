//! A copy of the files that were taken over last. It stands for them at the next start, so that what came meanwhile is
//! a change like any other.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::files::{Content, FileError, unreadable};

/// The copy; `None` if there is none yet.
pub(super) fn read(path: &Path) -> Result<Option<Vec<Content>>, FileError> {
    match fs::read(path) {
        Ok(bytes) => {
            let damaged = || FileError::Unreadable(path.to_owned(), ErrorKind::InvalidData);
            parts(&bytes).map(Some).ok_or_else(damaged)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// Writes the copy as a whole or not at all.
pub(super) fn write(path: &Path, contents: &[Content]) -> Result<(), FileError> {
    let mut bytes = Vec::new();
    for part in contents.iter().flat_map(|content| [content.stem.as_bytes(), &content.bytes]) {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part);
    }
    let beside = path.with_extension("new");
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&beside, bytes))
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| unreadable(path, &error))
}

/// Name and content of each file, each with its length before it.
fn parts(mut bytes: &[u8]) -> Option<Vec<Content>> {
    let mut contents = Vec::new();
    while !bytes.is_empty() {
        let stem = String::from_utf8(part(&mut bytes)?.to_vec()).ok()?;
        contents.push(Content { stem, bytes: part(&mut bytes)?.to_vec() });
    }
    Some(contents)
}

fn part<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let (part, rest) = rest.split_at_checked(u64::from_be_bytes(*length).try_into().ok()?)?;
    *bytes = rest;
    Some(part)
}
