use leasehold_domain::user::{Enrolment, Factor, FactorKind};
use leasehold_domain::{DeviceId, FactorId, HashedToken, SessionId, Time, UserId};
use leasehold_storage::{Factors, Result};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Hash, Millis, Word};
use crate::statements::statements;
use crate::transaction::SqliteTransaction;

statements! {
    LIST = "SELECT * FROM factors WHERE user_id = ?1 ORDER BY enrolled_at, id";
    BY_CREDENTIAL = "SELECT * FROM factors WHERE credential = ?1";
    ADD = "INSERT INTO factors (id, user_id, kind, name, secret, credential, device_id, enrolled_at,
               enrolled_session, enrolled_device, last_step, last_used_at, compromised_at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
           ON CONFLICT (credential) WHERE credential IS NOT NULL DO NOTHING";
    RENAME = "UPDATE factors SET name = ?2 WHERE id = ?1";
    UPDATE_SECRET = "UPDATE factors SET secret = ?2 WHERE id = ?1";
    MARK_COMPROMISED = "UPDATE factors SET compromised_at = ?2 WHERE id = ?1 AND compromised_at IS NULL";
    REMOVE = "DELETE FROM factors WHERE id = ?1";
    ACCEPT_STEP = "UPDATE factors SET last_step = ?2, last_used_at = ?3
                   WHERE id = ?1 AND kind = 'totp' AND (last_step IS NULL OR last_step < ?2)";
    TOUCH = "UPDATE factors SET last_used_at = ?2 WHERE id = ?1";
    ADD_CODE = "INSERT INTO recovery_codes (hash, factor_id) VALUES (?1, ?2)";
    USE_CODE = "UPDATE recovery_codes SET used_at = ?3
                WHERE hash = ?1 AND factor_id = ?2 AND used_at IS NULL";
    CODES_LEFT = "SELECT count(*) FROM recovery_codes WHERE factor_id = ?1 AND used_at IS NULL";
}

#[derive(FromRow)]
struct FactorRow {
    id: Word<FactorId>,
    user_id: Word<UserId>,
    kind: Word<FactorKind>,
    name: Option<String>,
    secret: Vec<u8>,
    credential: Option<Vec<u8>>,
    device_id: Option<Word<DeviceId>>,
    enrolled_at: Millis,
    enrolled_session: Option<Word<SessionId>>,
    enrolled_device: Option<Word<DeviceId>>,
    last_step: Option<i64>,
    last_used_at: Option<Millis>,
    compromised_at: Option<Millis>,
}

impl From<FactorRow> for Factor {
    fn from(row: FactorRow) -> Self {
        Self {
            id: row.id.0,
            user: row.user_id.0,
            kind: row.kind.0,
            name: row.name,
            secret: row.secret,
            credential: row.credential,
            device: row.device_id.map(|Word(id)| id),
            enrolment: Enrolment {
                at: row.enrolled_at.0,
                session: row.enrolled_session.map(|Word(id)| id),
                device: row.enrolled_device.map(|Word(id)| id),
            },
            last_step: row.last_step,
            last_used_at: row.last_used_at.map(|Millis(at)| at),
            compromised_at: row.compromised_at.map(|Millis(at)| at),
        }
    }
}

#[async_trait::async_trait]
impl Factors for SqliteTransaction {
    async fn factors(&mut self, user: UserId) -> Result<Vec<Factor>> {
        let rows: Vec<FactorRow> = self.list("factors", query_as(LIST).bind(Word(user))).await?;
        Ok(rows.into_iter().map(Factor::from).collect())
    }

    async fn factor_by_credential(&mut self, credential: &[u8]) -> Result<Option<Factor>> {
        let row: Option<FactorRow> =
            self.find("factor_by_credential", query_as(BY_CREDENTIAL).bind(credential)).await?;
        Ok(row.map(Factor::from))
    }

    async fn add_factor(&mut self, factor: &Factor) -> Result<bool> {
        let query = query(ADD)
            .bind(Word(factor.id))
            .bind(Word(factor.user))
            .bind(Word(factor.kind))
            .bind(&factor.name)
            .bind(&factor.secret)
            .bind(&factor.credential)
            .bind(factor.device.map(Word))
            .bind(Millis(factor.enrolment.at))
            .bind(factor.enrolment.session.map(Word))
            .bind(factor.enrolment.device.map(Word))
            .bind(factor.last_step)
            .bind(factor.last_used_at.map(Millis))
            .bind(factor.compromised_at.map(Millis));
        Ok(self.run("add_factor", query).await? == 1)
    }

    async fn rename_factor(&mut self, factor: FactorId, name: &str) -> Result<()> {
        self.run("rename_factor", query(RENAME).bind(Word(factor)).bind(name)).await?;
        Ok(())
    }

    async fn update_factor_secret(&mut self, factor: FactorId, secret: &[u8]) -> Result<()> {
        self.run("update_factor_secret", query(UPDATE_SECRET).bind(Word(factor)).bind(secret)).await?;
        Ok(())
    }

    async fn mark_compromised(&mut self, factor: FactorId, now: Time) -> Result<()> {
        self.run("mark_compromised", query(MARK_COMPROMISED).bind(Word(factor)).bind(Millis(now))).await?;
        Ok(())
    }

    async fn remove_factor(&mut self, factor: FactorId) -> Result<()> {
        self.run("remove_factor", query(REMOVE).bind(Word(factor))).await?;
        Ok(())
    }

    async fn accept_step(&mut self, factor: FactorId, step: i64, now: Time) -> Result<bool> {
        let query = query(ACCEPT_STEP).bind(Word(factor)).bind(step).bind(Millis(now));
        Ok(self.run("accept_step", query).await? == 1)
    }

    async fn touch_factor(&mut self, factor: FactorId, now: Time) -> Result<()> {
        self.run("touch_factor", query(TOUCH).bind(Word(factor)).bind(Millis(now))).await?;
        Ok(())
    }

    async fn add_recovery_codes(&mut self, factor: FactorId, codes: &[HashedToken]) -> Result<()> {
        for code in codes {
            self.run("add_recovery_codes", query(ADD_CODE).bind(Hash(*code)).bind(Word(factor))).await?;
        }
        Ok(())
    }

    async fn use_recovery_code(&mut self, factor: FactorId, code: HashedToken, now: Time) -> Result<bool> {
        let query = query(USE_CODE).bind(Hash(code)).bind(Word(factor)).bind(Millis(now));
        Ok(self.run("use_recovery_code", query).await? == 1)
    }

    async fn recovery_codes_left(&mut self, factor: FactorId) -> Result<u32> {
        let left: Option<(u32,)> =
            self.find("recovery_codes_left", query_as(CODES_LEFT).bind(Word(factor))).await?;
        Ok(left.map_or(0, |(left,)| left))
    }
}
