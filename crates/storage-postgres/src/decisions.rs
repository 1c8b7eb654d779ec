use leasehold_domain::{ClientId, DecisionId, GrantId, Time, UserId};
use leasehold_storage::{DecisionMode, Decisions, KeptBecause, Result, StoredDecision};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Millis, Number, Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    ADD = "INSERT INTO decisions
               (id, at, user_id, grant_id, client, policy_version, mode, because, facts, decision, took_us)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LIST = "SELECT * FROM decisions WHERE mode = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4";
    ERASE = "DELETE FROM decisions WHERE user_id = $1";
}

#[derive(FromRow)]
struct Row {
    id: Word<DecisionId>,
    at: Millis,
    user_id: Word<UserId>,
    grant_id: Option<Word<GrantId>>,
    client: Word<ClientId>,
    policy_version: String,
    mode: Word<DecisionMode>,
    because: Word<KeptBecause>,
    facts: String,
    decision: String,
    took_us: Number,
}

impl From<Row> for StoredDecision {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            at: row.at.0,
            user: row.user_id.0,
            grant: row.grant_id.map(|Word(id)| id),
            client: row.client.0,
            policy_version: row.policy_version,
            mode: row.mode.0,
            because: row.because.0,
            facts: row.facts,
            decision: row.decision,
            took_us: row.took_us.0,
        }
    }
}

#[async_trait::async_trait]
impl Decisions for PostgresTransaction {
    async fn add_decision(&mut self, decision: &StoredDecision) -> Result<()> {
        let query = query(ADD)
            .bind(Word(decision.id))
            .bind(Millis(decision.at))
            .bind(Word(decision.user))
            .bind(decision.grant.map(Word))
            .bind(Text(decision.client.as_str()))
            .bind(Text(&decision.policy_version))
            .bind(Word(decision.mode))
            .bind(Word(decision.because))
            .bind(Text(&decision.facts))
            .bind(Text(&decision.decision))
            .bind(Number(decision.took_us));
        self.run("add_decision", query).await?;
        Ok(())
    }

    async fn decisions(
        &mut self,
        mode: DecisionMode,
        (at, id): (Time, Option<DecisionId>),
        limit: u32,
    ) -> Result<Vec<StoredDecision>> {
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        let query = query_as(LIST).bind(Word(mode)).bind(Millis(at)).bind(Text(&id)).bind(Number(limit));
        let rows: Vec<Row> = self.list("decisions", query).await?;
        Ok(rows.into_iter().map(StoredDecision::from).collect())
    }

    async fn erase_decisions(&mut self, user: UserId) -> Result<u64> {
        self.run("erase_decisions", query(ERASE).bind(Word(user))).await
    }
}
