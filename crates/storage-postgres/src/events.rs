use leasehold_domain::{SessionId, Time, UserId};
use leasehold_oauth_types::event::GrantEvent;
use leasehold_storage::{Events, Result, StoredEvent};
use sqlx::{FromRow, query_as};

use crate::columns::{Json, Millis, Number, Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    PUSH = "INSERT INTO events (seq, audience, user_id, session_id, event, at)
            VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM events), $1, $2, $3, $4, $5)
            RETURNING seq";
    LIST = "SELECT * FROM events WHERE seq > $1 ORDER BY seq LIMIT $2";
    LAST = "SELECT COALESCE(MAX(seq), 0) FROM events";
}

#[derive(FromRow)]
struct EventRow {
    seq: i64,
    audience: String,
    user_id: Word<UserId>,
    session_id: Word<SessionId>,
    event: Json<GrantEvent>,
}

impl From<EventRow> for StoredEvent {
    fn from(row: EventRow) -> Self {
        Self {
            seq: row.seq,
            audience: row.audience,
            user: row.user_id.0,
            session: row.session_id.0,
            event: row.event.0,
        }
    }
}

#[async_trait::async_trait]
impl Events for PostgresTransaction {
    async fn push_event(
        &mut self,
        audience: &str,
        user: UserId,
        session: SessionId,
        event: &GrantEvent,
        now: Time,
    ) -> Result<i64> {
        let query = query_as(PUSH)
            .bind(Text(audience))
            .bind(Word(user))
            .bind(Word(session))
            .bind(Json(event))
            .bind(Millis(now));
        let (seq,): (i64,) = self.get("push_event", query).await?;
        Ok(seq)
    }

    async fn events_after(&mut self, seq: i64, limit: u32) -> Result<Vec<StoredEvent>> {
        let rows: Vec<EventRow> =
            self.list("events_after", query_as(LIST).bind(seq).bind(Number(limit))).await?;
        Ok(rows.into_iter().map(StoredEvent::from).collect())
    }

    async fn last_event(&mut self) -> Result<i64> {
        let (seq,): (i64,) = self.get("last_event", query_as(LAST)).await?;
        Ok(seq)
    }
}
