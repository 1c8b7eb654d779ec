use leasehold_domain::clock::at_millis;
use leasehold_domain::consent::Consent;
use leasehold_domain::facts::Place;
use leasehold_domain::grant::{Grant, GrantEnd, GrantEndReason};
use leasehold_domain::hold::Subject;
use leasehold_domain::lease::{Elevation, Lease};
use leasehold_domain::{ClientId, DeviceId, GrantId, LeaseId, SessionId, UserId};
use leasehold_oauth_types::{Acr, Scope};
use leasehold_storage::{Grants, Result, StorageError};
use serde::Deserialize;
use sqlx::{FromRow, query, query_as};

use crate::columns::{Json, Millis, Number, Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

/// A grant with its leases in one row, so that nobody sees it with the leases of another moment.
macro_rules! select_grants {
    ($rest:literal) => {
        concat!(
            "SELECT grants.*, (SELECT COALESCE(json_agg(json_build_object('id', id, 'scope', scope,
                 'consented_at', consented_at, 'expires_at', expires_at, 'expired_at', expired_at,
                 'elevated_acr', elevated_acr, 'elevated_at', elevated_at)), '[]')::TEXT
                 FROM leases WHERE grant_id = grants.id) AS leases
             FROM grants WHERE ",
            $rest
        )
    };
}

statements! {
    FIND = select_grants!("grants.id = $1");
    LIST_OF_USER = select_grants!("user_id = $1 AND ended_at IS NULL ORDER BY created_at DESC, id DESC");
    LIST_OF_SESSION =
        select_grants!("session_id = $1 AND ended_at IS NULL ORDER BY created_at DESC, id DESC");
    LIST_COVERED = select_grants!(
        "user_id = $1 AND ($2::TEXT IS NULL OR client = $2) AND ($3::TEXT IS NULL OR device_id = $3)
         AND ($4::TEXT IS NULL OR session_id = $4) AND ($5::TEXT IS NULL OR grants.id = $5) AND ended_at IS NULL
         ORDER BY created_at DESC, id DESC"
    );
    LIVE_AFTER = "SELECT id FROM grants WHERE id > $1 AND ended_at IS NULL ORDER BY id LIMIT $2";
    ADD = "INSERT INTO grants (id, user_id, client, session_id, device_id, rev, created_at, issued_in,
               ended_at, end_reason)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE grants SET rev = rev + 1, device_id = $3, ended_at = $4, end_reason = $5,
                  issued_in = $6
              WHERE id = $1 AND rev = $2 RETURNING rev";
    ADD_LEASE = "INSERT INTO leases (id, grant_id, scope, consented_at, expires_at, expired_at, elevated_acr,
                     elevated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    REMOVE_LEASES = "DELETE FROM leases WHERE grant_id = $1";
}

#[derive(FromRow)]
struct GrantRow {
    id: Word<GrantId>,
    user_id: Word<UserId>,
    client: Word<ClientId>,
    session_id: Word<SessionId>,
    device_id: Word<DeviceId>,
    rev: i64,
    created_at: Millis,
    issued_in: Json<Place>,
    ended_at: Option<Millis>,
    end_reason: Option<Word<GrantEndReason>>,
    leases: Json<Vec<LeaseRow>>,
}

#[derive(Deserialize)]
struct LeaseRow {
    id: LeaseId,
    scope: Scope,
    consented_at: i64,
    expires_at: Option<i64>,
    expired_at: Option<i64>,
    elevated_acr: Option<Acr>,
    elevated_at: Option<i64>,
}

impl TryFrom<GrantRow> for Grant {
    type Error = StorageError;

    fn try_from(row: GrantRow) -> Result<Self> {
        let ended = match (row.ended_at, row.end_reason) {
            (Some(at), Some(reason)) => Some(GrantEnd { at: at.0, reason: reason.0 }),
            (None, None) => None,
            _ => return Err(StorageError::inconsistent("grants.ended_at")),
        };
        let mut leases: Vec<Lease> = row.leases.0.into_iter().map(Lease::try_from).collect::<Result<_>>()?;
        leases.sort_by(|a, b| a.scope.cmp(&b.scope));
        Ok(Self {
            id: row.id.0,
            user: row.user_id.0,
            client: row.client.0,
            session: row.session_id.0,
            device: row.device_id.0,
            rev: u64::try_from(row.rev).map_err(|_| StorageError::inconsistent("grants.rev"))?,
            created_at: row.created_at.0,
            issued_in: row.issued_in.0,
            ended,
            leases,
        })
    }
}

impl TryFrom<LeaseRow> for Lease {
    type Error = StorageError;

