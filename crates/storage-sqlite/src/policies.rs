use leasehold_domain::policy::{
    PolicyOrigin, PolicyRequest, PolicyRequestKind, PolicyRequestState, PolicyState, PolicyVersion,
};
use leasehold_domain::{PolicyRequestId, UserId};
use leasehold_storage::{Policies, PolicyHead, Result, StorageError};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Json, Millis, Word};
use crate::statements::statements;
use crate::transaction::SqliteTransaction;

statements! {
    ADD = "INSERT INTO policies (version, content, origin, state, made_by, made_at, activated_at, revision)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
           ON CONFLICT (version) DO NOTHING";
    FIND = "SELECT * FROM policies WHERE version = ?1";
    IN_STATE = "SELECT * FROM policies WHERE state = ?1 AND state IN ('active', 'shadow')";
    LIST = "SELECT * FROM policies WHERE made_at > ?1 ORDER BY made_at DESC, version DESC";
    HEADS = "SELECT version, revision, state FROM policies WHERE state IN ('active', 'shadow') ORDER BY state";
    UPDATE = "UPDATE policies SET content = ?3, state = ?4, activated_at = ?5, revision = revision + 1
              WHERE version = ?1 AND revision = ?2";
    ADD_REQUEST = "INSERT INTO policy_requests (id, kind, version, base, state, summary, past_the_breaker,
                       asked_by, asked_at, effective_at, decided_by, decided_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    OPEN_REQUEST = "SELECT * FROM policy_requests WHERE state = 'open'";
    CLOSE_REQUEST = "UPDATE policy_requests SET state = ?2, decided_by = ?3, decided_at = ?4
                     WHERE id = ?1 AND state = 'open'";
    SET_SUMMARY = "UPDATE policy_requests SET summary = ?2 WHERE id = ?1";
    REQUESTS = "SELECT * FROM policy_requests WHERE asked_at > ?1 ORDER BY asked_at DESC, id DESC LIMIT ?2";
}

/// Before anything was made, so that a list goes along its index.
const EVER: i64 = i64::MIN;

#[derive(FromRow)]
struct Row {
    version: String,
    content: String,
    origin: Word<PolicyOrigin>,
    state: Word<PolicyState>,
    made_by: Option<Word<UserId>>,
    made_at: Millis,
    activated_at: Option<Millis>,
    revision: i64,
}

impl TryFrom<Row> for PolicyVersion {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            version: row.version,
            content: row.content,
            origin: row.origin.0,
            state: row.state.0,
            made_by: row.made_by.map(|Word(id)| id),
            made_at: row.made_at.0,
            activated_at: row.activated_at.map(|Millis(at)| at),
            revision: read(row.revision)?,
        })
    }
}

#[derive(FromRow)]
struct RequestRow {
    id: Word<PolicyRequestId>,
    kind: Word<PolicyRequestKind>,
    version: String,
    base: String,
    state: Word<PolicyRequestState>,
    summary: Json<serde_json::Value>,
    past_the_breaker: Option<String>,
    asked_by: Option<Word<UserId>>,
    asked_at: Millis,
    effective_at: Option<Millis>,
    decided_by: Option<Word<UserId>>,
    decided_at: Option<Millis>,
}

impl From<RequestRow> for PolicyRequest {
    fn from(row: RequestRow) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind.0,
            version: row.version,
            base: row.base,
            state: row.state.0,
            summary: row.summary.0,
            past_the_breaker: row.past_the_breaker,
            asked_by: row.asked_by.map(|Word(id)| id),
            asked_at: row.asked_at.0,
            effective_at: row.effective_at.map(|Millis(at)| at),
            decided_by: row.decided_by.map(|Word(id)| id),
            decided_at: row.decided_at.map(|Millis(at)| at),
        }
    }
}

#[async_trait::async_trait]
impl Policies for SqliteTransaction {
    async fn add_policy(&mut self, policy: &PolicyVersion) -> Result<bool> {
        let query = query(ADD)
            .bind(&policy.version)
            .bind(&policy.content)
            .bind(Word(policy.origin))
            .bind(Word(policy.state))
            .bind(policy.made_by.map(Word))
            .bind(Millis(policy.made_at))
            .bind(policy.activated_at.map(Millis))
            .bind(stored(policy.revision)?);
        Ok(self.run("add_policy", query).await? == 1)
    }

