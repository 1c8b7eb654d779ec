use leasehold_domain::UserId;
use leasehold_storage::{Profiles, Result};
use sqlx::{query, query_as};

use crate::columns::{Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    FIND = "SELECT content FROM profiles WHERE user_id = $1 AND name = $2";
    PUT = "INSERT INTO profiles (user_id, name, content) VALUES ($1, $2, $3)
           ON CONFLICT (user_id, name) DO UPDATE SET content = excluded.content";
}

#[async_trait::async_trait]
impl Profiles for PostgresTransaction {
    async fn profile(&mut self, user: UserId, name: &str) -> Result<Option<String>> {
        let query = query_as(FIND).bind(Word(user)).bind(Text(name));
        let row: Option<(String,)> = self.find("profile", query).await?;
        Ok(row.map(|(content,)| content))
    }

    async fn put_profile(&mut self, user: UserId, name: &str, content: &str) -> Result<()> {
        self.run("put_profile", query(PUT).bind(Word(user)).bind(Text(name)).bind(Text(content))).await?;
        Ok(())
    }
}
