use leasehold_domain::facts::Quality;
use leasehold_domain::hold::{ClosedBy, Hold, HoldClosed, HoldKind, Subject};
use leasehold_domain::waiver::{Origin, Waiver};
use leasehold_domain::{ClientId, DeviceId, FactorId, GrantId, HoldId, SessionId, Time, UserId, WaiverId};
use leasehold_oauth_types::{Remedy, ScopeSet};
use leasehold_storage::{Holds, Result, StorageError};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Millis, Word};
use crate::statements::statements;
use crate::transaction::SqliteTransaction;

statements! {
    FIND = "SELECT * FROM holds WHERE id = ?1";
    LIST_OPEN = "SELECT * FROM holds WHERE user_id = ?1 AND closed_at IS NULL ORDER BY opened_at, id";
    ADD = "INSERT INTO holds (id, user_id, client, device_id, session_id, grant_id, scopes, rule,
               rule_version, cause, kind, remedy, quality, opened_at, until, closed_at, closed_by, took_ms)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";
    CLOSE = "UPDATE holds SET closed_at = ?2, closed_by = ?3 WHERE id = ?1 AND closed_at IS NULL";
    SET_TOOK = "UPDATE holds SET took_ms = ?2 WHERE id = ?1";
    LIST_WAIVERS = "SELECT * FROM waivers WHERE user_id = ?1 AND until > ?2 ORDER BY created_at, id";
    ADD_WAIVER = "INSERT INTO waivers (id, user_id, session_id, device_id, rule, cause, evidence,
                      given_session, given_device, created_at, until)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    END_WAIVERS = "UPDATE waivers SET until = ?3 WHERE user_id = ?1 AND given_device = ?2 AND until > ?3";
}

#[derive(FromRow)]
struct HoldRow {
    id: Word<HoldId>,
    user_id: Word<UserId>,
    client: Option<Word<ClientId>>,
    device_id: Option<Word<DeviceId>>,
    session_id: Option<Word<SessionId>>,
    grant_id: Option<Word<GrantId>>,
    scopes: Word<ScopeSet>,
    rule: String,
    rule_version: String,
    cause: String,
    kind: Word<HoldKind>,
    remedy: Word<Remedy>,
    quality: Word<Quality>,
    opened_at: Millis,
    until: Option<Millis>,
    closed_at: Option<Millis>,
    closed_by: Option<Word<ClosedBy>>,
    took_ms: Option<u32>,
}

impl TryFrom<HoldRow> for Hold {
    type Error = StorageError;

    fn try_from(row: HoldRow) -> Result<Self> {
        let closed = match (row.closed_at, row.closed_by) {
            (Some(at), Some(by)) => Some(HoldClosed { at: at.0, by: by.0 }),
            (None, None) => None,
            _ => return Err(StorageError::inconsistent("holds.closed_at")),
        };
        Ok(Self {
            id: row.id.0,
            subject: Subject {
                user: row.user_id.0,
                client: row.client.map(|Word(id)| id),
                device: row.device_id.map(|Word(id)| id),
                session: row.session_id.map(|Word(id)| id),
                grant: row.grant_id.map(|Word(id)| id),
            },
            scopes: row.scopes.0,
            rule: row.rule,
            rule_version: row.rule_version,
            cause: row.cause,
            kind: row.kind.0,
            remedy: row.remedy.0,
            quality: row.quality.0,
            opened_at: row.opened_at.0,
            until: row.until.map(|Millis(at)| at),
            closed,
            took_ms: row.took_ms,
        })
    }
}

#[derive(FromRow)]
struct WaiverRow {
    id: Word<WaiverId>,
    user_id: Word<UserId>,
    session_id: Option<Word<SessionId>>,
    device_id: Word<DeviceId>,
    rule: String,
    cause: String,
    evidence: Option<Word<FactorId>>,
    given_session: Word<SessionId>,
    given_device: Word<DeviceId>,
    created_at: Millis,
    until: Millis,
}

