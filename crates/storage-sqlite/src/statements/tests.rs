use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Executor as _, Row as _, SqliteConnection};

use crate::storage::MIGRATIONS;

async fn empty_database() -> SqliteConnection {
    let mut connection = SqliteConnectOptions::new().in_memory(true).connect().await.unwrap();
    MIGRATIONS.run_direct(&mut connection).await.unwrap();
    connection
}

fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        crate::authorizations::STATEMENTS,
        crate::bff::STATEMENTS,
        crate::consents::STATEMENTS,
        crate::decisions::STATEMENTS,
        crate::devices::STATEMENTS,
        crate::drafts::STATEMENTS,
        crate::due::STATEMENTS,
        crate::events::STATEMENTS,
        crate::factors::STATEMENTS,
        crate::grants::STATEMENTS,
        crate::holds::STATEMENTS,
        crate::limits::STATEMENTS,
        crate::links::STATEMENTS,
        crate::log::STATEMENTS,
        crate::meta::STATEMENTS,
        crate::notices::STATEMENTS,
        crate::policies::STATEMENTS,
        crate::postures::STATEMENTS,
        crate::profiles::STATEMENTS,
        crate::purge::STATEMENTS,
        crate::roles::STATEMENTS,
        crate::scope_uses::STATEMENTS,
        crate::sessions::STATEMENTS,
        crate::signals::STATEMENTS,
        crate::tokens::STATEMENTS,
        crate::users::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[tokio::test]
async fn migrations_apply_on_an_empty_database_and_once() {
    let mut connection = empty_database().await;
    MIGRATIONS.run_direct(&mut connection).await.unwrap();
    let problems = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await.unwrap();
    assert!(problems.is_empty());
}

#[tokio::test]
async fn every_statement_prepares() {
    let mut connection = empty_database().await;
    for (name, sql) in all() {
        let prepared = connection.prepare(sql).await;
        assert!(prepared.is_ok(), "{name}: {prepared:?}");
    }
}

/// Every lookup has its index. The log is listed from its end, and its rare counts may read all of it.
#[tokio::test]
async fn no_statement_reads_a_whole_table() {
    let mut connection = empty_database().await;
    for (name, sql) in all() {
        let plan = sqlx::query(&format!("EXPLAIN QUERY PLAN {sql}")).fetch_all(&mut connection).await;
        for step in plan.unwrap() {
            let detail: String = step.get("detail");
            // What was found already may be gone through once more.
            let found = detail == "SCAN CONSTANT ROW" || detail.starts_with("SCAN (subquery");
            let allowed = found || name.starts_with("leasehold_storage_sqlite::log::");
            assert!(allowed || !detail.starts_with("SCAN "), "{name}: {detail}");
        }
    }
}

#[tokio::test]
async fn every_table_is_strict() {
    let mut connection = empty_database().await;
    let tables =
        sqlx::query("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert!(tables.len() > 20);
    for table in tables {
        let name: String = table.get("name");
        let ours = !name.starts_with("sqlite_") && !name.starts_with("_sqlx_");
        assert!(!ours || table.get::<bool, _>("strict"), "{name}");
    }
}
