use std::collections::BTreeMap;

use leasehold_domain::clock::at_millis;
use leasehold_domain::consent::{Consent, ScopeConsent};
use leasehold_domain::{ClientId, ConsentId, UserId};
use leasehold_oauth_types::{Acr, Scope};
use leasehold_storage::Result;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Json, Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    FIND = "SELECT * FROM consents WHERE user_id = $1 AND client = $2";
    PUT = "INSERT INTO consents (id, user_id, client, scopes) VALUES ($1, $2, $3, $4)
           ON CONFLICT (user_id, client) DO UPDATE SET id = excluded.id, scopes = excluded.scopes";
}

#[derive(FromRow)]
struct ConsentRow {
    id: Word<ConsentId>,
    user_id: Word<UserId>,
    client: Word<ClientId>,
    scopes: Json<BTreeMap<Scope, ScopeRow>>,
}

#[derive(Deserialize, Serialize)]
struct ScopeRow {
    at: i64,
    policy_at: i64,
    resource: String,
    texts: Option<String>,
    acr: Acr,
}

impl From<ScopeRow> for ScopeConsent {
    fn from(row: ScopeRow) -> Self {
        Self {
            at: at_millis(row.at),
            policy_at: at_millis(row.policy_at),
            resource: row.resource,
            texts: row.texts,
            acr: row.acr,
        }
    }
}

impl From<&ScopeConsent> for ScopeRow {
    fn from(given: &ScopeConsent) -> Self {
        Self {
            at: given.at.timestamp_millis(),
            policy_at: given.policy_at.timestamp_millis(),
            resource: given.resource.clone(),
            texts: given.texts.clone(),
            acr: given.acr,
        }
    }
}

impl From<ConsentRow> for Consent {
    fn from(row: ConsentRow) -> Self {
        Self {
            id: row.id.0,
            user: row.user_id.0,
            client: row.client.0,
            scopes: row.scopes.0.into_iter().map(|(scope, row)| (scope, row.into())).collect(),
        }
    }
}

impl PostgresTransaction {
    pub(crate) async fn find_consent(&mut self, user: UserId, client: &ClientId) -> Result<Option<Consent>> {
        let query = query_as(FIND).bind(Word(user)).bind(Text(client.as_str()));
        let row: Option<ConsentRow> = self.find("consent", query).await?;
        Ok(row.map(Consent::from))
    }

    pub(crate) async fn write_consent(&mut self, consent: &Consent) -> Result<()> {
        let scopes: BTreeMap<&Scope, ScopeRow> =
            consent.scopes.iter().map(|(scope, given)| (scope, given.into())).collect();
        let query = query(PUT)
            .bind(Word(consent.id))
            .bind(Word(consent.user))
            .bind(Text(consent.client.as_str()))
            .bind(Json(scopes));
        self.run("put_consent", query).await?;
        Ok(())
    }
}
