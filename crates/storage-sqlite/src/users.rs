use leasehold_domain::UserId;
use leasehold_domain::hours::WorkingHours;
use leasehold_domain::user::{Role, User};
use leasehold_storage::{Result, Users};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Json, Millis, Word};
use crate::statements::statements;
use crate::transaction::SqliteTransaction;

statements! {
    FIND = "SELECT * FROM users WHERE id = ?1";
    FIND_BY_USERNAME = "SELECT * FROM users WHERE username = ?1";
    ADD = "INSERT INTO users (id, username, name, search, email, locale, zone, hours, role, created_at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
           ON CONFLICT (username) DO NOTHING";
    SET_EMAIL = "UPDATE users SET email = ?2 WHERE id = ?1";
    SET_HOURS = "UPDATE users SET hours = ?2, zone = ?3 WHERE id = ?1";
    ADMINS = "SELECT * FROM users WHERE role = 'admin' ORDER BY created_at, id";
    ANY_ADMIN = "SELECT EXISTS (SELECT 1 FROM users WHERE role = 'admin')";
}

#[derive(FromRow)]
struct UserRow {
    id: Word<UserId>,
    username: String,
    name: String,
    email: Option<String>,
    locale: String,
    zone: String,
    hours: Option<Json<WorkingHours>>,
    role: Word<Role>,
    created_at: Millis,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id.0,
            username: row.username,
            name: row.name,
            email: row.email,
            locale: row.locale,
            zone: row.zone,
            hours: row.hours.map(|Json(hours)| hours),
            role: row.role.0,
            created_at: row.created_at.0,
        }
    }
}

#[async_trait::async_trait]
impl Users for SqliteTransaction {
    async fn user(&mut self, id: UserId) -> Result<Option<User>> {
        let row: Option<UserRow> = self.find("user", query_as(FIND).bind(Word(id))).await?;
        Ok(row.map(User::from))
    }

    async fn user_by_username(&mut self, username: &str) -> Result<Option<User>> {
        let query = query_as(FIND_BY_USERNAME).bind(username);
        let row: Option<UserRow> = self.find("user_by_username", query).await?;
        Ok(row.map(User::from))
    }

    async fn add_user(&mut self, user: &User) -> Result<bool> {
        let query = query(ADD)
            .bind(Word(user.id))
            .bind(&user.username)
            .bind(&user.name)
            .bind(searchable(&format!("{}\n{}", user.name, user.username)))
            .bind(&user.email)
            .bind(&user.locale)
            .bind(&user.zone)
            .bind(user.hours.as_ref().map(Json))
            .bind(Word(user.role))
            .bind(Millis(user.created_at));
        Ok(self.run("add_user", query).await? == 1)
    }

    async fn set_email(&mut self, id: UserId, email: Option<&str>) -> Result<bool> {
        Ok(self.run("set_email", query(SET_EMAIL).bind(Word(id)).bind(email)).await? == 1)
    }

    async fn set_hours(&mut self, id: UserId, hours: Option<&WorkingHours>, zone: &str) -> Result<bool> {
        let query = query(SET_HOURS).bind(Word(id)).bind(hours.map(Json)).bind(zone);
        Ok(self.run("set_hours", query).await? == 1)
    }

    async fn admins(&mut self) -> Result<Vec<User>> {
        let rows: Vec<UserRow> = self.list("admins", query_as(ADMINS)).await?;
        Ok(rows.into_iter().map(User::from).collect())
    }

    async fn any_admin(&mut self) -> Result<bool> {
        let (exists,): (bool,) = self.get("any_admin", query_as(ANY_ADMIN)).await?;
        Ok(exists)
    }
}

/// The form in which names are stored and looked for, whatever their case.
pub(crate) fn searchable(text: &str) -> String {
    text.to_lowercase()
}
