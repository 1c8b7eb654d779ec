use leasehold_domain::{HashedToken, Time};
use leasehold_storage::{BffPending, BffSessionRecord, BffStorage, LoginRecord, Result};
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{FromRow, Postgres, query, query_as};

use crate::PostgresStorage;
use crate::columns::{Hash, Millis, Text};
use crate::error::failed;
use crate::statements::statements;

statements! {
    ADD_SESSION = "INSERT INTO bff_sessions (hash, app, sealed, version, expires_at)
                   VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (hash) DO NOTHING";
    FIND_SESSION = "SELECT * FROM bff_sessions WHERE hash = $1 AND expires_at > $2";
    UPDATE_SESSION = "UPDATE bff_sessions SET sealed = $4, expires_at = $5, version = version + 1
                      WHERE hash = $1 AND app = $2 AND version = $3";
    // The pending actions follow by their foreign key.
    RENAME_SESSION = "UPDATE bff_sessions SET hash = $2
                      WHERE hash = $1 AND NOT EXISTS (SELECT 1 FROM bff_sessions WHERE hash = $2)";
    DELETE_SESSION = "DELETE FROM bff_sessions WHERE hash = $1";
    ADD_LOGIN = "INSERT INTO bff_logins (state, browser, app, sealed, expires_at) VALUES ($1, $2, $3, $4, $5)";
    TAKE_LOGIN = "DELETE FROM bff_logins WHERE state = $1 AND browser = $2 AND expires_at > $3 RETURNING *";
    // Nothing is added to a session that was signed out meanwhile, or gets its new id right now: its row is
    // locked, and looked at again once whoever changes it is done.
    ADD_PENDING = "INSERT INTO bff_pending (hash, session, sealed, outcome, taken_at, expires_at)
                   SELECT $1::BYTEA, hash, $3::BYTEA, $4::BYTEA, $5::BIGINT, $6::BIGINT
                   FROM bff_sessions WHERE hash = $2 FOR KEY SHARE
                   ON CONFLICT (hash) DO NOTHING";
    FIND_PENDING = "SELECT * FROM bff_pending WHERE hash = $1 AND session = $2";
    TAKE_PENDING = "UPDATE bff_pending SET taken_at = $3
                    WHERE hash = $1 AND session = $2 AND taken_at IS NULL AND expires_at > $3";
    FINISH_PENDING = "UPDATE bff_pending SET outcome = $2
                      WHERE hash = $1 AND taken_at IS NOT NULL AND outcome IS NULL";
    // What somebody is at work on is left for the next time: whoever waits for many rows, each held by somebody
    // else who may wait too, can wait in a circle.
    PURGE_PENDING = "DELETE FROM bff_pending WHERE hash = ANY (ARRAY(
                         SELECT hash FROM bff_pending
                         WHERE expires_at <= $2 OR (expires_at <= $1 AND taken_at IS NULL)
                         FOR UPDATE SKIP LOCKED))";
    PURGE_SESSIONS = "DELETE FROM bff_sessions WHERE hash = ANY (ARRAY(
                          SELECT hash FROM bff_sessions WHERE expires_at <= $1 FOR UPDATE SKIP LOCKED))";
    PURGE_LOGINS = "DELETE FROM bff_logins WHERE state = ANY (ARRAY(
                        SELECT state FROM bff_logins WHERE expires_at <= $1 FOR UPDATE SKIP LOCKED))";
}

#[derive(FromRow)]
struct SessionRow {
    hash: Hash,
    app: String,
    sealed: Vec<u8>,
    version: i64,
    expires_at: Millis,
}

impl From<SessionRow> for BffSessionRecord {
    fn from(row: SessionRow) -> Self {
        Self {
            hash: row.hash.0,
            app: row.app,
            sealed: row.sealed,
            version: row.version,
            expires_at: row.expires_at.0,
        }
    }
}

#[derive(FromRow)]
struct LoginRow {
    state: Hash,
    browser: Hash,
    app: String,
    sealed: Vec<u8>,
    expires_at: Millis,
}

impl From<LoginRow> for LoginRecord {
    fn from(row: LoginRow) -> Self {
        Self {
            state: row.state.0,
            browser: row.browser.0,
            app: row.app,
            sealed: row.sealed,
            expires_at: row.expires_at.0,
        }
    }
}

#[derive(FromRow)]
struct PendingRow {
    hash: Hash,
    session: Hash,
    sealed: Vec<u8>,
    outcome: Option<Vec<u8>>,
    taken_at: Option<Millis>,
    expires_at: Millis,
}

impl From<PendingRow> for BffPending {
    fn from(row: PendingRow) -> Self {
        Self {
            hash: row.hash.0,
            session: row.session.0,
            sealed: row.sealed,
            outcome: row.outcome,
            taken_at: row.taken_at.map(|Millis(at)| at),
            expires_at: row.expires_at.0,
        }
    }
}

