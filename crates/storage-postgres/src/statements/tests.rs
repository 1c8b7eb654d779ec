use leasehold_test_kit::postgres;
use sqlx::{Connection as _, Executor as _, PgConnection, Row as _};

use crate::storage::MIGRATIONS;

async fn empty_database() -> PgConnection {
    let mut connection = PgConnection::connect(&postgres::empty().await).await.unwrap();
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
    // Where there is another way, it is taken, though the tables are empty.
    connection.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan").await.unwrap();
    for (name, sql) in all() {
        let parameters = (1..).take_while(|number| sql.contains(&format!("${number}"))).count();
        let nulls = vec!["NULL"; parameters].join(", ");
        let nulls = if nulls.is_empty() { nulls } else { format!("({nulls})") };
        connection.execute(&*format!("PREPARE statement AS {sql}")).await.unwrap();
        let plan = connection.fetch_all(&*format!("EXPLAIN EXECUTE statement{nulls}")).await.unwrap();
        connection.execute("DEALLOCATE statement").await.unwrap();
        for step in plan {
            let step: String = step.get(0);
            let allowed = name.starts_with("leasehold_storage_postgres::log::");
            assert!(allowed || !step.contains("Seq Scan"), "{name}: {step}");
        }
    }
}
