use leasehold_domain::Time;
use leasehold_storage::{Limits, Result};
use sqlx::{query, query_as};

use crate::columns::{Millis, Number, Text};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    ADD = "INSERT INTO failures (bucket, at) VALUES ($1, $2)";
    COUNT = "SELECT COUNT(*), MAX(at) FROM failures WHERE bucket = $1 AND at >= $2";
    CLEAR = "DELETE FROM failures WHERE bucket = $1";
}

#[async_trait::async_trait]
impl Limits for PostgresTransaction {
    async fn add_failure(&mut self, bucket: &str, now: Time) -> Result<()> {
        self.run("add_failure", query(ADD).bind(Text(bucket)).bind(Millis(now))).await?;
        Ok(())
    }

    async fn failures(&mut self, bucket: &str, since: Time) -> Result<(u32, Option<Time>)> {
        let query = query_as(COUNT).bind(Text(bucket)).bind(Millis(since));
        let (Number(count), last): (Number, Option<Millis>) = self.get("failures", query).await?;
        Ok((count, last.map(|Millis(at)| at)))
    }

    async fn clear_failures(&mut self, bucket: &str) -> Result<()> {
        self.run("clear_failures", query(CLEAR).bind(Text(bucket))).await?;
        Ok(())
    }
}
