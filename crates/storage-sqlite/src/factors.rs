use leasehold_domain::user::{Enrolment, Factor, FactorKind};
use leasehold_domain::{DeviceId, FactorId, SessionId, Time, UserId};
use leasehold_storage::{Factors, Result};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Millis, Word};
use crate::statements::statements;
use crate::transaction::SqliteTransaction;

statements! {
    LIST = "SELECT * FROM factors WHERE user_id = ?1 ORDER BY enrolled_at, id";
    ADD = "INSERT INTO factors (id, user_id, kind, secret, enrolled_at, enrolled_session, enrolled_device,
               last_step, last_used_at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    REMOVE = "DELETE FROM factors WHERE id = ?1";
    ACCEPT_STEP = "UPDATE factors SET last_step = ?2, last_used_at = ?3
                   WHERE id = ?1 AND kind = 'totp' AND (last_step IS NULL OR last_step < ?2)";
    TOUCH = "UPDATE factors SET last_used_at = ?2 WHERE id = ?1";
}

#[derive(FromRow)]
struct FactorRow {
    id: Word<FactorId>,
    user_id: Word<UserId>,
    kind: Word<FactorKind>,
    secret: Vec<u8>,
    enrolled_at: Millis,
    enrolled_session: Option<Word<SessionId>>,
    enrolled_device: Option<Word<DeviceId>>,
    last_step: Option<i64>,
    last_used_at: Option<Millis>,
}

impl From<FactorRow> for Factor {
    fn from(row: FactorRow) -> Self {
        Self {
            id: row.id.0,
            user: row.user_id.0,
            kind: row.kind.0,
            secret: row.secret,
            enrolment: Enrolment {
                at: row.enrolled_at.0,
                session: row.enrolled_session.map(|Word(id)| id),
                device: row.enrolled_device.map(|Word(id)| id),
            },
            last_step: row.last_step,
            last_used_at: row.last_used_at.map(|Millis(at)| at),
        }
    }
}

#[async_trait::async_trait]
impl Factors for SqliteTransaction {
    async fn factors(&mut self, user: UserId) -> Result<Vec<Factor>> {
        let rows: Vec<FactorRow> = self.list("factors", query_as(LIST).bind(Word(user))).await?;
        Ok(rows.into_iter().map(Factor::from).collect())
    }

    async fn add_factor(&mut self, factor: &Factor) -> Result<()> {
        let query = query(ADD)
            .bind(Word(factor.id))
            .bind(Word(factor.user))
            .bind(Word(factor.kind))
            .bind(&factor.secret)
            .bind(Millis(factor.enrolment.at))
            .bind(factor.enrolment.session.map(Word))
            .bind(factor.enrolment.device.map(Word))
            .bind(factor.last_step)
            .bind(factor.last_used_at.map(Millis));
        self.run("add_factor", query).await?;
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
}
