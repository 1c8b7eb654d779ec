//! Rows that the domain does not know: written past the driver, they are errors and not guesses.

use leasehold_domain::hold::Subject;
use leasehold_storage::Storage as _;
use leasehold_storage::testing::fixtures::Fixtures;
use leasehold_storage_postgres::PostgresStorage;
use leasehold_test_kit::postgres;
use std::sync::Arc;

use crate::database::raw;

#[tokio::test]
async fn unknown_words_and_broken_rows_are_errors() {
    let url = postgres::migrated().await;
    let storage = Arc::new(PostgresStorage::open(&url).await.unwrap());
    let make = Fixtures::default();
    let scene = make.scene(&storage).await.unwrap();
    let hold = make.hold(Subject::user(scene.user.id));
    let authorization = make.authorization();
    let mut tx = storage.write().await.unwrap();
    tx.add_hold(&hold).await.unwrap();
    tx.add_authorization(&authorization).await.unwrap();
    tx.commit().await.unwrap();

    let mut connection = raw(&url).await;
    for damage in [
        "UPDATE users SET role = 'emperor'",
        "UPDATE holds SET kind = 'maybe'",
        "UPDATE sessions SET cookie = '\\x00'",
        "UPDATE grants SET rev = -1",
        "UPDATE authorizations SET stage = 'issued'",
    ] {
        sqlx::query(damage).execute(&mut connection).await.unwrap();
    }
    let mut tx = storage.read().await.unwrap();
    let errors = [
        tx.user(scene.user.id).await.map(drop).unwrap_err(),
        tx.open_holds(scene.user.id).await.map(drop).unwrap_err(),
        tx.session(scene.session.id).await.map(drop).unwrap_err(),
        tx.live_grants(scene.user.id).await.map(drop).unwrap_err(),
        tx.authorization(authorization.id).await.map(drop).unwrap_err(),
    ];
    let twice = storage.write().await.unwrap().add_authorization(&authorization).await.unwrap_err();
    assert!(!format!("{twice:?}").contains(&authorization.id.to_string()), "{twice:?}");
    // Error texts go to the log: they name columns, never what stands in them.
    for error in errors {
        let text = format!("{error:?}");
        assert!(!text.contains("emperor") && !text.contains("maybe"), "{text}");
    }
}

#[tokio::test]
async fn the_log_is_never_altered_and_facts_can_be_erased() {
    use leasehold_domain::log::{Change, Commitment, Initiator, LogEntry};
    use leasehold_storage::LogFilter;

    let url = postgres::migrated().await;
    let storage = Arc::new(PostgresStorage::open(&url).await.unwrap());
    let make = Fixtures::default();
    let scene = make.scene(&storage).await.unwrap();
    let mut tx = storage.write().await.unwrap();
    tx.append(&LogEntry {
        at: make.now,
        subject: Subject::user(scene.user.id),
        change: Change::GrantEnded,
        before: scene.grant.scopes(),
        after: Default::default(),
        rule: "sign_out".to_owned(),
        policy_version: None,
        cause: None,
        initiator: Initiator::User,
        remedy: None,
        hold: None,
        facts: serde_json::json!({ "address": "145.97.20.1" }),
        commitment: Commitment { salt: [1; 16], digest: [2; 32] },
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();

    let mut connection = raw(&url).await;
    for forbidden in [
        "UPDATE revocation_log SET rule = 'x'",
        "DELETE FROM revocation_log",
        "TRUNCATE revocation_log CASCADE",
    ] {
        assert!(sqlx::query(forbidden).execute(&mut connection).await.is_err(), "{forbidden}");
    }
    sqlx::query("DELETE FROM revocation_log_facts").execute(&mut connection).await.unwrap();
    let filter = LogFilter { limit: 10, ..LogFilter::default() };
    let records = storage.read().await.unwrap().log(&filter).await.unwrap();
    let entry = &records[0].entry;
    assert!(entry.facts.is_null());
    assert_eq!((entry.commitment.salt, entry.commitment.digest), ([0; 16], [2; 32]));
}
