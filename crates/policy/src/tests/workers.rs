//! Policies that take a worker down, and the server that goes on.

use std::sync::Arc;
use std::time::Duration;

use super::adversarial::{finding, sources_with, with_rule};
use super::facts::at_home;
use crate::workers::Limits;
use crate::{PolicyEngine, PolicyError};

/// Patient enough for a loaded machine, and not for more.
pub(super) const LIMITS: Limits =
    Limits { workers: 2, decision: Duration::from_millis(500), turn: Duration::from_millis(500) };

/// A value in which everything stands twice, twenty-nine times over: some kilobytes in memory, and seconds to
/// compare with its like, in one instruction. Only on an unknown place, so that an ordinary decision works.
pub(super) fn slow() -> String {
    let mut text = String::from("x0 := {\"a\": input.place.country}\ny0 := {\"a\": input.place.country}\n");
    for level in 1..=29 {
        let below = level - 1;
        text.push_str(&format!("x{level} := [x{below}, x{below}]\ny{level} := [y{below}, y{below}]\n"));
    }
    text.push_str(
        r#"findings contains {"cause": "c", "subject": "session"} if { input.place.country == "QQ"; x29 == y29 }"#,
    );
    text
}

/// `policy_aborts_worker_not_server`, the part that is known before any rule runs: huge ranges, deep
/// recursion and slow regular expressions are refused where they are written.
#[test]
fn policy_aborts_worker_not_server() {
    let refused = |rule: &str| match with_rule(rule) {
        Err(PolicyError::Module { name, line, column, detail }) => (name, line, column, detail),
        other => panic!("{rule}: {other:?}"),
    };
    let (name, line, column, detail) = refused("huge if count(numbers.range(1, 1e12)) > 0");
    assert_eq!((name.as_str(), line, detail.as_str()), ("own.rego", 2, "rules may not call numbers.range"));
    assert!(column > 1);
    assert!(refused("slow if regex.match(`(a+)+$`, input.client)").3.contains("regex.match"));
    assert!(refused("deep(n) := deep(n - 1)\nfindings contains deep(100000)").3.contains("needs itself"));
    assert!(refused("a if b\nb if not c\nc if a").3.contains("needs itself"));
    let chain: Vec<_> = (0..200).map(|rule| format!("r{rule} if r{}", rule + 1)).collect();
    assert!(refused(&format!("{}\nr200 if true", chain.join("\n"))).3.contains("need each other"));
    assert!(refused("level := 1 if input.now > 0\nlevel := 2 if input.now > 1").3.contains("else"));
    assert!(refused("ok if { true with input as {} }").3.contains("with"));
}

/// What only shows while it runs costs at most its worker: a product of many loops, numbers and texts that
/// grow with every step.
#[test]
fn endless_work_is_an_error_in_time() {
    let loops =
        "some a in all; some b in all; some c in all; some d in all; some e in all; a + b + c + d + e == 0";
    let grows = (0..60).map(|step| format!("t{} := concat(\"\", [t{step}, t{step}])\n", step + 1));
    let texts = format!("t0 := input.client; {} t60 != \"\"", grows.collect::<String>());
    let squares = (0..60).map(|step| format!("n{} := n{step} * n{step}\n", step + 1));
    let numbers = format!("n0 := input.now; {} n60 != 0", squares.collect::<String>());
    let many: Vec<_> = (1..60).map(|number| number.to_string()).collect();
    for body in [format!("all := [{}]; {loops}", many.join(", ")), texts, numbers] {
        let outcome = finding(&body).unwrap().decide(&at_home());
        assert!(matches!(outcome, Err(PolicyError::Evaluation(_) | PolicyError::Overrun)), "{outcome:?}");
    }
}

#[test]
fn a_worker_that_overruns_is_left_behind_and_replaced_a_few_times() {
    let engine = PolicyEngine::with_limits(&sources_with(&slow()), LIMITS).unwrap();
    let fine = at_home();
    let mut bad = at_home();
    bad.place.country = Some("QQ".into());
    let before = engine.decide(&fine).unwrap();
    for _ in 0..3 {
        assert_eq!(engine.decide(&bad), Err(PolicyError::Overrun));
    }
    // Nobody waits any more, and nothing is started that would take one more processor.
    assert_eq!(engine.decide(&bad), Err(PolicyError::Unavailable));
    assert_eq!(engine.decide(&fine), Err(PolicyError::Unavailable));
    // Activated again it works.
    let again = PolicyEngine::with_limits(&sources_with(&slow()), LIMITS).unwrap();
    assert_eq!(again.decide(&fine), Ok(before));
}

#[test]
fn a_failure_is_over_when_its_cause_is() {
    let engine = finding("input.place.region / 1 > 0").unwrap();
    assert!(matches!(engine.decide(&at_home()), Err(PolicyError::Evaluation(_))));
    let engine = finding("1 / (count(input.waivers) - 1) > 5").unwrap();
    let mut facts = at_home();
    assert!(engine.decide(&facts).is_ok());
    facts.waivers.push(super::facts::waiver("x", "y", facts.now));
    for _ in 0..20 {
        assert!(matches!(engine.decide(&facts), Err(PolicyError::Evaluation(_))));
    }
    facts.waivers.clear();
    assert!(engine.decide(&facts).is_ok());
}

/// Workers are few, and whoever comes while all are busy waits for one.
#[test]
fn a_rush_waits_its_turn() {
    let patient = Limits { decision: Duration::from_secs(20), turn: Duration::from_secs(60), ..LIMITS };
    let engine = Arc::new(PolicyEngine::with_limits(&crate::PolicySources::shipped(), patient).unwrap());
    let threads: Vec<_> = (0..12)
        .map(|_| {
            let engine = Arc::clone(&engine);
            std::thread::spawn(move || (0..20).all(|_| engine.decide(&at_home()).is_ok()))
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
}

/// `nested_brackets`: a module that would keep the parser busy for longer than anybody lives.
#[test]
fn nested_brackets() {
    for (open, close) in [("[", "]"), ("{", "}"), ("(", ")"), ("{1: ", "}"), ("[1 | x := ", "]")] {
        let rule = format!("findings contains {}1{} if true", open.repeat(60), close.repeat(60));
        match with_rule(&rule) {
            Err(PolicyError::Module { name, line: 2, detail, .. }) => {
                assert!(name == "own.rego" && detail.contains("brackets inside each other"), "{detail}");
            }
            other => panic!("{open}: {other:?}"),
        }
    }
    // Deep without brackets.
    for chain in [
        format!("x := {}1", "-".repeat(900)),
        format!("x := 1{}", "\n+ 1".repeat(9_000)),
        format!("x := a{}", ".a".repeat(400)),
    ] {
        let outcome = with_rule(&chain);
        assert!(outcome.is_err(), "{outcome:?}");
    }
    let wide = format!("x := [{}]", "[],\n".repeat(2_000));
    assert!(with_rule(&wide).is_ok());
    assert!(with_rule(&format!("# {}", "a\n#".repeat(40_000))).is_err(), "a module of 120 kB");
}
