use leasehold_domain::{HashedToken, Time, UserId};
use leasehold_storage::{Link, LinkPurpose, Links, Result};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Hash, Json, Millis, Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    CANCEL = "DELETE FROM links WHERE topic = $1 AND used_at IS NULL";
    ADD = "INSERT INTO links (hash, topic, purpose, expires_at, used_at, user_id)
           VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT * FROM links WHERE hash = $1";
    USE = "UPDATE links SET used_at = $3, user_id = $2
           WHERE hash = $1 AND used_at IS NULL AND expires_at > $3";
}

#[derive(FromRow)]
struct LinkRow {
    hash: Hash,
    purpose: Json<LinkPurpose>,
    expires_at: Millis,
    used_at: Option<Millis>,
    user_id: Option<Word<UserId>>,
}

impl From<LinkRow> for Link {
    fn from(row: LinkRow) -> Self {
        Self {
            hash: row.hash.0,
            purpose: row.purpose.0,
            expires_at: row.expires_at.0,
            used_at: row.used_at.map(|Millis(at)| at),
            user: row.user_id.map(|Word(id)| id),
        }
    }
}

#[async_trait::async_trait]
impl Links for PostgresTransaction {
    async fn add_link(&mut self, link: &Link) -> Result<()> {
        let topic = topic(&link.purpose);
        self.run("add_link: cancel older ones", query(CANCEL).bind(Text(&topic))).await?;
        let query = query(ADD)
            .bind(Hash(link.hash))
            .bind(Text(&topic))
            .bind(Json(&link.purpose))
            .bind(Millis(link.expires_at))
            .bind(link.used_at.map(Millis))
            .bind(link.user.map(Word));
        self.run("add_link", query).await?;
        Ok(())
    }

    async fn link(&mut self, hash: HashedToken) -> Result<Option<Link>> {
        let row: Option<LinkRow> = self.find("link", query_as(FIND).bind(Hash(hash))).await?;
        Ok(row.map(Link::from))
    }

    async fn use_link(&mut self, hash: HashedToken, user: Option<UserId>, now: Time) -> Result<bool> {
        let query = query(USE).bind(Hash(hash)).bind(user.map(Word)).bind(Millis(now));
        Ok(self.run("use_link", query).await? == 1)
    }
}

/// What two links have in common if the newer one replaces the older.
fn topic(purpose: &LinkPurpose) -> String {
    match purpose {
        LinkPurpose::FirstAdmin => "first_admin".to_owned(),
        LinkPurpose::NewUser { username, .. } => format!("new_user:{username}"),
        LinkPurpose::ConfirmDevice { user, device } => format!("confirm_device:{user}:{device}"),
    }
}
