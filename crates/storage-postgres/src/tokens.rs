use leasehold_domain::grant::{AccessToken, RefreshToken};
use leasehold_domain::{GrantId, HashedToken, Time};
use leasehold_oauth_types::{Acr, Amr, AuthorizationDetail, ScopeSet};
use leasehold_storage::{Result, Tokens};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Hash, Json, Millis, Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    ADD_ACCESS = "INSERT INTO access_tokens (hash, grant_id, scopes, acr, amr, auth_time, details, issued_at,
                      expires_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIND_ACCESS = "SELECT * FROM access_tokens WHERE hash = $1";
    DELETE_ACCESS = "DELETE FROM access_tokens WHERE hash = $1";
    DELETE_ACCESS_OF_GRANT = "DELETE FROM access_tokens WHERE grant_id = $1";
    ADD_REFRESH = "INSERT INTO refresh_tokens (hash, grant_id, scopes, acr, amr, auth_time, issued_at,
                       absolute_expires_at, used_at, successor, voided)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    FIND_REFRESH = "SELECT * FROM refresh_tokens WHERE hash = $1";
    USE_REFRESH = "UPDATE refresh_tokens SET successor = $2, used_at = $3
                   WHERE hash = $1 AND used_at IS NULL AND NOT voided AND absolute_expires_at > $3";
    VOID_SUCCESSOR = "UPDATE refresh_tokens SET voided = TRUE
                      WHERE hash = $2 AND used_at IS NULL AND NOT voided AND EXISTS (
                          SELECT 1 FROM refresh_tokens AS used WHERE used.hash = $1 AND used.successor = $2)";
    SET_SUCCESSOR = "UPDATE refresh_tokens SET successor = $2 WHERE hash = $1";
    VOID_OF_GRANT = "UPDATE refresh_tokens SET voided = TRUE
                     WHERE grant_id = $1 AND used_at IS NULL AND NOT voided";
    ADD_JTI = "INSERT INTO assertion_ids (issuer, jti, expires_at) VALUES ($1, $2, $3)
               ON CONFLICT (issuer, jti) DO UPDATE SET expires_at = excluded.expires_at WHERE assertion_ids.expires_at <= $4";
}

#[derive(FromRow)]
struct AccessTokenRow {
    hash: Hash,
    grant_id: Word<GrantId>,
    scopes: Word<ScopeSet>,
    acr: Word<Acr>,
    amr: Json<Vec<Amr>>,
    auth_time: Millis,
    details: Json<Vec<AuthorizationDetail>>,
    issued_at: Millis,
    expires_at: Millis,
}

impl From<AccessTokenRow> for AccessToken {
    fn from(row: AccessTokenRow) -> Self {
        Self {
            hash: row.hash.0,
            grant: row.grant_id.0,
            scopes: row.scopes.0,
            acr: row.acr.0,
            amr: row.amr.0,
            auth_time: row.auth_time.0,
            details: row.details.0,
            issued_at: row.issued_at.0,
            expires_at: row.expires_at.0,
        }
    }
}

#[derive(FromRow)]
struct RefreshTokenRow {
    hash: Hash,
    grant_id: Word<GrantId>,
    scopes: Word<ScopeSet>,
    acr: Word<Acr>,
    amr: Json<Vec<Amr>>,
    auth_time: Millis,
    issued_at: Millis,
    absolute_expires_at: Millis,
    used_at: Option<Millis>,
    successor: Option<Hash>,
    voided: bool,
}

impl From<RefreshTokenRow> for RefreshToken {
    fn from(row: RefreshTokenRow) -> Self {
        Self {
            hash: row.hash.0,
            grant: row.grant_id.0,
            scopes: row.scopes.0,
            acr: row.acr.0,
            amr: row.amr.0,
            auth_time: row.auth_time.0,
            issued_at: row.issued_at.0,
            absolute_expires_at: row.absolute_expires_at.0,
            used_at: row.used_at.map(|Millis(at)| at),
            successor: row.successor.map(|Hash(hash)| hash),
            voided: row.voided,
        }
    }
}

