use leasehold_domain::{GrantId, Time};
use leasehold_storage::{Due, Result};
use sqlx::{query, query_as};

use crate::columns::{Millis, Number, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    PUT = "INSERT INTO due (grant_id, at) VALUES ($1, $2)
           ON CONFLICT (grant_id) DO UPDATE SET at = excluded.at";
    REMOVE = "DELETE FROM due WHERE grant_id = $1";
    LIST = "SELECT grant_id FROM due WHERE at <= $1 ORDER BY at, grant_id LIMIT $2";
    NEXT = "SELECT MIN(at) FROM due";
}

#[async_trait::async_trait]
impl Due for PostgresTransaction {
    async fn set_due(&mut self, grant: GrantId, at: Option<Time>) -> Result<()> {
        let query = match at {
            Some(at) => query(PUT).bind(Word(grant)).bind(Millis(at)),
            None => query(REMOVE).bind(Word(grant)),
        };
        self.run("set_due", query).await?;
        Ok(())
    }

    async fn due(&mut self, now: Time, limit: u32) -> Result<Vec<GrantId>> {
        let query = query_as(LIST).bind(Millis(now)).bind(Number(limit));
        let rows: Vec<(Word<GrantId>,)> = self.list("due", query).await?;
        Ok(rows.into_iter().map(|(Word(id),)| id).collect())
    }

    async fn next_due(&mut self) -> Result<Option<Time>> {
        let (at,): (Option<Millis>,) = self.get("next_due", query_as(NEXT)).await?;
        Ok(at.map(|Millis(at)| at))
    }
}
