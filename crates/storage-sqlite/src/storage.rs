use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use leasehold_storage::{Result, Storage, StorageError, Transaction};
use sqlx::Sqlite;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::error::failed;
use crate::temporary::TemporaryDirectory;
use crate::transaction::SqliteTransaction;

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/sqlite");

/// How many snapshots may be open at once.
const READERS: u32 = 8;
/// How long to wait for another process that is writing (the command line beside the server).
const BUSY: Duration = Duration::from_secs(5);
/// How long to wait for one's turn. Whoever waits longer waits for itself.
const TURN: Duration = Duration::from_secs(20);

/// A SQLite database file. Cloning is cheap and gives the same database.
#[derive(Clone, Debug)]
pub struct SqliteStorage(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    writer: SqlitePool,
    readers: SqlitePool,
    /// Dropped last.
    _temporary: Option<TemporaryDirectory>,
}

impl SqliteStorage {
    /// Opens the database file, makes it if it is missing (readable by its owner alone), and brings its
    /// tables up to date.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened or is no database, or if it was written by a newer version: a
    /// migration that is not known here was applied to it.
    pub async fn open(path: &Path) -> Result<Self> {
        Self::open_with(path, SqliteSynchronous::Full, None).await
    }

    /// A new database for a test. It lies in a directory of its own among the temporary files, which goes
    /// away with the last clone, and does not wait for the disk.
    ///
    /// # Errors
    ///
    /// If the directory cannot be made.
    pub async fn temporary() -> Result<Self> {
        let directory = TemporaryDirectory::create()
            .map_err(|error| StorageError::driver("make a temporary directory", error))?;
        let path = directory.path().join("leasehold.sqlite");
        Self::open_with(&path, SqliteSynchronous::Off, Some(directory)).await
    }

    async fn open_with(
        path: &Path,
        synchronous: SqliteSynchronous,
        temporary: Option<TemporaryDirectory>,
    ) -> Result<Self> {
        create_private(path).map_err(|error| StorageError::driver("create the database file", error))?;
        let options = SqliteConnectOptions::new().filename(path).foreign_keys(true).busy_timeout(BUSY);
        let writer = pool(1)
            .connect_with(options.clone().journal_mode(SqliteJournalMode::Wal).synchronous(synchronous))
            .await
            .map_err(failed("open the database"))?;
        // Refuses migrations that were applied but are not known, or were applied in another form.
        MIGRATIONS.run(&writer).await.map_err(|error| StorageError::driver("migrate", error))?;
        let readers = pool(READERS)
            .connect_with(options.read_only(true))
            .await
            .map_err(failed("open the database for reading"))?;
        Ok(Self(Arc::new(Inner { writer, readers, _temporary: temporary })))
    }

    /// Waits for everything under way and closes all connections, which folds the write-ahead log into
    /// the file. Afterwards every call fails.
    pub async fn close(&self) {
        self.0.readers.close().await;
        self.0.writer.close().await;
    }

    /// Begins to write with the write lock already taken: a transaction that read first and wrote later could
    /// fail on what another process wrote in between.
    ///
    /// This is BEGIN IMMEDIATE in two steps. `begin_with("BEGIN IMMEDIATE")` asks the connection something
    /// after the transaction began and before anything owns it; a caller that goes away right there (a browser
    /// that hangs up) leaves it open for good, and nobody writes again.
    pub(crate) async fn begin_immediate(&self) -> Result<sqlx::Transaction<'static, Sqlite>> {
        let mut transaction = self.writer().begin().await.map_err(failed("begin to write"))?;
        // A first statement that could write takes the lock as IMMEDIATE does, though it changes nothing.
        sqlx::query("DELETE FROM meta WHERE FALSE")
            .execute(&mut *transaction)
            .await
            .map_err(failed("take the write lock"))?;
        Ok(transaction)
    }

    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.0.writer
    }

    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.0.readers
    }
}

#[async_trait::async_trait]
impl Storage for SqliteStorage {
    async fn read(&self) -> Result<Box<dyn Transaction>> {
        let mut transaction = self.readers().begin().await.map_err(failed("begin to read"))?;
        // BEGIN alone takes no snapshot; the first read does.
        sqlx::query("SELECT 1 FROM sqlite_schema LIMIT 1")
            .execute(&mut *transaction)
            .await
            .map_err(failed("take a snapshot"))?;
        Ok(Box::new(SqliteTransaction::new(transaction)))
    }

    async fn write(&self) -> Result<Box<dyn Transaction>> {
        Ok(Box::new(SqliteTransaction::new(self.begin_immediate().await?)))
    }
}

/// Connections are kept for good: the write-ahead log stays open as long as one of them is.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(TURN)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// Makes the file before SQLite does, so that it never is readable by others; SQLite gives the files
/// beside it the same mode.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
