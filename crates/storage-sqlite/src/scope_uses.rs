use leasehold_domain::{ClientId, GrantId, UserId};
use leasehold_oauth_types::Scope;
use leasehold_storage::{Result, ScopeUse, ScopeUses};
use sqlx::{query, query_as};

use crate::columns::{Millis, Word};
use crate::statements::statements;
use crate::transaction::SqliteTransaction;

statements! {
    LIST = "SELECT scope, SUM(count), MAX(last_at) FROM (
                SELECT scope, count, last_at FROM scope_uses
                WHERE grant_id IN (SELECT id FROM grants WHERE user_id = ?1 AND client = ?2)
                UNION ALL
                SELECT scope, count, last_at FROM past_scope_uses WHERE user_id = ?1 AND client = ?2
            )
            GROUP BY scope ORDER BY scope";
    ADD = "INSERT INTO scope_uses (grant_id, scope, count, last_at) VALUES (?1, ?2, ?3, ?4)
           ON CONFLICT (grant_id, scope) DO UPDATE
           SET count = scope_uses.count + excluded.count, last_at = MAX(scope_uses.last_at, excluded.last_at)";
}

#[async_trait::async_trait]
impl ScopeUses for SqliteTransaction {
    async fn scope_uses(&mut self, user: UserId, client: &ClientId) -> Result<Vec<ScopeUse>> {
        let rows: Vec<(Word<Scope>, i64, Millis)> =
            self.list("scope_uses", query_as(LIST).bind(Word(user)).bind(client.as_str())).await?;
        let used = |(Word(scope), count, Millis(last_at)): (_, i64, _)| ScopeUse {
            scope,
            count: count.unsigned_abs(),
            last_at,
        };
        Ok(rows.into_iter().map(used).collect())
    }

    async fn add_scope_use(&mut self, grant: GrantId, used: &ScopeUse) -> Result<()> {
        let query = query(ADD)
            .bind(Word(grant))
            .bind(Word(&used.scope))
            .bind(i64::try_from(used.count).unwrap_or(i64::MAX))
            .bind(Millis(used.last_at));
        self.run("add_scope_use", query).await?;
        Ok(())
    }
}
