use leasehold_domain::{HashedToken, Time};
use leasehold_storage::{Draft, Drafts, Result};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Hash, Millis};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    PUT = "INSERT INTO drafts (key, sealed, expires_at) VALUES ($1, $2, $3)
           ON CONFLICT (key) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at";
    FIND = "SELECT * FROM drafts WHERE key = $1 AND expires_at > $2";
    TAKE = "DELETE FROM drafts WHERE key = $1 AND expires_at > $2 RETURNING *";
}

#[derive(FromRow)]
struct DraftRow {
    key: Hash,
    sealed: Vec<u8>,
    expires_at: Millis,
}

impl From<DraftRow> for Draft {
    fn from(row: DraftRow) -> Self {
        Self { key: row.key.0, sealed: row.sealed, expires_at: row.expires_at.0 }
    }
}

#[async_trait::async_trait]
impl Drafts for PostgresTransaction {
    async fn put_draft(&mut self, draft: &Draft) -> Result<()> {
        let put = query(PUT).bind(Hash(draft.key)).bind(&draft.sealed).bind(Millis(draft.expires_at));
        self.run("put_draft", put).await?;
        Ok(())
    }

    async fn draft(&mut self, key: HashedToken, now: Time) -> Result<Option<Draft>> {
        let find = query_as(FIND).bind(Hash(key)).bind(Millis(now));
        let row: Option<DraftRow> = self.find("draft", find).await?;
        Ok(row.map(Draft::from))
    }

    async fn take_draft(&mut self, key: HashedToken, now: Time) -> Result<Option<Draft>> {
        let take = query_as(TAKE).bind(Hash(key)).bind(Millis(now));
        let row: Option<DraftRow> = self.find("take_draft", take).await?;
        Ok(row.map(Draft::from))
    }
}
