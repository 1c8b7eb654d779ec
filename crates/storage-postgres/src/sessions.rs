use leasehold_domain::facts::Place;
use leasehold_domain::proof::Proof;
use leasehold_domain::session::{Session, SessionEnd, SessionEndReason};
use leasehold_domain::{DeviceId, HashedToken, SessionId, Time, UserId};
use leasehold_storage::{Result, Sessions, StorageError};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Hash, Json, Millis, Number, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    FIND = "SELECT * FROM sessions WHERE id = $1";
    FIND_BY_COOKIE = "SELECT * FROM sessions WHERE cookie = $1";
    LIST = "SELECT * FROM sessions WHERE user_id = $1 ORDER BY created_at DESC, id DESC";
    ADD = "INSERT INTO sessions (id, cookie, user_id, device_id, created_at, last_seen, ended_at, end_reason,
               proofs, place)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE sessions SET cookie = $2, device_id = $3, last_seen = $4, ended_at = $5,
                  end_reason = $6, proofs = $7, place = $8
              WHERE id = $1 AND ended_at IS NULL";
    // Two searches: with OR, one of the indexes would be read whole.
    PAST_END = "SELECT * FROM sessions WHERE ended_at IS NULL AND last_seen <= $1
                UNION SELECT * FROM sessions WHERE ended_at IS NULL AND created_at <= $2 LIMIT $3";
}

#[derive(FromRow)]
struct SessionRow {
    id: Word<SessionId>,
    cookie: Hash,
    user_id: Word<UserId>,
    device_id: Word<DeviceId>,
    created_at: Millis,
    last_seen: Millis,
    ended_at: Option<Millis>,
    end_reason: Option<Word<SessionEndReason>>,
    proofs: Json<Vec<Proof>>,
    place: Json<Place>,
}

impl TryFrom<SessionRow> for Session {
    type Error = StorageError;

    fn try_from(row: SessionRow) -> Result<Self> {
        let ended = match (row.ended_at, row.end_reason) {
            (Some(at), Some(reason)) => Some(SessionEnd { at: at.0, reason: reason.0 }),
            (None, None) => None,
            _ => return Err(StorageError::inconsistent("sessions.ended_at")),
        };
        Ok(Self {
            id: row.id.0,
            cookie: row.cookie.0,
            user: row.user_id.0,
            device: row.device_id.0,
            created_at: row.created_at.0,
            last_seen: row.last_seen.0,
            ended,
            proofs: row.proofs.0,
            place: row.place.0,
        })
    }
}

#[async_trait::async_trait]
impl Sessions for PostgresTransaction {
    async fn session(&mut self, id: SessionId) -> Result<Option<Session>> {
        let row: Option<SessionRow> = self.find("session", query_as(FIND).bind(Word(id))).await?;
        row.map(Session::try_from).transpose()
    }

    async fn session_by_cookie(&mut self, cookie: HashedToken) -> Result<Option<Session>> {
        let query = query_as(FIND_BY_COOKIE).bind(Hash(cookie));
        let row: Option<SessionRow> = self.find("session_by_cookie", query).await?;
        row.map(Session::try_from).transpose()
    }

    async fn sessions(&mut self, user: UserId) -> Result<Vec<Session>> {
        let rows: Vec<SessionRow> = self.list("sessions", query_as(LIST).bind(Word(user))).await?;
        rows.into_iter().map(Session::try_from).collect()
    }

    async fn add_session(&mut self, session: &Session) -> Result<()> {
        let query = query(ADD)
            .bind(Word(session.id))
            .bind(Hash(session.cookie))
            .bind(Word(session.user))
            .bind(Word(session.device))
            .bind(Millis(session.created_at))
            .bind(Millis(session.last_seen))
            .bind(session.ended.map(|end| Millis(end.at)))
            .bind(session.ended.map(|end| Word(end.reason)))
            .bind(Json(&session.proofs))
            .bind(Json(&session.place));
        self.run("add_session", query).await?;
        Ok(())
    }

    async fn update_session(&mut self, session: &Session) -> Result<bool> {
        let query = query(UPDATE)
            .bind(Word(session.id))
            .bind(Hash(session.cookie))
            .bind(Word(session.device))
            .bind(Millis(session.last_seen))
            .bind(session.ended.map(|end| Millis(end.at)))
            .bind(session.ended.map(|end| Word(end.reason)))
            .bind(Json(&session.proofs))
            .bind(Json(&session.place));
        Ok(self.run("update_session", query).await? == 1)
    }

    async fn sessions_past_their_end(
        &mut self,
        last_seen: Time,
        created: Time,
        limit: u32,
    ) -> Result<Vec<Session>> {
        let query = query_as(PAST_END).bind(Millis(last_seen)).bind(Millis(created)).bind(Number(limit));
        let rows: Vec<SessionRow> = self.list("sessions_past_their_end", query).await?;
        rows.into_iter().map(Session::try_from).collect()
    }
}
