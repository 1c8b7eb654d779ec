//! The database: its migrations, what survives closing, who waits for whom.

use leasehold_storage::Storage as _;
use leasehold_storage_postgres::PostgresStorage;
use leasehold_test_kit::postgres;
use sqlx::{Connection as _, Executor as _, PgConnection};

/// A connection past the driver.
#[expect(clippy::unwrap_used, reason = "a test fails here")]
pub(crate) async fn raw(url: &str) -> PgConnection {
    PgConnection::connect(url).await.unwrap()
}

#[tokio::test]
async fn what_was_committed_survives_closing() {
    let url = postgres::empty().await;
    let storage = PostgresStorage::open(&url).await.unwrap();
    let mut tx = storage.write().await.unwrap();
    tx.set_meta("key", "value").await.unwrap();
    tx.commit().await.unwrap();
    storage.close().await;
    assert!(storage.read().await.is_err());

    let storage = PostgresStorage::open(&url).await.unwrap();
    assert_eq!(storage.read().await.unwrap().meta("key").await.unwrap().as_deref(), Some("value"));
}

#[tokio::test]
async fn two_processes_may_start_at_once() {
    let url = postgres::empty().await;
    let (one, two) = tokio::join!(PostgresStorage::open(&url), PostgresStorage::open(&url));
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
}

/// Also where the operator made another isolation the default: a snapshot from before the wait would miss what
/// was written during it.
#[tokio::test]
async fn two_processes_take_turns() {
    for default in ["read committed", "repeatable read", "serializable"] {
        let url = postgres::migrated().await;
        let mut connection = raw(&url).await;
        let name: String =
            sqlx::query_scalar("SELECT current_database()").fetch_one(&mut connection).await.unwrap();
        let alter = format!("ALTER DATABASE {name} SET default_transaction_isolation = '{default}'");
        connection.execute(&*alter).await.unwrap();
        // Two storages on one database have nothing in common but the database, like two processes.
        let (one, two) =
            (PostgresStorage::open(&url).await.unwrap(), PostgresStorage::open(&url).await.unwrap());
        let mut tx = one.write().await.unwrap();
        tx.set_meta("count", "1").await.unwrap();
        let other = tokio::spawn(async move {
            let mut tx = two.write().await.unwrap();
            let seen = tx.meta("count").await.unwrap();
            tx.commit().await.unwrap();
            seen
        });
        // Until the other one waits.
        let waiting = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                       AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))";
        while !other.is_finished()
            && !sqlx::query_scalar::<_, bool>(waiting).fetch_one(&mut connection).await.unwrap()
        {
            tokio::task::yield_now().await;
        }
        tx.commit().await.unwrap();
        assert_eq!(other.await.unwrap().as_deref(), Some("1"), "{default}");
    }
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    let url = postgres::migrated().await;
    raw(&url)
        .await
        .execute(
            r"INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
              VALUES (29990101000000, 'from the future', TRUE, '\x00', 0)",
        )
        .await
        .unwrap();
    assert!(PostgresStorage::open(&url).await.is_err());
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    let url = postgres::empty().await;
    for other in [url.replace("/test_", "/none_"), "postgres://".repeat(2), "a letter".to_owned()] {
        assert!(PostgresStorage::open(&other).await.is_err(), "{other}");
    }
}
