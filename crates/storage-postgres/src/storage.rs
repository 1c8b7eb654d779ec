use std::str::FromStr as _;
use std::time::Duration;

use leasehold_storage::{Result, Storage, StorageError, Transaction};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgSslMode};
use sqlx::{ConnectOptions as _, Connection as _, Postgres};

use crate::error::failed;
use crate::transaction::PostgresTransaction;

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/postgres");

/// How many connections there are beside the writing one.
const OTHERS: u32 = 8;
/// How long to wait for one's turn. Whoever waits longer waits for itself.
const TURN: Duration = Duration::from_secs(20);
/// What every connection is told, whatever the server, the database or the role have as their default.
const SETTINGS: [(&str, &str); 3] = [
    // Writers must see what was committed while they waited for their turn.
    ("default_transaction_isolation", r"read\ committed"),
    // As `TURN`, for writers of other processes.
    ("lock_timeout", "20s"),
    // A process that stands still in its turn loses it, so that the others go on.
    ("idle_in_transaction_session_timeout", "30s"),
];
/// The advisory lock of writers: "leaseh" and a number. Locks are kept apart by database.
const WRITERS: i64 = 0x6c65_6173_6568_0001;

/// A PostgreSQL database. Cloning is cheap and gives the same database.
#[derive(Clone, Debug)]
pub struct PostgresStorage {
    writer: PgPool,
    others: PgPool,
}

impl PostgresStorage {
    /// Connects to the database of a `postgres://` URL and brings its tables up to date.
    ///
    /// A server that is neither a socket nor on loopback has to show a certificate for its name, unless the
    /// URL says otherwise (`sslmode=require`, `sslmode=disable`): to try TLS and do without (`prefer`) protects
    /// from nobody who is in between.
    ///
    /// # Errors
    ///
    /// If the URL is none, or the database cannot be reached, or if it was written by a newer version: a
    /// migration that is not known here was applied to it.
    pub async fn open(url: &str) -> Result<Self> {
        let options = protected(PgConnectOptions::from_str(url).map_err(failed("the database URL"))?);
        // Without time limits: whoever starts beside another waits for its migrations.
        let mut connection = options.connect().await.map_err(failed("open the database"))?;
        // Refuses migrations that were applied but are not known, or were applied in another form.
        MIGRATIONS.run(&mut connection).await.map_err(|error| StorageError::driver("migrate", error))?;
        connection.close().await.map_err(failed("open the database"))?;
        let options = options.options(SETTINGS);
        Ok(Self { writer: pool(1, &options).await?, others: pool(OTHERS, &options).await? })
    }

    /// Waits for everything under way and closes all connections. Afterwards every call fails.
    pub async fn close(&self) {
        self.others.close().await;
        self.writer.close().await;
    }

    pub(crate) const fn others(&self) -> &PgPool {
        &self.others
    }
}

#[async_trait::async_trait]
impl Storage for PostgresStorage {
    async fn read(&self) -> Result<Box<dyn Transaction>> {
        let mut transaction = begin(&self.others, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        // BEGIN alone takes no snapshot; the first statement does.
        sqlx::query("SELECT 1").execute(&mut *transaction).await.map_err(failed("take a snapshot"))?;
        Ok(Box::new(PostgresTransaction::new(transaction)))
    }

    async fn write(&self) -> Result<Box<dyn Transaction>> {
        let mut transaction = begin(&self.writer, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE").await?;
        // Writers of this process wait for the connection; this is for those of others. It ends with the
        // transaction, after that can be seen. Only READ COMMITTED looks anew at the next statement: a snapshot
        // for the whole transaction would be of the moment at which the waiting began.
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(WRITERS)
            .execute(&mut *transaction)
            .await
            .map_err(failed("take the write lock"))?;
        Ok(Box::new(PostgresTransaction::new(transaction)))
    }
}

/// Begins in a task of its own. A caller that goes away (a browser that hangs up) between the begin and its answer
/// would else leave a transaction open that nothing owns, and the connection's next user would be in it.
async fn begin(pool: &PgPool, statement: &'static str) -> Result<sqlx::Transaction<'static, Postgres>> {
    let pool = pool.clone();
    tokio::spawn(async move { pool.begin_with(statement).await })
        .await
        .map_err(|error| StorageError::driver("begin", error))?
        .map_err(failed("begin"))
}

fn protected(options: PgConnectOptions) -> PgConnectOptions {
    let near = options.get_socket().is_some()
        || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(&options.get_host());
    match options.get_ssl_mode() {
        PgSslMode::Allow | PgSslMode::Prefer if !near => options.ssl_mode(PgSslMode::VerifyFull),
        _ => options,
    }
}

async fn pool(connections: u32, options: &PgConnectOptions) -> Result<PgPool> {
    PgPoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(TURN)
        .idle_timeout(None)
        .connect_with(options.clone())
        .await
        .map_err(failed("open the database"))
}

#[cfg(test)]
mod tests {
    use leasehold_test_kit::postgres;

    use super::*;

    #[test]
    fn a_far_server_has_to_prove_its_name() {
        let mode = |url: &str| format!("{:?}", protected(url.parse().unwrap()).get_ssl_mode());
        assert_eq!(mode("postgres://db.example.org/leasehold"), "VerifyFull");
        assert_eq!(mode("postgres://db.example.org/leasehold?sslmode=prefer"), "VerifyFull");
        assert_eq!(mode("postgres://192.0.2.1/leasehold"), "VerifyFull");
        // Said on purpose, and where nobody is in between.
        assert_eq!(mode("postgres://db.example.org/leasehold?sslmode=disable"), "Disable");
        assert_eq!(mode("postgres://127.0.0.1/leasehold"), "Prefer");
        assert_eq!(mode("postgres://%2Frun%2Fpostgresql/leasehold"), "Prefer");
    }

    #[tokio::test]
    async fn every_connection_has_its_limits() {
        let storage = PostgresStorage::open(&postgres::empty().await).await.unwrap();
        for pool in [&storage.writer, &storage.others] {
            for (name, value) in SETTINGS {
                let found: String =
                    sqlx::query_scalar(&format!("SHOW {name}")).fetch_one(pool).await.unwrap();
                assert_eq!(found, value.replace('\\', ""), "{name}");
            }
        }
    }
}
