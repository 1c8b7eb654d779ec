//! Opening the database, and refusing one that belongs to something else.

use anyhow::{Context as _, bail, ensure};
use leasehold_storage::{Storage, Transaction};
use leasehold_storage_sqlite::SqliteStorage;

use crate::config::{DataSettings, Origin};
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

/// Opens the database of a configuration and checks or writes its marks.
///
/// # Errors
///
/// When the folder is open to others, the file cannot be opened, or it belongs to another issuer host or to
/// the other kind.
pub async fn open(data: &DataSettings, issuer: &Origin, kind: Kind) -> anyhow::Result<SqliteStorage> {
    private_folder(&data.dir)?;
    let path = data.database();
    let storage =
        SqliteStorage::open(&path).await.with_context(|| format!("the database {}", path.display()))?;
    claim(&storage, issuer, kind).await.with_context(|| format!("the database {}", path.display()))?;
    Ok(storage)
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
