use leasehold_domain::authorization::{Authorization, AuthorizationRequest, Stage};
use leasehold_domain::{AuthorizationId, HashedToken, Time};
use leasehold_storage::{Authorizations, CodeState, Result, StorageError};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Hash, Json, Millis, Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    ADD = "INSERT INTO authorizations (id, request, request_uri, browser, created_at, expires_at, begun_at,
               stage, progress)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIND = "SELECT * FROM authorizations WHERE id = $1";
    FIND_BY_URI = "SELECT * FROM authorizations WHERE request_uri = $1";
    UPDATE_PENDING = "UPDATE authorizations SET browser = $2, expires_at = $3, begun_at = $4, stage = $5,
                          progress = $6
                      WHERE id = $1 AND stage = 'pending'";
    UPDATE_ISSUED = "UPDATE authorizations SET progress = $2 WHERE id = $1 AND stage = 'issued'";
    ADD_CODE = "INSERT INTO codes (hash, authorization_id, expires_at) VALUES ($1, $2, $3)";
    FIND_CODE = "SELECT * FROM codes WHERE hash = $1";
    USE_CODE = "UPDATE codes SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
    FLASH = "SELECT flash FROM authorizations WHERE id = $1";
    SET_FLASH = "UPDATE authorizations SET flash = $2 WHERE id = $1";
}

#[derive(FromRow)]
struct AuthorizationRow {
    id: Word<AuthorizationId>,
    request: Json<AuthorizationRequest>,
    request_uri: Option<Hash>,
    browser: Option<Hash>,
    created_at: Millis,
    expires_at: Millis,
    begun_at: Option<Millis>,
    stage: String,
    progress: Json<Stage>,
}

impl TryFrom<AuthorizationRow> for Authorization {
    type Error = StorageError;

    fn try_from(row: AuthorizationRow) -> Result<Self> {
        if row.stage != word(&row.progress.0) {
            return Err(StorageError::inconsistent("authorizations.stage"));
        }
        Ok(Self {
            id: row.id.0,
            request: row.request.0,
            request_uri: row.request_uri.map(|Hash(hash)| hash),
            browser: row.browser.map(|Hash(hash)| hash),
            created_at: row.created_at.0,
            expires_at: row.expires_at.0,
            begun_at: row.begun_at.map(|Millis(at)| at),
            stage: row.progress.0,
        })
    }
}

#[derive(FromRow)]
struct CodeRow {
    authorization_id: Word<AuthorizationId>,
    expires_at: Millis,
    used_at: Option<Millis>,
}

impl From<CodeRow> for CodeState {
    fn from(row: CodeRow) -> Self {
        Self {
            authorization: row.authorization_id.0,
            expires_at: row.expires_at.0,
            used_at: row.used_at.map(|Millis(at)| at),
        }
    }
}

#[async_trait::async_trait]
impl Authorizations for PostgresTransaction {
    async fn add_authorization(&mut self, authorization: &Authorization) -> Result<()> {
        let query = query(ADD)
            .bind(Word(authorization.id))
            .bind(Json(&authorization.request))
            .bind(authorization.request_uri.map(Hash))
            .bind(authorization.browser.map(Hash))
            .bind(Millis(authorization.created_at))
            .bind(Millis(authorization.expires_at))
            .bind(authorization.begun_at.map(Millis))
            .bind(word(&authorization.stage))
            .bind(Json(&authorization.stage));
        self.run("add_authorization", query).await?;
        Ok(())
    }

    async fn authorization(&mut self, id: AuthorizationId) -> Result<Option<Authorization>> {
        let query = query_as(FIND).bind(Word(id));
        let row: Option<AuthorizationRow> = self.find("authorization", query).await?;
        row.map(Authorization::try_from).transpose()
    }

    async fn authorization_by_uri(&mut self, uri: HashedToken) -> Result<Option<Authorization>> {
        let query = query_as(FIND_BY_URI).bind(Hash(uri));
        let row: Option<AuthorizationRow> = self.find("authorization_by_uri", query).await?;
        row.map(Authorization::try_from).transpose()
    }

    async fn update_pending(&mut self, authorization: &Authorization) -> Result<bool> {
        let query = query(UPDATE_PENDING)
            .bind(Word(authorization.id))
            .bind(authorization.browser.map(Hash))
            .bind(Millis(authorization.expires_at))
            .bind(authorization.begun_at.map(Millis))
            .bind(word(&authorization.stage))
            .bind(Json(&authorization.stage));
        Ok(self.run("update_pending", query).await? == 1)
    }

    async fn update_issued(&mut self, authorization: &Authorization) -> Result<()> {
        let query = query(UPDATE_ISSUED).bind(Word(authorization.id)).bind(Json(&authorization.stage));
        let issued = matches!(authorization.stage, Stage::Issued(_));
        if issued && self.run("update_issued", query).await? == 1 {
            return Ok(());
        }
        Err(StorageError::inconsistent("update_issued: no code was issued for this request"))
    }

    async fn add_code(
        &mut self,
        code: HashedToken,
        authorization: AuthorizationId,
        expires_at: Time,
    ) -> Result<()> {
        let query = query(ADD_CODE).bind(Hash(code)).bind(Word(authorization)).bind(Millis(expires_at));
        self.run("add_code", query).await?;
        Ok(())
    }

    async fn code(&mut self, code: HashedToken) -> Result<Option<CodeState>> {
        let row: Option<CodeRow> = self.find("code", query_as(FIND_CODE).bind(Hash(code))).await?;
        Ok(row.map(CodeState::from))
    }

    async fn use_code(&mut self, code: HashedToken, now: Time) -> Result<bool> {
        Ok(self.run("use_code", query(USE_CODE).bind(Hash(code)).bind(Millis(now))).await? == 1)
    }

    async fn flash(&mut self, id: AuthorizationId) -> Result<Option<String>> {
        let row: Option<(Option<String>,)> = self.find("flash", query_as(FLASH).bind(Word(id))).await?;
        Ok(row.and_then(|(flash,)| flash))
    }

    async fn set_flash(&mut self, id: AuthorizationId, flash: Option<&str>) -> Result<()> {
        self.run("set_flash", query(SET_FLASH).bind(Word(id)).bind(flash.map(Text))).await?;
        Ok(())
    }
}

/// The stage as the conditions of the statements know it.
const fn word(stage: &Stage) -> &'static str {
    match stage {
        Stage::Pending { .. } => "pending",
        Stage::Issued(_) => "issued",
        Stage::Refused => "refused",
    }
}
