use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Commitment, Initiator, LogEntry};
use leasehold_domain::{ClientId, DeviceId, GrantId, HoldId, SessionId, UserId};
use leasehold_oauth_types::{Remedy, ScopeSet};
use leasehold_storage::{LogFilter, LogRecord, Result, RevocationLog};
use sqlx::{FromRow, QueryBuilder, Sqlite, query, query_as};

use crate::columns::{Bytes, Json, Millis, Word};
use crate::statements::statements;
use crate::transaction::SqliteTransaction;
use crate::users::searchable;

statements! {
    APPEND = "INSERT INTO revocation_log (at, user_id, client, device_id, session_id, grant_id, change,
                  scopes_before, scopes_after, rule, policy_version, cause, initiator, remedy, hold_id,
                  commitment)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
              RETURNING seq";
    APPEND_FACTS = "INSERT INTO revocation_log_facts (seq, facts, salt) VALUES (?1, ?2, ?3)";
    ERASE_FACTS = "DELETE FROM revocation_log_facts WHERE seq IN
                       (SELECT seq FROM revocation_log WHERE user_id = ?1 AND change <> 'policy_changed')";
    // Conditions of the filter follow.
    LIST = "SELECT entry.*, known.facts, known.salt, holds.closed_at,
                CASE entry.change WHEN 'hold_opened' THEN holds.took_ms END AS took_ms
            FROM revocation_log AS entry
            LEFT JOIN revocation_log_facts AS known ON known.seq = entry.seq
            LEFT JOIN holds ON holds.id = entry.hold_id
            WHERE TRUE";
    COUNT = "SELECT COUNT(*) FROM revocation_log AS entry WHERE TRUE";
}

#[derive(FromRow)]
struct LogRow {
    seq: i64,
    at: Millis,
    user_id: Word<UserId>,
    client: Option<Word<ClientId>>,
    device_id: Option<Word<DeviceId>>,
    session_id: Option<Word<SessionId>>,
    grant_id: Option<Word<GrantId>>,
    change: Word<Change>,
    scopes_before: Word<ScopeSet>,
    scopes_after: Word<ScopeSet>,
    rule: String,
    policy_version: Option<String>,
    cause: Option<String>,
    initiator: Word<Initiator>,
    remedy: Option<Word<Remedy>>,
    hold_id: Option<Word<HoldId>>,
    commitment: Bytes<32>,
    facts: Option<Json<serde_json::Value>>,
    salt: Option<Bytes<16>>,
    closed_at: Option<Millis>,
    took_ms: Option<u32>,
}

impl From<LogRow> for LogRecord {
    fn from(row: LogRow) -> Self {
        let entry = LogEntry {
            at: row.at.0,
            subject: Subject {
                user: row.user_id.0,
                client: row.client.map(|Word(id)| id),
                device: row.device_id.map(|Word(id)| id),
                session: row.session_id.map(|Word(id)| id),
                grant: row.grant_id.map(|Word(id)| id),
            },
            change: row.change.0,
            before: row.scopes_before.0,
            after: row.scopes_after.0,
            rule: row.rule,
            policy_version: row.policy_version,
            cause: row.cause,
            initiator: row.initiator.0,
            remedy: row.remedy.map(|Word(remedy)| remedy),
            hold: row.hold_id.map(|Word(id)| id),
            // Erased facts are null, and so is their salt.
            facts: row.facts.map(|Json(facts)| facts).unwrap_or_default(),
            commitment: Commitment {
                salt: row.salt.map(|Bytes(salt)| salt).unwrap_or_default(),
                digest: row.commitment.0,
            },
        };
        Self { seq: row.seq, entry, closed_at: row.closed_at.map(|Millis(at)| at), took_ms: row.took_ms }
    }
}

#[async_trait::async_trait]
impl RevocationLog for SqliteTransaction {
    async fn append(&mut self, entry: &LogEntry) -> Result<i64> {
        let append = query_as(APPEND)
            .bind(Millis(entry.at))
            .bind(Word(entry.subject.user))
            .bind(entry.subject.client.as_ref().map(ClientId::as_str))
            .bind(entry.subject.device.map(Word))
            .bind(entry.subject.session.map(Word))
            .bind(entry.subject.grant.map(Word))
            .bind(Word(entry.change))
            .bind(Word(&entry.before))
            .bind(Word(&entry.after))
            .bind(&entry.rule)
            .bind(&entry.policy_version)
            .bind(&entry.cause)
            .bind(Word(entry.initiator))
            .bind(entry.remedy.map(Word))
            .bind(entry.hold.map(Word))
            .bind(Bytes(entry.commitment.digest));
        let (seq,): (i64,) = self.get("append", append).await?;
        let facts = query(APPEND_FACTS).bind(seq).bind(Json(&entry.facts)).bind(Bytes(entry.commitment.salt));
        self.run("append: facts", facts).await?;
        Ok(seq)
    }

    async fn log(&mut self, filter: &LogFilter) -> Result<Vec<LogRecord>> {
        let mut select = QueryBuilder::new(LIST);
        push_conditions(&mut select, filter);
        if let Some(before) = filter.before {
            select.push(" AND entry.seq < ").push_bind(before);
        }
        select.push(" ORDER BY entry.seq DESC LIMIT ").push_bind(filter.limit);
        let rows: Vec<LogRow> = self.list("log", select.build_query_as()).await?;
        Ok(rows.into_iter().map(LogRecord::from).collect())
    }

    async fn erase_log_facts(&mut self, user: UserId) -> Result<u64> {
        self.run("erase_log_facts", query(ERASE_FACTS).bind(Word(user))).await
    }

    async fn log_count(&mut self, filter: &LogFilter) -> Result<i64> {
        let mut select = QueryBuilder::new(COUNT);
        push_conditions(&mut select, filter);
        let (count,): (i64,) = self.get("log_count", select.build_query_as()).await?;
        Ok(count)
    }
}

fn push_conditions(select: &mut QueryBuilder<'_, Sqlite>, filter: &LogFilter) {
    if let Some(user) = filter.user {
        select.push(" AND entry.user_id = ").push_bind(Word(user));
    }
    if let Some(person) = &filter.person {
        select
            .push(" AND entry.user_id IN (SELECT id FROM users WHERE search LIKE ")
            .push_bind(contains(person))
            .push(r" ESCAPE '\')");
    }
    if let Some(rule) = &filter.rule {
        select.push(" AND entry.rule = ").push_bind(rule.clone());
    }
    if let Some(initiator) = &filter.initiator {
        select.push(" AND entry.initiator = ").push_bind(initiator.clone());
    }
}

/// A LIKE pattern for texts that contain `part`, in which wildcards stand for themselves.
fn contains(part: &str) -> String {
    let mut pattern = String::from("%");
    for character in searchable(part).chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