    async fn policy(&mut self, version: &str) -> Result<Option<PolicyVersion>> {
        let row: Option<Row> = self.find("policy", query_as(FIND).bind(version)).await?;
        row.map(PolicyVersion::try_from).transpose()
    }

    async fn policy_in(&mut self, state: PolicyState) -> Result<Option<PolicyVersion>> {
        let row: Option<Row> = self.find("policy_in", query_as(IN_STATE).bind(Word(state))).await?;
        row.map(PolicyVersion::try_from).transpose()
    }

    async fn policies(&mut self) -> Result<Vec<PolicyVersion>> {
        let rows: Vec<Row> = self.list("policies", query_as(LIST).bind(EVER)).await?;
        rows.into_iter().map(PolicyVersion::try_from).collect()
    }

    async fn policy_heads(&mut self) -> Result<Vec<PolicyHead>> {
        let rows: Vec<(String, i64, Word<PolicyState>)> = self.list("policy_heads", query_as(HEADS)).await?;
        rows.into_iter()
            .map(|(version, revision, Word(state))| {
                Ok(PolicyHead { version, revision: read(revision)?, state })
            })
            .collect()
    }

    async fn update_policy(&mut self, policy: &PolicyVersion) -> Result<bool> {
        let query = query(UPDATE)
            .bind(&policy.version)
            .bind(stored(policy.revision)?)
            .bind(&policy.content)
            .bind(Word(policy.state))
            .bind(policy.activated_at.map(Millis));
        Ok(self.run("update_policy", query).await? == 1)
    }

    async fn add_policy_request(&mut self, request: &PolicyRequest) -> Result<()> {
        let query = query(ADD_REQUEST)
            .bind(Word(request.id))
            .bind(Word(request.kind))
            .bind(&request.version)
            .bind(&request.base)
            .bind(Word(request.state))
            .bind(Json(&request.summary))
            .bind(&request.past_the_breaker)
            .bind(request.asked_by.map(Word))
            .bind(Millis(request.asked_at))
            .bind(request.effective_at.map(Millis))
            .bind(request.decided_by.map(Word))
            .bind(request.decided_at.map(Millis));
        self.run("add_policy_request", query).await?;
        Ok(())
    }

    async fn open_policy_request(&mut self) -> Result<Option<PolicyRequest>> {
        let row: Option<RequestRow> = self.find("open_policy_request", query_as(OPEN_REQUEST)).await?;
        Ok(row.map(PolicyRequest::from))
    }

    async fn close_policy_request(&mut self, request: &PolicyRequest) -> Result<bool> {
        let query = query(CLOSE_REQUEST)
            .bind(Word(request.id))
            .bind(Word(request.state))
            .bind(request.decided_by.map(Word))
            .bind(request.decided_at.map(Millis));
        Ok(self.run("close_policy_request", query).await? == 1)
    }

    async fn set_policy_request_summary(
        &mut self,
        id: PolicyRequestId,
        summary: &serde_json::Value,
    ) -> Result<bool> {
        let query = query(SET_SUMMARY).bind(Word(id)).bind(Json(summary));
        Ok(self.run("set_policy_request_summary", query).await? == 1)
    }

    async fn policy_requests(&mut self, limit: u32) -> Result<Vec<PolicyRequest>> {
        let query = query_as(REQUESTS).bind(EVER).bind(limit);
        let rows: Vec<RequestRow> = self.list("policy_requests", query).await?;
        Ok(rows.into_iter().map(PolicyRequest::from).collect())
    }
}

fn stored(revision: u64) -> Result<i64> {
    i64::try_from(revision).map_err(|_| StorageError::inconsistent("policies.revision"))
}

fn read(revision: i64) -> Result<u64> {
    u64::try_from(revision).map_err(|_| StorageError::inconsistent("policies.revision"))
}
