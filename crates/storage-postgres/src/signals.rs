use std::collections::BTreeMap;

use leasehold_domain::facts::Quality;
use leasehold_domain::signal::{Signal, SignalKind};
use leasehold_domain::{DeviceId, SessionId, SignalId, Time, UserId};
use leasehold_storage::{Result, Signals};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Json, Millis, Number, Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    ADD = "INSERT INTO signals
               (id, kind, user_id, device_id, session_id, cause, quality, source, at, until, details)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           ON CONFLICT DO NOTHING";
    LIST = "SELECT * FROM (
                SELECT *, ROW_NUMBER() OVER (
                    PARTITION BY kind, device_id, session_id ORDER BY at DESC, id DESC) AS nth
                FROM signals WHERE user_id = $1 AND until > $2)
            AS ranked WHERE nth <= $3 ORDER BY at DESC, id DESC";
}

#[derive(FromRow)]
struct Row {
    id: Word<SignalId>,
    kind: Word<SignalKind>,
    user_id: Word<UserId>,
    device_id: Option<Word<DeviceId>>,
    session_id: Option<Word<SessionId>>,
    cause: String,
    quality: Word<Quality>,
    source: String,
    at: Millis,
    until: Millis,
    details: Json<BTreeMap<String, i64>>,
}

impl From<Row> for Signal {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind.0,
            user: row.user_id.0,
            device: row.device_id.map(|Word(id)| id),
            session: row.session_id.map(|Word(id)| id),
            cause: row.cause,
            quality: row.quality.0,
            source: row.source,
            at: row.at.0,
            until: row.until.0,
            values: row.details.0,
        }
    }
}

#[async_trait::async_trait]
impl Signals for PostgresTransaction {
    async fn add_signal(&mut self, signal: &Signal) -> Result<bool> {
        let query = query(ADD)
            .bind(Word(signal.id))
            .bind(Word(signal.kind))
            .bind(Word(signal.user))
            .bind(signal.device.map(Word))
            .bind(signal.session.map(Word))
            .bind(Text(&signal.cause))
            .bind(Word(signal.quality))
            .bind(Text(&signal.source))
            .bind(Millis(signal.at))
            .bind(Millis(signal.until))
            .bind(Json(&signal.values));
        Ok(self.run("add_signal", query).await? == 1)
    }

    async fn signals(&mut self, user: UserId, now: Time, each: u32) -> Result<Vec<Signal>> {
        let query = query_as(LIST).bind(Word(user)).bind(Millis(now)).bind(Number(each));
        let rows: Vec<Row> = self.list("signals", query).await?;
        Ok(rows.into_iter().map(Signal::from).collect())
    }
}
