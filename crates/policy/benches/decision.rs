//! One decision over all rules that ship: by the interpreter of regorus, as the server makes it, by two callers
//! at once, and remembered. `cargo xtask bench policy`.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot begin ends")]

#[path = "../src/tests/facts.rs"]
#[expect(dead_code, reason = "shared with the tests")]
mod facts;

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use leasehold_domain::facts::{Facts, Quality};
use leasehold_policy::{Memo, PolicyEngine, PolicySources};
use regorus::{Engine, Value};
use serde_json::json;

/// In Brazil, where one rule speaks.
fn abroad() -> Facts {
    let place = facts::place(Some("BR"), Some("other"), Quality::Observed);
    Facts { place, ..facts::at_home() }
}

/// What rules see of the facts.
fn input(facts: &Facts) -> Value {
    let place = |country, region| json!({"country": country, "region": region, "quality": "observed"});
    let input = json!({
        "now": facts.now.timestamp_millis(),
        "scopes": facts.scopes,
        "issued_in": place("NL", "eu_eea"),
        "place": place("BR", "other"),
        "device": {
            "id": facts.device.id,
            "trusted": true,
            "blocked": false,
            "trusted_until": facts.device.trusted_until.map(|until| until.timestamp_millis()),
            "key": "proved",
            "posture": [],
        },
        "network": {"listed": null},
        "signals": [],
        "behaviour": null,
        "roles": [],
        "hours": {"open": true, "holiday": false, "changes_at": facts.hours.changes_at.timestamp_millis()},
        "waivers": [],
    });
    input.into()
}

fn interpreter() -> Engine {
    let sources = PolicySources::shipped();
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(true);
    for module in sources.modules {
        engine.add_policy(module.name, module.text).unwrap();
    }
    engine.add_data(Value::from_json_str(&sources.data).unwrap()).unwrap();
    engine
}

#[expect(clippy::disallowed_methods, reason = "it measures")]
fn by_two(engine: &PolicyEngine, facts: &Facts, rounds: u64) -> Duration {
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| (0..rounds).for_each(|_| drop(black_box(engine.decide(facts)))));
        }
    });
    start.elapsed()
}

fn decision(criterion: &mut Criterion) {
    let facts = abroad();
    let engine = PolicyEngine::shipped().unwrap();
    let memo = Memo::new(1024);
    let mut interpreter = interpreter();
    let input = input(&facts);
    let mut group = criterion.benchmark_group("decision");
    group.bench_function("interpreter alone", |bencher| {
        bencher.iter(|| {
            interpreter.set_input(input.clone());
            interpreter.eval_rule("data.leasehold.decision.answer".into())
        });
    });
    group.bench_function("one caller", |bencher| bencher.iter(|| engine.decide(&facts)));
    // Two decisions in the time of one would be the best there is.
    group.bench_function("two callers, two decisions", |bencher| {
        bencher.iter_custom(|rounds| by_two(&engine, &facts, rounds));
    });
    group.bench_function("remembered", |bencher| bencher.iter(|| memo.decide(&engine, &facts)));
    group.finish();
}

criterion_group!(benches, decision);
criterion_main!(benches);
