//! `tower-sessions` over our own storage (design section 7, "Session store").
//!
//! Rows are keyed by the SHA-256 of the session's id and sealed. `save` only updates, and only what it
//! read: a request in flight must not revive a session that was just signed out. Times are those of the
//! injected clock; the library's own are never asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::Duration;
use leasehold_domain::clock::at_seconds;
use leasehold_domain::sealed::Sealer;
use leasehold_domain::{Clock, Entropy, HashedToken, Time};
use leasehold_storage::{BffSessionRecord, BffStorage};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// A session unused for that long is over; using it means refreshing its tokens, which saves it.
const IDLE: Duration = Duration::days(14);

/// Reserved member of a record's data: the version that was read.
const VERSION: &str = "version";

/// Text of the error of a `save` that came too late.
const STALE: &str = "the session ended or changed meanwhile";

/// The sessions of one app.
#[derive(Clone, Debug)]
pub struct BffSessionStore {
    pub(super) storage: Arc<dyn BffStorage>,
    pub(super) sealer: Sealer,
    pub(super) app: Arc<str>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
}

/// What is sealed. `rows` names the rows that may hold it, so that whoever can write to the database
/// cannot put one person's session in the place of another's; two while it is given a new id.
#[derive(Serialize, Deserialize)]
struct Sealed {
    rows: Vec<String>,
    ends_at: i64,
    data: BTreeMap<String, Value>,
}

impl BffSessionStore {
    /// Gives a session a new id; the old one is invalid at once, pending actions follow (checklist BF-6).
    /// `false` if it ended meanwhile.
    ///
    /// # Errors
    ///
    /// As [`SessionStore::save`].
    pub async fn rename(&self, record: &Record, new: &Id) -> Result<bool> {
        let (old, new) = (row(&record.id), row(new));
        // First both rows may hold the content, then it moves: a crash in between loses nothing.
        if !self.update(record, vec![old, new]).await? {
            return Ok(false);
        }
        self.storage.rename_session(old, new).await.map_err(backend)
    }

    /// Whether a `save` failed because the session ended or changed since it was read.
    #[must_use]
    pub fn is_stale(error: &Error) -> bool {
        matches!(error, Error::Backend(text) if text == STALE)
    }

    async fn update(&self, record: &Record, rows: Vec<HashedToken>) -> Result<bool> {
        let version = record.data.get(VERSION).and_then(Value::as_i64).unwrap_or_default();
        let sealed = self.seal(record, &rows)?;
        self.storage.update_session(&self.record(record, sealed, version)).await.map_err(backend)
    }

    fn seal(&self, record: &Record, rows: &[HashedToken]) -> Result<Vec<u8>> {
        let data = record.data.iter().filter(|(name, _)| *name != VERSION);
        let content = Sealed {
            rows: rows.iter().map(HashedToken::to_base64url).collect(),
            ends_at: record.expiry_date.unix_timestamp(),
            data: data.map(|(name, value)| (name.clone(), value.clone())).collect(),
        };
        let plain = serde_json::to_vec(&content).map_err(|_| Error::Encode("session".into()))?;
        Ok(self.sealer.seal(&plain, &self.app, &*self.entropy))
    }

    fn record(&self, record: &Record, sealed: Vec<u8>, version: i64) -> BffSessionRecord {
        let absolute = at_seconds(record.expiry_date.unix_timestamp());
        BffSessionRecord {
            hash: row(&record.id),
            app: self.app.to_string(),
            sealed,
            version,
            expires_at: absolute.min(self.clock.now() + IDLE),
        }
    }

    fn open(&self, id: Id, stored: &BffSessionRecord) -> Result<Record> {
        let unreadable = || Error::Decode("session".into());
        if *stored.app != *self.app {
            return Err(unreadable());
        }
        let plain = self.sealer.open(&stored.sealed, &self.app).map_err(|_| unreadable())?;
        let content: Sealed = serde_json::from_slice(&plain).map_err(|_| unreadable())?;
        if !content.rows.contains(&stored.hash.to_base64url()) {
            return Err(unreadable());
        }
        let mut record =
            Record { id, data: content.data.into_iter().collect(), expiry_date: date(content.ends_at) };
        record.data.insert(VERSION.into(), stored.version.into());
        Ok(record)
    }
}

#[async_trait]
impl SessionStore for BffSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let sealed = self.seal(record, &[row(&record.id)])?;
        let added = self.storage.add_session(&self.record(record, sealed, 0)).await.map_err(backend)?;
        if added { Ok(()) } else { Err(Error::Backend("the id is taken".into())) }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let saved = self.update(record, vec![row(&record.id)]).await?;
        if saved { Ok(()) } else { Err(Error::Backend(STALE.into())) }
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let stored = self.storage.session(row(id), self.clock.now()).await.map_err(backend)?;
        stored.map(|stored| self.open(*id, &stored)).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.storage.delete_session(row(id)).await.map_err(backend)
    }
}

/// Key of a session's row.
pub(crate) fn row(id: &Id) -> HashedToken {
    HashedToken::from_bytes(Sha256::digest(id.0.to_le_bytes()).into())
}

/// A moment as the library writes it.
pub(super) fn expiry(time: Time) -> OffsetDateTime {
    date(time.timestamp())
}

fn date(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn backend(error: leasehold_storage::StorageError) -> Error {
    Error::Backend(error.to_string())
}
