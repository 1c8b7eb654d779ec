use leasehold_storage::{Meta, Result};
use sqlx::{query, query_as};

use crate::columns::Text;
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    FIND = "SELECT value FROM meta WHERE key = $1";
    PUT = "INSERT INTO meta (key, value) VALUES ($1, $2)
           ON CONFLICT (key) DO UPDATE SET value = excluded.value";
}

#[async_trait::async_trait]
impl Meta for PostgresTransaction {
    async fn meta(&mut self, key: &str) -> Result<Option<String>> {
        let row: Option<(String,)> = self.find("meta", query_as(FIND).bind(Text(key))).await?;
        Ok(row.map(|(value,)| value))
    }

    async fn set_meta(&mut self, key: &str, value: &str) -> Result<()> {
        self.run("set_meta", query(PUT).bind(Text(key)).bind(Text(value))).await?;
        Ok(())
    }
}