impl PostgresStorage {
    /// One statement by itself is one transaction; returns how many rows it changed.
    async fn alone(&self, context: &'static str, query: Query<'_, Postgres, PgArguments>) -> Result<u64> {
        Ok(query.execute(self.others()).await.map_err(failed(context))?.rows_affected())
    }
}

#[async_trait::async_trait]
impl BffStorage for PostgresStorage {
    async fn add_session(&self, record: &BffSessionRecord) -> Result<bool> {
        let query = query(ADD_SESSION)
            .bind(Hash(record.hash))
            .bind(Text(&record.app))
            .bind(&record.sealed)
            .bind(record.version)
            .bind(Millis(record.expires_at));
        Ok(self.alone("bff: add_session", query).await? == 1)
    }

    async fn session(&self, hash: HashedToken, now: Time) -> Result<Option<BffSessionRecord>> {
        let query = query_as(FIND_SESSION).bind(Hash(hash)).bind(Millis(now));
        let row: Option<SessionRow> =
            query.fetch_optional(self.others()).await.map_err(failed("bff: session"))?;
        Ok(row.map(BffSessionRecord::from))
    }

    async fn update_session(&self, record: &BffSessionRecord) -> Result<bool> {
        let query = query(UPDATE_SESSION)
            .bind(Hash(record.hash))
            .bind(Text(&record.app))
            .bind(record.version)
            .bind(&record.sealed)
            .bind(Millis(record.expires_at));
        Ok(self.alone("bff: update_session", query).await? == 1)
    }

    async fn rename_session(&self, old: HashedToken, new: HashedToken) -> Result<bool> {
        let query = query(RENAME_SESSION).bind(Hash(old)).bind(Hash(new));
        Ok(self.alone("bff: rename_session", query).await? == 1)
    }

    async fn delete_session(&self, hash: HashedToken) -> Result<()> {
        self.alone("bff: delete_session", query(DELETE_SESSION).bind(Hash(hash))).await?;
        Ok(())
    }

    async fn add_login(&self, record: &LoginRecord) -> Result<()> {
        let query = query(ADD_LOGIN)
            .bind(Hash(record.state))
            .bind(Hash(record.browser))
            .bind(Text(&record.app))
            .bind(&record.sealed)
            .bind(Millis(record.expires_at));
        self.alone("bff: add_login", query).await?;
        Ok(())
    }

    async fn take_login(
        &self,
        state: HashedToken,
        browser: HashedToken,
        now: Time,
    ) -> Result<Option<LoginRecord>> {
        let query = query_as(TAKE_LOGIN).bind(Hash(state)).bind(Hash(browser)).bind(Millis(now));
        // All rows, of which there is at most one: the statement has ended, and so is committed, before we
        // go on.
        let mut rows: Vec<LoginRow> =
            query.fetch_all(self.others()).await.map_err(failed("bff: take_login"))?;
        Ok(rows.pop().map(LoginRecord::from))
    }

    async fn add_pending(&self, pending: &BffPending) -> Result<bool> {
        let query = query(ADD_PENDING)
            .bind(Hash(pending.hash))
            .bind(Hash(pending.session))
            .bind(&pending.sealed)
            .bind(&pending.outcome)
            .bind(pending.taken_at.map(Millis))
            .bind(Millis(pending.expires_at));
        Ok(self.alone("bff: add_pending", query).await? == 1)
    }

    async fn pending(&self, hash: HashedToken, session: HashedToken) -> Result<Option<BffPending>> {
        let query = query_as(FIND_PENDING).bind(Hash(hash)).bind(Hash(session));
        let row: Option<PendingRow> =
            query.fetch_optional(self.others()).await.map_err(failed("bff: pending"))?;
        Ok(row.map(BffPending::from))
    }

    async fn take_pending(&self, hash: HashedToken, session: HashedToken, now: Time) -> Result<bool> {
        let query = query(TAKE_PENDING).bind(Hash(hash)).bind(Hash(session)).bind(Millis(now));
        Ok(self.alone("bff: take_pending", query).await? == 1)
    }

    async fn finish_pending(&self, hash: HashedToken, outcome: &[u8]) -> Result<()> {
        // No row: the session was signed out meanwhile. Nobody is left to be told, which is no error.
        self.alone("bff: finish_pending", query(FINISH_PENDING).bind(Hash(hash)).bind(outcome)).await?;
        Ok(())
    }

    async fn purge(&self, now: Time) -> Result<u64> {
        let mut rows = 0;
        let taken = Millis(now - BffPending::KEPT_ONCE_TAKEN);
        for query in [
            query(PURGE_PENDING).bind(Millis(now)).bind(taken),
            query(PURGE_SESSIONS).bind(Millis(now)),
            query(PURGE_LOGINS).bind(Millis(now)),
        ] {
            rows += self.alone("bff: purge", query).await?;
        }
        Ok(rows)
    }
}
