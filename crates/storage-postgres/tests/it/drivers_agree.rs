//! SQLite and PostgreSQL are one: the same tables, and the same answers to whatever is asked in whatever order.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::Duration;
use leasehold_domain::hold::Subject;
use leasehold_domain::{Entropy as _, HashedToken, Time};
use leasehold_oauth_types::event::GrantEvent;
use leasehold_storage::testing::fixtures::{Fixtures, Scene};
use leasehold_storage::{Link, LinkPurpose, PurgeBefore, Storage, Transaction};
use leasehold_storage_postgres::PostgresStorage;
use leasehold_storage_sqlite::SqliteStorage;
use leasehold_test_kit::postgres;
use sqlx::{Connection as _, Row as _};

use crate::database::raw;

#[expect(clippy::unwrap_used, reason = "a test fails here")]
fn migrations(driver: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(driver);
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn migrations_are_in_step() {
    assert_eq!(migrations("postgres"), migrations("sqlite"));
}

/// Of each column: its table and name, and whether it takes a number, text or bytes, and nothing.
type Columns = BTreeMap<(String, String), (String, bool)>;

#[tokio::test]
async fn tables_are_alike() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tables.sqlite");
    let _ = std::fs::remove_file(&file);
    SqliteStorage::open(&file).await.unwrap().close().await;
    let mut sqlite = sqlx::SqliteConnection::connect(file.to_str().unwrap()).await.unwrap();
    let columns =
        "SELECT t.name AS tab, c.name AS col, c.type AS kind, c.\"notnull\" = 1 OR c.pk > 0 AS filled
                   FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c
                   WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
                       AND t.name NOT LIKE 'sqlite%'";
    let sqlite: Columns = sqlx::query(columns)
        .fetch_all(&mut sqlite)
        .await
        .unwrap()
        .iter()
        .map(|row| ((row.get("tab"), row.get("col")), (row.get("kind"), row.get("filled"))))
        .collect();
    let columns = "SELECT table_name::TEXT AS tab, column_name::TEXT AS col, is_nullable = 'NO' AS filled,
                       CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'boolean' THEN 'INTEGER'
                                      WHEN 'bytea' THEN 'BLOB' WHEN 'text' THEN 'TEXT' ELSE data_type::TEXT END AS kind
                   FROM information_schema.columns
                   WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'";
    let postgres: Columns = sqlx::query(columns)
        .fetch_all(&mut raw(&postgres::migrated().await).await)
        .await
        .unwrap()
        .iter()
        .map(|row| ((row.get("tab"), row.get("col")), (row.get("kind"), row.get("filled"))))
        .collect();
    assert!(sqlite.len() > 150, "{}", sqlite.len());
    assert_eq!(postgres, sqlite);
}

/// One player: a database with the same people in it, and what there is to play with.
struct Player {
    storage: Arc<dyn Storage>,
    scene: Scene,
    hashes: Vec<HashedToken>,
    now: Time,
}

impl Player {
    #[expect(clippy::unwrap_used, reason = "a test fails here")]
    async fn new(storage: Arc<impl Storage + 'static>) -> Self {
        let make = Fixtures::default();
        let scene = make.scene(&storage).await.unwrap();
        let hashes = (0..6).map(|_| make.hash()).collect();
        Self { storage, scene, hashes, now: make.now }
    }

    fn hash(&self, number: u8) -> HashedToken {
        self.hashes[usize::from(number) % self.hashes.len()]
    }

    fn at(&self, number: u8) -> Time {
        self.now + Duration::seconds(i64::from(number % 8))
    }

    /// One move in one transaction; gives all that can be seen of it.
    #[expect(clippy::unwrap_used, reason = "a test fails here")]
    async fn play(&self, [what, a, b, c]: [u8; 4]) -> String {
        let mut tx = self.storage.write().await.unwrap();
        let seen = match self.act(tx.as_mut(), [what, a, b, c]).await {
            Ok(seen) => seen,
            Err(_) => "refused".to_owned(),
        };
        // Some change their mind.
        let kept = if c % 5 == 0 {
            "dropped"
        } else if tx.commit().await.is_ok() {
            "kept"
        } else {
            "lost"
        };
        let mut tx = self.storage.read().await.unwrap();
        let last = (tx.last_event().await.unwrap(), tx.next_due().await.unwrap());
        format!("{what}: {seen}, {kept}, {last:?}")
    }

