//! What was acknowledged survives; what was not leaves no trace.

use std::fs;
use std::path::PathBuf;

use super::world::{ALICE, NOW, World, payment};
use crate::{Bank, OpenError};

/// A file that is gone after the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let name = format!("leasehold-bank-{}-{name}.jsonl", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_file(&path);
        Self(path)
    }

    fn open(&self) -> Result<World, OpenError> {
        Bank::open(&self.0, || NOW).map(World::new)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn accepted_changes_survive_a_restart() {
    let file = Scratch::new("restart");
    let world = file.open().unwrap();
    let (_, sent) = world.send(ALICE.pay("key-0001", &payment("250.00"))).await;
    world.send(ALICE.post("/invoices/INV-2042/approve")).await;
    drop(world);
    let world = file.open().unwrap();
    assert_eq!(world.send(ALICE.pay("key-0001", &payment("250.00"))).await, (201, sent));
    let (_, accounts) = world.send(ALICE.get("/accounts")).await;
    assert_eq!(accounts["accounts"][0]["balance"]["amount"], "3998.17");
    let (_, invoices) = world.send(ALICE.get("/invoices")).await;
    assert_eq!(invoices["invoices"][1]["status"], "approved");
}

#[tokio::test]
async fn a_line_cut_off_by_a_crash_was_never_acknowledged() {
    let file = Scratch::new("torn");
    let world = file.open().unwrap();
    world.send(ALICE.pay("key-0001", &payment("250.00"))).await;
    world.send(ALICE.pay("key-0002", &payment("100.00"))).await;
    drop(world);
    let whole = fs::read(&file.0).unwrap();
    fs::write(&file.0, &whole[..whole.len() - 5]).unwrap();
    let world = file.open().unwrap();
    let (_, accounts) = world.send(ALICE.get("/accounts")).await;
    assert_eq!(accounts["accounts"][0]["balance"]["amount"], "3998.17");
    assert_eq!(world.send(ALICE.pay("key-0002", &payment("100.00"))).await.0, 201);
    drop(world);
    assert_eq!(fs::read(&file.0).unwrap(), whole, "written again, no rest of the torn line left");
}

#[tokio::test]
async fn a_changed_file_is_refused() {
    let file = Scratch::new("corrupt");
    fs::write(&file.0, "{\"entry\":\"approval\"}\n{}\n").unwrap();
    assert!(matches!(file.open().err(), Some(OpenError::Corrupt(1))));
}

#[tokio::test]
async fn one_process_at_a_time() {
    let file = Scratch::new("in-use");
    let _world = file.open().unwrap();
    assert!(matches!(file.open().err(), Some(OpenError::InUse)));
}
