//! PostgreSQL for tests: a real server for the process, a database for each test.

mod cluster;

use std::cell::RefCell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use leasehold_storage_postgres::PostgresStorage;
use sqlx::{Connection as _, Executor as _, PgConnection};
use tokio::sync::OnceCell;

use cluster::Cluster;

/// Databases of tests that ended; the next test takes them away.
static ENDED: Mutex<Vec<String>> = Mutex::new(Vec::new());

thread_local! {
    /// A test has a thread of its own: what it used ends with it.
    static USED: RefCell<Vec<Used>> = const { RefCell::new(Vec::new()) };
}

struct Used(String);

impl Drop for Used {
    fn drop(&mut self) {
        if let Ok(mut ended) = ENDED.lock() {
            ended.push(std::mem::take(&mut self.0));
        }
    }
}

/// The URL of a new database without any tables.
pub async fn empty() -> String {
    let name = next();
    create(&name, "template0").await;
    used(name)
}

/// The URL of a new database with all tables, and nothing in them.
pub async fn migrated() -> String {
    static TEMPLATE: OnceCell<()> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(|| async {
            create("migrated", "template0").await;
            let url = Cluster::get().url("migrated");
            PostgresStorage::open(&url).await.expect("a new database").close().await;
        })
        .await;
    let name = next();
    create(&name, "migrated").await;
    used(name)
}

fn next() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn used(name: String) -> String {
    let url = Cluster::get().url(&name);
    USED.with_borrow_mut(|used| used.push(Used(name)));
    url
}

async fn create(name: &str, template: &str) {
    let server = Cluster::get().url("postgres");
    let mut connection = PgConnection::connect(&server).await.expect("the server");
    let ended = std::mem::take(&mut *ENDED.lock().expect("names"));
    for name in ended {
        // With whatever connections it was left with.
        connection.execute(&*format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("an old database");
    }
    let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
    connection.execute(&*create).await.expect("a new database");
    connection.close().await.expect("an end");
}
