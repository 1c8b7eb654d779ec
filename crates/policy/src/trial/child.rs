//! The child's half.

use std::io::{Read, Write};
use std::thread;

use regorus::{Engine, Value};
use rlimit::Resource;

use super::Trial;
use crate::compile::check;
use crate::reasons::Reasons;
use crate::vm::{ANSWER, Vm};
use crate::weights::Weights;
use crate::workers::STACK;
use crate::{FactorRules, PolicyError, PolicySources, RegoTest, confine, input};

/// Bytes of memory, addresses counted.
const MEMORY: u64 = 1024 * 1024 * 1024;
/// Seconds of processor time.
const SECONDS: u64 = 20;
/// Bytes of a trial.
const INPUT: u64 = 64 * 1024 * 1024;

/// Reads a [`Trial`] as JSON, tries it, and writes its outcome, `Result<Vec<RegoTest>, PolicyError>` as JSON, as
/// the last line. Limits the whole process first, for good.
///
/// # Errors
///
/// If the limits cannot be set, or input or output fail.
pub fn run(input: impl Read, mut output: impl Write) -> std::io::Result<()> {
    let limits = [
        (Resource::AS, MEMORY),
        (Resource::CPU, SECONDS),
        (Resource::CORE, 0),
        // Nothing is written but to what is open already.
        (Resource::FSIZE, 0),
    ];
    for (resource, limit) in limits {
        rlimit::setrlimit(resource, limit, limit)?;
    }
    let trial: Trial = serde_json::from_reader(input.take(INPUT))?;
    // The stack that the policy's workers have.
    let tried = thread::Builder::new().stack_size(STACK).spawn(move || tried(&trial))?.join();
    let outcome =
        tried.unwrap_or_else(|_| Err(PolicyError::Trial("the policy brought the compiler down".into())));
    writeln!(output, "{}", serde_json::to_string(&outcome)?)?;
    output.flush()
}

fn tried(trial: &Trial) -> Result<Vec<RegoTest>, PolicyError> {
    let sources = &trial.sources;
    Reasons::read(&sources.reasons)?;
    FactorRules::read(&sources.data)?;
    let weights = Weights::read(&sources.data)?;
    let mut engine = check(sources)?;
    let mut vm = Vm::new(sources, &engine)?;
    let inputs = trial.facts.iter().map(|facts| input::input(facts, &weights));
    inputs.into_iter().try_for_each(|input| agrees(&mut vm, &mut engine, &input))?;
    confine::before_parsing(&PolicySources { modules: trial.tests.clone(), ..sources.clone() })?;
    RegoTest::run_all(sources, &trial.tests)
}

/// Both evaluators give the same answer, and it is one.
fn agrees(vm: &mut Vm, engine: &mut Engine, input: &Value) -> Result<(), PolicyError> {
    vm.answer(input.clone())?;
    engine.set_input(input.clone());
    let expected =
        engine.eval_rule(ANSWER.into()).map_err(|error| PolicyError::Evaluation(error.to_string()))?;
    if vm.evaluate(input.clone())? == expected {
        Ok(())
    } else {
        Err(PolicyError::Answer("the rules mean two things: a rule with more than one value, perhaps".into()))
    }
}
