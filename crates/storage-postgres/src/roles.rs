use std::collections::BTreeSet;

use leasehold_domain::UserId;
use leasehold_storage::{Result, Roles};
use sqlx::{query, query_as};

use crate::columns::{Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    LIST = "SELECT role FROM user_roles WHERE user_id = $1";
    ADD = "INSERT INTO user_roles (user_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    REMOVE = "DELETE FROM user_roles WHERE user_id = $1 AND role = $2";
}

#[async_trait::async_trait]
impl Roles for PostgresTransaction {
    async fn roles(&mut self, user: UserId) -> Result<BTreeSet<String>> {
        let rows: Vec<(String,)> = self.list("roles", query_as(LIST).bind(Word(user))).await?;
        Ok(rows.into_iter().map(|(role,)| role).collect())
    }

    async fn add_role(&mut self, user: UserId, role: &str) -> Result<bool> {
        Ok(self.run("add_role", query(ADD).bind(Word(user)).bind(Text(role))).await? == 1)
    }

    async fn remove_role(&mut self, user: UserId, role: &str) -> Result<bool> {
        Ok(self.run("remove_role", query(REMOVE).bind(Word(user)).bind(Text(role))).await? == 1)
    }
}
