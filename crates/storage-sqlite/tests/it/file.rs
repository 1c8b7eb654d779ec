//! The database file: its mode, its migrations, what survives closing.

use std::path::PathBuf;

use leasehold_storage::Storage as _;
use leasehold_storage_sqlite::SqliteStorage;

/// A directory for one test, emptied before it.
#[expect(clippy::unwrap_used, reason = "a test fails here")]
pub(crate) fn directory(test: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A connection past the driver.
#[expect(clippy::unwrap_used, reason = "a test fails here")]
pub(crate) async fn raw(path: &std::path::Path) -> sqlx::SqliteConnection {
    use sqlx::ConnectOptions as _;
    sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap()
}

#[tokio::test]
async fn what_was_committed_survives_closing() {
    let path = directory("survives").join("leasehold.sqlite");
    let storage = SqliteStorage::open(&path).await.unwrap();
    let mut tx = storage.write().await.unwrap();
    tx.set_meta("key", "value").await.unwrap();
    tx.commit().await.unwrap();
    storage.close().await;
    assert!(storage.read().await.is_err());

    let storage = SqliteStorage::open(&path).await.unwrap();
    assert_eq!(storage.read().await.unwrap().meta("key").await.unwrap().as_deref(), Some("value"));
}

#[tokio::test]
async fn two_processes_take_turns() {
    let path = directory("turns").join("leasehold.sqlite");
    // Two storages on one file have nothing in common but the file, like two processes.
    let (one, two) = (SqliteStorage::open(&path).await.unwrap(), SqliteStorage::open(&path).await.unwrap());
    let mut tx = one.write().await.unwrap();
    tx.set_meta("count", "1").await.unwrap();
    let other = tokio::spawn(async move {
        let mut tx = two.write().await.unwrap();
        let seen = tx.meta("count").await.unwrap();
        tx.commit().await.unwrap();
        seen
    });
    tokio::task::yield_now().await;
    tx.commit().await.unwrap();
    assert_eq!(other.await.unwrap().as_deref(), Some("1"));
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_files() {
    use std::os::unix::fs::PermissionsExt as _;

    let directory = directory("mode");
    let storage = SqliteStorage::open(&directory.join("leasehold.sqlite")).await.unwrap();
    let mut tx = storage.write().await.unwrap();
    tx.set_meta("key", "value").await.unwrap();
    tx.commit().await.unwrap();
    let mut seen = 0;
    for entry in std::fs::read_dir(&directory).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{entry:?}");
        seen += 1;
    }
    assert_eq!(seen, 3, "the database, its write-ahead log and the index of that");
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    let path = directory("newer").join("leasehold.sqlite");
    SqliteStorage::open(&path).await.unwrap().close().await;
    let mut connection = raw(&path).await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (29990101000000, 'from the future', TRUE, X'00', 0)",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    assert!(SqliteStorage::open(&path).await.is_err());
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    let path = directory("none").join("leasehold.sqlite");
    std::fs::write(&path, "this is a letter, not a database".repeat(100)).unwrap();
    assert!(SqliteStorage::open(&path).await.is_err());
}