#[async_trait::async_trait]
impl Tokens for PostgresTransaction {
    async fn add_access_token(&mut self, token: &AccessToken) -> Result<()> {
        let query = query(ADD_ACCESS)
            .bind(Hash(token.hash))
            .bind(Word(token.grant))
            .bind(Word(&token.scopes))
            .bind(Word(token.acr))
            .bind(Json(&token.amr))
            .bind(Millis(token.auth_time))
            .bind(Json(&token.details))
            .bind(Millis(token.issued_at))
            .bind(Millis(token.expires_at));
        self.run("add_access_token", query).await?;
        Ok(())
    }

    async fn access_token(&mut self, hash: HashedToken) -> Result<Option<AccessToken>> {
        let query = query_as(FIND_ACCESS).bind(Hash(hash));
        let row: Option<AccessTokenRow> = self.find("access_token", query).await?;
        Ok(row.map(AccessToken::from))
    }

    async fn delete_access_token(&mut self, hash: HashedToken) -> Result<()> {
        self.run("delete_access_token", query(DELETE_ACCESS).bind(Hash(hash))).await?;
        Ok(())
    }

    async fn delete_access_tokens(&mut self, grant: GrantId) -> Result<()> {
        self.run("delete_access_tokens", query(DELETE_ACCESS_OF_GRANT).bind(Word(grant))).await?;
        Ok(())
    }

    async fn add_refresh_token(&mut self, token: &RefreshToken) -> Result<()> {
        let query = query(ADD_REFRESH)
            .bind(Hash(token.hash))
            .bind(Word(token.grant))
            .bind(Word(&token.scopes))
            .bind(Word(token.acr))
            .bind(Json(&token.amr))
            .bind(Millis(token.auth_time))
            .bind(Millis(token.issued_at))
            .bind(Millis(token.absolute_expires_at))
            .bind(token.used_at.map(Millis))
            .bind(token.successor.map(Hash))
            .bind(token.voided);
        self.run("add_refresh_token", query).await?;
        Ok(())
    }

    async fn refresh_token(&mut self, hash: HashedToken) -> Result<Option<RefreshToken>> {
        let query = query_as(FIND_REFRESH).bind(Hash(hash));
        let row: Option<RefreshTokenRow> = self.find("refresh_token", query).await?;
        Ok(row.map(RefreshToken::from))
    }

    async fn use_refresh_token(
        &mut self,
        hash: HashedToken,
        successor: HashedToken,
        now: Time,
    ) -> Result<bool> {
        let query = query(USE_REFRESH).bind(Hash(hash)).bind(Hash(successor)).bind(Millis(now));
        Ok(self.run("use_refresh_token", query).await? == 1)
    }

    async fn replace_successor(
        &mut self,
        hash: HashedToken,
        old: HashedToken,
        new: HashedToken,
    ) -> Result<bool> {
        // Voiding is what consumes: only one caller can, and only that one goes on.
        let void = query(VOID_SUCCESSOR).bind(Hash(hash)).bind(Hash(old));
        if self.run("replace_successor: void", void).await? == 0 {
            return Ok(false);
        }
        let set = query(SET_SUCCESSOR).bind(Hash(hash)).bind(Hash(new));
        Ok(self.run("replace_successor", set).await? == 1)
    }

    async fn void_refresh_tokens(&mut self, grant: GrantId) -> Result<()> {
        self.run("void_refresh_tokens", query(VOID_OF_GRANT).bind(Word(grant))).await?;
        Ok(())
    }

    async fn remember_jti(&mut self, issuer: &str, jti: &str, expires_at: Time, now: Time) -> Result<bool> {
        let query =
            query(ADD_JTI).bind(Text(issuer)).bind(Text(jti)).bind(Millis(expires_at)).bind(Millis(now));
        Ok(self.run("remember_jti", query).await? == 1)
    }
}
