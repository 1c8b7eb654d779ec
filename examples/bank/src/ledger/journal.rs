//! The file behind the ledger: one JSON line per accepted change, on disk before anybody hears of it.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use leasehold_oauth_types::authorization_details::PaymentInitiation;
use serde::{Deserialize, Serialize};

/// One accepted change.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub(super) enum Entry {
    /// A payment was accepted.
    Payment { sub: String, client: String, key: String, at: i64, payment: PaymentInitiation },
    /// An invoice was approved.
    Approval { sub: String, invoice: String, at: i64 },
}

/// Why a journal cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file system refused.
    #[error("the journal cannot be opened")]
    File(#[from] std::io::Error),
    /// Another process has it open.
    #[error("the journal is in use by another process")]
    InUse,
    /// A line that is not the last cannot be read: the file was changed by somebody else.
    #[error("line {0} of the journal cannot be read")]
    Corrupt(usize),
}

/// Where accepted changes go.
#[derive(Debug)]
pub(super) enum Journal {
    /// Nowhere, for tests.
    Memory,
    /// To a file whose first `length` bytes are whole lines.
    File { file: File, length: u64 },
}

impl Journal {
    /// Opens or creates the file and reads what it holds. A last line without its end was being written
    /// when the process died; nobody was told of it, so it is cut off.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<Entry>), OpenError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.try_lock().map_err(|error| match error {
            std::fs::TryLockError::WouldBlock => OpenError::InUse,
            std::fs::TryLockError::Error(error) => OpenError::File(error),
        })?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let mut entries = Vec::new();
        for (index, line) in bytes[..whole].split_inclusive(|&byte| byte == b'\n').enumerate() {
            entries.push(serde_json::from_slice(line).map_err(|_| OpenError::Corrupt(index + 1))?);
        }
        let length = whole as u64;
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        file.sync_all()?;
        // A new file is found again after a crash only if its directory knows it.
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok((Self::File { file, length }, entries))
    }

    /// Writes one entry; when it returns, the entry survives a crash.
    ///
    /// # Errors
    ///
    /// The file system's; what was written of the entry is taken back.
    pub(super) fn append(&mut self, entry: &Entry) -> std::io::Result<()> {
        let Self::File { file, length } = self else { return Ok(()) };
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        // The position is set each time, so that a failed write before this one leaves no hole.
        let written = file
            .seek(SeekFrom::Start(*length))
            .and_then(|_| file.write_all(&line))
            .and_then(|()| file.sync_data());
        match written {
            Ok(()) => {
                *length += line.len() as u64;
                Ok(())
            }
            Err(error) => {
                // If even this fails, the next append writes over the rest, and a crash cuts it off.
                let _ = file.set_len(*length);
                Err(error)
            }
        }
    }
}