    fn try_from(row: LeaseRow) -> Result<Self> {
        let elevation = match (row.elevated_acr, row.elevated_at) {
            (Some(acr), Some(at)) => Some(Elevation { acr, at: at_millis(at) }),
            (None, None) => None,
            _ => return Err(StorageError::inconsistent("leases.elevated_at")),
        };
        Ok(Self {
            id: row.id,
            scope: row.scope,
            consented_at: at_millis(row.consented_at),
            expires_at: row.expires_at.map(at_millis),
            expired_at: row.expired_at.map(at_millis),
            elevation,
        })
    }
}

#[async_trait::async_trait]
impl Grants for PostgresTransaction {
    async fn consent(&mut self, user: UserId, client: &ClientId) -> Result<Option<Consent>> {
        self.find_consent(user, client).await
    }

    async fn put_consent(&mut self, consent: &Consent) -> Result<()> {
        self.write_consent(consent).await
    }

    async fn grant(&mut self, id: GrantId) -> Result<Option<Grant>> {
        let row: Option<GrantRow> = self.find("grant", query_as(FIND).bind(Word(id))).await?;
        row.map(Grant::try_from).transpose()
    }

    async fn live_grants(&mut self, user: UserId) -> Result<Vec<Grant>> {
        domain(self.list("live_grants", query_as(LIST_OF_USER).bind(Word(user))).await?)
    }

    async fn session_grants(&mut self, session: SessionId) -> Result<Vec<Grant>> {
        domain(self.list("session_grants", query_as(LIST_OF_SESSION).bind(Word(session))).await?)
    }

    async fn covered_grants(&mut self, subject: &Subject) -> Result<Vec<Grant>> {
        let query = query_as(LIST_COVERED)
            .bind(Word(subject.user))
            .bind(subject.client.as_ref().map(|client| Text(client.as_str())))
            .bind(subject.device.map(Word))
            .bind(subject.session.map(Word))
            .bind(subject.grant.map(Word));
        domain(self.list("covered_grants", query).await?)
    }

    async fn live_grants_after(&mut self, after: Option<GrantId>, limit: u32) -> Result<Vec<GrantId>> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let query = query_as(LIVE_AFTER).bind(Text(&after)).bind(Number(limit));
        let rows: Vec<(Word<GrantId>,)> = self.list("live_grants_after", query).await?;
        Ok(rows.into_iter().map(|(Word(id),)| id).collect())
    }

    async fn add_grant(&mut self, grant: &Grant) -> Result<()> {
        let query = query(ADD)
            .bind(Word(grant.id))
            .bind(Word(grant.user))
            .bind(Text(grant.client.as_str()))
            .bind(Word(grant.session))
            .bind(Word(grant.device))
            .bind(stored_rev(grant.rev)?)
            .bind(Millis(grant.created_at))
            .bind(Json(&grant.issued_in))
            .bind(grant.ended.map(|end| Millis(end.at)))
            .bind(grant.ended.map(|end| Word(end.reason)));
        self.run("add_grant", query).await?;
        self.add_leases(grant).await
    }

    async fn update_grant(&mut self, grant: &Grant, seen: u64) -> Result<Option<u64>> {
        let update = query_as(UPDATE)
            .bind(Word(grant.id))
            .bind(stored_rev(seen)?)
            .bind(Word(grant.device))
            .bind(grant.ended.map(|end| Millis(end.at)))
            .bind(grant.ended.map(|end| Word(end.reason)))
            .bind(Json(&grant.issued_in));
        let row: Option<(i64,)> = self.find("update_grant", update).await?;
        let Some((rev,)) = row else { return Ok(None) };
        self.run("update_grant: leases", query(REMOVE_LEASES).bind(Word(grant.id))).await?;
        self.add_leases(grant).await?;
        u64::try_from(rev).map(Some).map_err(|_| StorageError::inconsistent("grants.rev"))
    }
}

impl PostgresTransaction {
    async fn add_leases(&mut self, grant: &Grant) -> Result<()> {
        for lease in &grant.leases {
            let query = query(ADD_LEASE)
                .bind(Word(lease.id))
                .bind(Word(grant.id))
                .bind(Text(lease.scope.as_str()))
                .bind(Millis(lease.consented_at))
                .bind(lease.expires_at.map(Millis))
                .bind(lease.expired_at.map(Millis))
                .bind(lease.elevation.map(|elevation| Word(elevation.acr)))
                .bind(lease.elevation.map(|elevation| Millis(elevation.at)));
            self.run("add_leases", query).await?;
        }
        Ok(())
    }
}

fn domain(rows: Vec<GrantRow>) -> Result<Vec<Grant>> {
    rows.into_iter().map(Grant::try_from).collect()
}

fn stored_rev(rev: u64) -> Result<i64> {
    i64::try_from(rev).map_err(|_| StorageError::inconsistent("grants.rev"))
}
