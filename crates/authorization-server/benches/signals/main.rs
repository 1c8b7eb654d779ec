//! How long withdrawing takes where there are many grants: `cargo xtask bench signals` and `bench withdrawal`, on SQLite or,
//! with `LEASEHOLD_TEST_DATABASE=postgres`, on PostgreSQL.
//!
//! Each signal is a source that says of a device that it is not as it should be, and takes payments and
//! approvals from all grants on it. The clock begins to run when the signal is handed in and stops when a
//! guard has read the last event of it from its stream.

#![expect(clippy::unwrap_used, reason = "a bench fails here")]

mod guard;
#[path = "../../tests/it/keys.rs"]
mod keys;
mod people;
mod world;

use std::time::Duration;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use tokio::time::Instant;

use crate::guard::Guard;
use crate::people::{Installed, PER_PERSON};
use crate::world::World;

/// How many signals of a burst are handed in at once.
const AT_ONCE: usize = 16;
const SIGNALS: usize = 1000;

#[tokio::main]
async fn main() {
    let asked = |what: &str| std::env::args().any(|argument| argument == what);
    if asked("withdrawal") {
        withdrawal(2_000).await;
    } else {
        burst(20_000).await;
    }
}

async fn settled(people: usize) -> (World, Vec<Installed>, Guard) {
    let world = World::new().await;
    let begun = Instant::now();
    let devices = people::settle(&world, people).await;
    let grants = people * PER_PERSON;
    println!("{}, {grants} live grants, written in {:.0} s", world::driver(), begun.elapsed().as_secs_f64());
    world.work();
    let guard = world.guard().await;
    (world, devices, guard)
}

/// A thousand signals as fast as they are taken.
async fn burst(people: usize) {
    let (world, devices, mut guard) = settled(people).await;
    let every = people / SIGNALS;
    let concerned: Vec<_> = devices.into_iter().step_by(every).take(SIGNALS).collect();
    let begun = Instant::now();
    let server = world.server.clone();
    let ids: Vec<_> = concerned.iter().map(|installed| installed.device).collect();
    let signals = tokio::spawn(async move {
        let each = stream::iter(ids).map(|device| {
            let server = server.clone();
            async move { server.set_posture(device, "mdm", false, None).await }
        });
        each.buffer_unordered(AT_ONCE).try_for_each(|_| std::future::ready(Ok(()))).await.unwrap();
        begun.elapsed()
    });
    guard.hears(concerned.into_iter().flat_map(|installed| installed.grants)).await;
    let all = begun.elapsed();
    let accepted = signals.await.unwrap();
    println!(
        "{SIGNALS} signals: accepted after {:.2} s, the last change committed and pushed after {:.2} s",
        accepted.as_secs_f64(),
        all.as_secs_f64()
    );
}

/// One signal after the other.
async fn withdrawal(people: usize) {
    let (world, devices, mut guard) = settled(people).await;
    let mut took = Vec::with_capacity(SIGNALS);
    for installed in devices.into_iter().take(SIGNALS) {
        let begun = Instant::now();
        world.server.set_posture(installed.device, "mdm", false, None).await.unwrap();
        guard.hears(installed.grants).await;
        took.push(begun.elapsed());
    }
    took.sort();
    let at = |permille: usize| milliseconds(took[took.len() * permille / 1000]);
    println!(
        "{SIGNALS} signals, each until its last event is read: median {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        at(500),
        at(990),
        milliseconds(took[took.len() - 1])
    );
}

fn milliseconds(span: Duration) -> f64 {
    span.as_secs_f64() * 1000.0
}
