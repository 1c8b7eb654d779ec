use leasehold_domain::facts::PostureFact;
use leasehold_domain::{DeviceId, Time};
use leasehold_storage::{Postures, Result};
use sqlx::{query, query_as};

use crate::columns::{Millis, Word};
use crate::statements::statements;
use crate::transaction::SqliteTransaction;

statements! {
    LIST = "SELECT source, compliant, at, until FROM postures WHERE device_id = ?1 ORDER BY source";
    PUT = "INSERT INTO postures (device_id, source, compliant, at, until) VALUES (?1, ?2, ?3, ?4, ?5)
           ON CONFLICT (device_id, source) DO UPDATE
           SET compliant = excluded.compliant, at = excluded.at, until = excluded.until
           WHERE postures.at <= excluded.at OR postures.at > ?6";
    CLEAR = "DELETE FROM postures WHERE device_id = ?1 AND source = ?2";
}

#[async_trait::async_trait]
impl Postures for SqliteTransaction {
    async fn postures(&mut self, device: DeviceId) -> Result<Vec<PostureFact>> {
        let rows: Vec<(String, bool, Millis, Option<Millis>)> =
            self.list("postures", query_as(LIST).bind(Word(device))).await?;
        let posture = |(source, compliant, Millis(at), until): (_, _, _, Option<Millis>)| PostureFact {
            source,
            compliant,
            at,
            until: until.map(|Millis(until)| until),
        };
        Ok(rows.into_iter().map(posture).collect())
    }

    async fn put_posture(&mut self, device: DeviceId, posture: &PostureFact, now: Time) -> Result<bool> {
        let query = query(PUT)
            .bind(Word(device))
            .bind(&posture.source)
            .bind(posture.compliant)
            .bind(Millis(posture.at))
            .bind(posture.until.map(Millis))
            .bind(Millis(now));
        Ok(self.run("put_posture", query).await? == 1)
    }

    async fn clear_posture(&mut self, device: DeviceId, source: &str) -> Result<bool> {
        Ok(self.run("clear_posture", query(CLEAR).bind(Word(device)).bind(source)).await? == 1)
    }
}