impl From<WaiverRow> for Waiver {
    fn from(row: WaiverRow) -> Self {
        Self {
            id: row.id.0,
            user: row.user_id.0,
            session: row.session_id.map(|Word(id)| id),
            device: row.device_id.0,
            rule: row.rule,
            cause: row.cause,
            evidence: row.evidence.map(|Word(id)| id),
            given_by: Origin { session: row.given_session.0, device: row.given_device.0 },
            created_at: row.created_at.0,
            until: row.until.0,
        }
    }
}

#[async_trait::async_trait]
impl Holds for SqliteTransaction {
    async fn hold(&mut self, id: HoldId) -> Result<Option<Hold>> {
        let row: Option<HoldRow> = self.find("hold", query_as(FIND).bind(Word(id))).await?;
        row.map(Hold::try_from).transpose()
    }

    async fn open_holds(&mut self, user: UserId) -> Result<Vec<Hold>> {
        let rows: Vec<HoldRow> = self.list("open_holds", query_as(LIST_OPEN).bind(Word(user))).await?;
        rows.into_iter().map(Hold::try_from).collect()
    }

    async fn add_hold(&mut self, hold: &Hold) -> Result<()> {
        let query = query(ADD)
            .bind(Word(hold.id))
            .bind(Word(hold.subject.user))
            .bind(hold.subject.client.as_ref().map(ClientId::as_str))
            .bind(hold.subject.device.map(Word))
            .bind(hold.subject.session.map(Word))
            .bind(hold.subject.grant.map(Word))
            .bind(Word(&hold.scopes))
            .bind(&hold.rule)
            .bind(&hold.rule_version)
            .bind(&hold.cause)
            .bind(Word(hold.kind))
            .bind(Word(hold.remedy))
            .bind(Word(hold.quality))
            .bind(Millis(hold.opened_at))
            .bind(hold.until.map(Millis))
            .bind(hold.closed.as_ref().map(|closed| Millis(closed.at)))
            .bind(hold.closed.as_ref().map(|closed| Word(closed.by)))
            .bind(hold.took_ms);
        self.run("add_hold", query).await?;
        Ok(())
    }

    async fn close_hold(&mut self, hold: &Hold) -> Result<bool> {
        let closed = hold.closed.as_ref().ok_or(StorageError::inconsistent("close_hold: still open"))?;
        let query = query(CLOSE).bind(Word(hold.id)).bind(Millis(closed.at)).bind(Word(closed.by));
        Ok(self.run("close_hold", query).await? == 1)
    }

    async fn set_took(&mut self, hold: HoldId, took_ms: u32) -> Result<()> {
        self.run("set_took", query(SET_TOOK).bind(Word(hold)).bind(took_ms)).await?;
        Ok(())
    }

    async fn waivers(&mut self, user: UserId, now: Time) -> Result<Vec<Waiver>> {
        let query = query_as(LIST_WAIVERS).bind(Word(user)).bind(Millis(now));
        let rows: Vec<WaiverRow> = self.list("waivers", query).await?;
        Ok(rows.into_iter().map(Waiver::from).collect())
    }

    async fn add_waiver(&mut self, waiver: &Waiver) -> Result<()> {
        let query = query(ADD_WAIVER)
            .bind(Word(waiver.id))
            .bind(Word(waiver.user))
            .bind(waiver.session.map(Word))
            .bind(Word(waiver.device))
            .bind(&waiver.rule)
            .bind(&waiver.cause)
            .bind(waiver.evidence.map(Word))
            .bind(Word(waiver.given_by.session))
            .bind(Word(waiver.given_by.device))
            .bind(Millis(waiver.created_at))
            .bind(Millis(waiver.until));
        self.run("add_waiver", query).await?;
        Ok(())
    }

    async fn end_waivers(&mut self, user: UserId, given_on: DeviceId, now: Time) -> Result<()> {
        let query = query(END_WAIVERS).bind(Word(user)).bind(Word(given_on)).bind(Millis(now));
        self.run("end_waivers", query).await?;
        Ok(())
    }
}
