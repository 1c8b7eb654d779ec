//! Policies tried in a process of their own: this test binary once more.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::adversarial::sources_with;
use super::facts::at_home;
use crate::trial::{Trial, Worker, run};
use crate::{PolicyError, PolicyModule, PolicySources, RegoTest};

/// One more name of a test, which none has: it tells the child, whose environment is empty.
const CHILD: &str = "the_child_of_a_trial";

/// What the child runs; without being the child, what becomes of one that is told nothing.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the last line of the child is its answer, not that of its test"
)]
fn a_child_without_a_trial_fails() {
    if std::env::args().any(|argument| argument == CHILD) {
        run(std::io::stdin(), std::io::stdout()).unwrap();
        std::process::exit(0);
    }
    let output = child().stdin(Stdio::null()).output().unwrap();
    assert!(!output.status.success());
    assert!(!String::from_utf8_lossy(&output.stdout).contains("\"Ok\""), "and answers nothing");
}

const ARGUMENTS: [&str; 4] = ["--exact", "tests::trial::a_child_without_a_trial_fails", CHILD, "--nocapture"];

fn child() -> Command {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(ARGUMENTS);
    child
}

fn tried(trial: &Trial, patience: Duration) -> Result<Vec<RegoTest>, PolicyError> {
    let arguments = ARGUMENTS.map(str::to_owned).to_vec();
    Worker { program: std::env::current_exe().unwrap(), arguments, patience }.attempt(trial)
}

fn trial(sources: PolicySources) -> Trial {
    Trial { sources, tests: Vec::new(), facts: vec![at_home()] }
}

const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn what_ships_passes_with_its_tests() {
    let test = |text: &str| PolicyModule {
        name: "own_test.rego".into(),
        text: format!("package own_test\n{text}\n"),
    };
    let mut good = trial(PolicySources::shipped());
    good.tests.push(test("test_a if data.leasehold.rules.new_device with input as {\"device\": {}}"));
    let name = |name: &str| format!("data.own_test.{name}");
    let held = RegoTest { name: name("test_a"), failure: None };
    assert_eq!(tried(&good, PATIENCE), Ok(vec![held.clone()]));
    good.tests[0].text.push_str("test_b if 1 == 2\n");
    let failed = RegoTest { name: name("test_b"), failure: Some("it does not hold".into()) };
    assert_eq!(tried(&good, PATIENCE), Ok(vec![held, failed]));
}

/// Refused at activation: what loops, divides by zero, says nonsense, is no Rego, or means two things.
#[test]
fn what_fails_is_refused() {
    let loops = "all := [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]\nfindings contains {\"cause\": \"c\", \"subject\": \"session\"} if {\nsome a in all; some b in all; some c in all; some d in all; some e in all\na + b + c + d + e < 0 }";
    for rule in [
        loops,
        "findings contains {\"cause\": \"c\", \"subject\": \"session\"} if 1 / (count(input.scopes) - 4) > 0",
        "findings contains {\"cause\": \"c\"}",
        "findings contains numbers.range(1, 1e12)",
        "findings contains {\"cause\": x, \"subject\": \"session\"} if { x := y }\ny := z if some z in [\"a\", \"b\"]",
        "findings contains",
    ] {
        let outcome = tried(&trial(sources_with(rule)), PATIENCE);
        assert!(!matches!(outcome, Ok(_) | Err(PolicyError::Trial(_))), "{rule}: {outcome:?}");
    }
}

/// Whatever no check foresees ends the child and not the server.
#[test]
fn policy_aborts_worker_not_server() {
    let levels =
        (1..45).map(|level| format!("x{level} := [x{0}, x{0}]\ny{level} := [y{0}, y{0}]\n", level - 1));
    let slow = format!(
        "x0 := [input.now]\ny0 := [input.now]\n{}findings contains {{\"cause\": \"c\", \"subject\": \"session\"}} if x44 == y44",
        levels.collect::<String>()
    );
    let outcome = tried(&trial(sources_with(&slow)), Duration::from_secs(3));
    assert_eq!(outcome, Err(PolicyError::Trial("it took too long".into())));
    // A child that dies at once, as of a stack that is over.
    let shipped = trial(PolicySources::shipped());
    let arguments = vec!["-c".to_owned(), "kill -ABRT $$".to_owned()];
    let aborts = Worker { program: "/bin/sh".into(), arguments, patience: PATIENCE };
    let outcome = aborts.attempt(&shipped);
    assert!(matches!(&outcome, Err(PolicyError::Trial(detail)) if detail.contains("died")), "{outcome:?}");
    let none = Worker::new("/nonexistent/leasehold".into(), "policy-worker");
    assert!(matches!(none.attempt(&shipped), Err(PolicyError::Trial(_))));
}
