//! Opening the database, and refusing one that belongs to something else.

use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use leasehold_storage::{BffStorage, Storage, Transaction};
use leasehold_storage_postgres::PostgresStorage;
use leasehold_storage_sqlite::SqliteStorage;

use crate::config::{Location, Origin, Settings};
use crate::keys::private_folder;

/// Meta: the host that factors are bound to, the issuer's.
pub(crate) const RP_ID: &str = "rp_id";
/// Meta: `demo` or `plain`.
const KIND: &str = "kind";

/// Which kind of start this is. One never opens the other's database: a demo has known passwords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Real people.
    Plain,
    /// Known passwords, simulated places.
    Demo,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Demo => "demo",
        }
    }
}

/// A database of either driver. Cloning is cheap and gives the same database.
#[derive(Clone, Debug)]
pub enum Database {
    /// A file.
    Sqlite(SqliteStorage),
    /// A server.
    Postgres(PostgresStorage),
}

impl Database {
    /// Opens the database of a configuration and checks or writes its marks.
    ///
    /// # Errors
    ///
    /// When the folder of a file is open to others, the database cannot be opened, or it belongs to another issuer
    /// host or to the other kind.
    pub async fn open(settings: &Settings, kind: Kind) -> anyhow::Result<Self> {
        private_folder(&settings.data.dir)?;
        match settings.database.location(settings.data.database())? {
            Location::Sqlite(path) => {
                let name = || format!("the database {}", path.display());
                if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                    private_folder(folder)?;
                }
                let storage = SqliteStorage::open(&path).await.with_context(name)?;
                claim(&storage, &settings.issuer, kind).await.with_context(name)?;
                Ok(Self::Sqlite(storage))
            }
            // Not named: there may be a password in its URL.
            Location::Postgres(url) => {
                let storage = PostgresStorage::open(&url).await.context("the PostgreSQL database")?;
                claim(&storage, &settings.issuer, kind).await.context("the PostgreSQL database")?;
                Ok(Self::Postgres(storage))
            }
        }
    }

    /// What the authorization server works on.
    #[must_use]
    pub fn storage(&self) -> Arc<dyn Storage> {
        match self {
            Self::Sqlite(driver) => Arc::new(driver.clone()),
            Self::Postgres(driver) => Arc::new(driver.clone()),
        }
    }

    /// What the backends-for-frontends work on.
    #[must_use]
    pub fn bff_storage(&self) -> Arc<dyn BffStorage> {
        match self {
            Self::Sqlite(driver) => Arc::new(driver.clone()),
            Self::Postgres(driver) => Arc::new(driver.clone()),
        }
    }

    /// Waits for everything under way and closes all connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(driver) => driver.close().await,
            Self::Postgres(driver) => driver.close().await,
        }
    }
}

/// Checks the marks of a database; a new one gets them.
///
/// # Errors
///
/// When it belongs to another issuer host or to the other kind.
pub async fn claim(storage: &dyn Storage, issuer: &Origin, kind: Kind) -> anyhow::Result<()> {
    let mut tx = storage.write().await?;
    match tx.meta(KIND).await? {
        None if used(tx.as_mut()).await? => bail!("holds data but no mark of its kind"),
        None => tx.set_meta(KIND, kind.word()).await?,
        Some(found) => {
            ensure!(found == kind.word(), "is a {found} database; a {} start does not open it", kind.word())
        }
    }
    match tx.meta(RP_ID).await? {
        None => tx.set_meta(RP_ID, issuer.host()).await?,
        // Passkeys are bound to it by the browsers that hold them: under another name all are lost.
        Some(found) => ensure!(
            found == issuer.host(),
            "was made for the issuer host {found}, and the configuration says {}",
            issuer.host()
        ),
    }
    tx.commit().await?;
    Ok(())
}

async fn used(tx: &mut dyn Transaction) -> anyhow::Result<bool> {
    Ok(tx.any_admin().await? || tx.last_event().await? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::parse(text).unwrap()
    }

    #[tokio::test]
    async fn the_issuer_host_is_kept_for_good() {
        let storage = SqliteStorage::temporary().await.unwrap();
        claim(&storage, &origin("https://auth.example.org"), Kind::Plain).await.unwrap();
        claim(&storage, &origin("https://auth.example.org:8443"), Kind::Plain).await.unwrap();
        let error = claim(&storage, &origin("https://id.example.org"), Kind::Plain).await.unwrap_err();
        assert!(error.to_string().contains("auth.example.org"), "{error}");
    }

    #[tokio::test]
    async fn a_demo_and_a_real_database_are_never_mistaken_for_each_other() {
        let issuer = origin("http://localhost:8080");
        for (made, opened) in [(Kind::Demo, Kind::Plain), (Kind::Plain, Kind::Demo)] {
            let storage = SqliteStorage::temporary().await.unwrap();
            claim(&storage, &issuer, made).await.unwrap();
            assert!(claim(&storage, &issuer, opened).await.is_err());
            claim(&storage, &issuer, made).await.unwrap();
        }
    }
}