    async fn act(
        &self,
        tx: &mut dyn Transaction,
        [what, a, b, c]: [u8; 4],
    ) -> leasehold_storage::Result<String> {
        let make = Fixtures::default();
        let (scene, now, end) = (&self.scene, self.at(a), self.at(b));
        let key = ["a", "b", "c\0", "ü"][usize::from(a) % 4];
        Ok(match what % 22 {
            0 => format!("{:?}", tx.set_meta(key, &b.to_string()).await?),
            1 => format!("{:?}", tx.meta(key).await?),
            2 => format!("{:?}", tx.add_failure(key, end).await?),
            3 => format!("{:?}", tx.failures(key, end).await?),
            4 => format!("{:?}", tx.clear_failures(key).await?),
            5 => format!("{:?}", tx.remember_jti(key, "jti", end, now).await?),
            6 => {
                let event = GrantEvent::GrantChanged { grant: scene.grant.id.to_string(), rev: b.into() };
                format!("{:?}", tx.push_event(key, scene.user.id, scene.session.id, &event, now).await?)
            }
            7 => format!(
                "{:?}",
                tx.events_after(a.into(), u32::from(b % 4)).await?.iter().map(|e| e.seq).collect::<Vec<_>>()
            ),
            8 => format!("{:?}", tx.set_due(scene.grant.id, (b % 2 == 0).then_some(end)).await?),
            9 => format!("{:?}", tx.due(now, 9).await?),
            10 => {
                let token = leasehold_domain::grant::RefreshToken {
                    hash: self.hash(a),
                    absolute_expires_at: end,
                    ..make.refresh_token(scene.grant.id)
                };
                format!("{:?}", tx.add_refresh_token(&token).await?)
            }
            11 => format!("{:?}", tx.use_refresh_token(self.hash(a), self.hash(b), self.at(c)).await?),
            12 => format!("{:?}", tx.replace_successor(self.hash(a), self.hash(b), self.hash(c)).await?),
            13 => format!("{:?}", tx.void_refresh_tokens(scene.grant.id).await?),
            14 => format!("{:?}", tx.refresh_token(self.hash(a)).await?),
            15 => {
                let purpose = LinkPurpose::FirstAdmin;
                let link = Link { hash: self.hash(a), purpose, expires_at: end, used_at: None, user: None };
                format!("{:?}", tx.add_link(&link).await?)
            }
            16 => {
                format!("{:?}", tx.use_link(self.hash(a), (c % 2 == 0).then_some(scene.user.id), now).await?)
            }
            17 => {
                let grant = tx.grant(scene.grant.id).await?;
                let rev = grant.as_ref().map_or(0, |grant| grant.rev);
                let seen = rev.saturating_sub(u64::from(b % 2));
                match grant {
                    Some(grant) => format!("{:?}", tx.update_grant(&grant, seen).await?),
                    None => "none".to_owned(),
                }
            }
            18 => format!("{:?}", tx.add_hold(&make.hold(Subject::user(scene.user.id))).await?),
            19 => format!("{:?}", tx.open_holds(scene.user.id).await?),
            20 => {
                let draft = leasehold_storage::Draft { key: self.hash(a), sealed: vec![b], expires_at: end };
                match c % 3 {
                    0 => format!("{:?}", tx.put_draft(&draft).await?),
                    1 => format!("{:?}", tx.take_draft(self.hash(a), now).await?.map(|draft| draft.sealed)),
                    _ => format!("{:?}", tx.draft(self.hash(a), now).await?.map(|draft| draft.sealed)),
                }
            }
            _ => {
                let before = PurgeBefore {
                    requests: now,
                    codes: now,
                    access_tokens: now,
                    refresh_tokens: now,
                    sessions: now,
                    waivers: now,
                    signals: now,
                    decisions: now,
                    drafts: now,
                    assertions: now,
                    failures: now,
                    events: now,
                };
                format!("{:?}", tx.purge(&before, 100).await?)
            }
        })
    }
}

/// Two thousand moves, the same on both; many use up what others made, and a few fail.
#[tokio::test]
async fn drivers_agree() {
    let sqlite = Player::new(Arc::new(SqliteStorage::temporary().await.unwrap())).await;
    let postgres = PostgresStorage::open(&postgres::migrated().await).await.unwrap();
    let postgres = Player::new(Arc::new(postgres)).await;
    let moves = Fixtures::default().entropy;
    let (mut refused, mut kept) = (0, 0);
    for number in 0..2000 {
        let mut next = [0; 4];
        moves.fill(&mut next);
        let expected = sqlite.play(next).await;
        assert_eq!(postgres.play(next).await, expected, "move {number}");
        refused += usize::from(expected.contains("refused"));
        kept += usize::from(expected.contains("kept"));
    }
    assert!(refused > 20 && kept > 1000, "{refused} {kept}");
}
