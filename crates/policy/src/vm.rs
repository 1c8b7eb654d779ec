//! One policy, compiled to the bytecode of regorus, for one thread.

use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::{Program, RegoVM};
use regorus::{Engine, Value};

use crate::answer::Answer;
use crate::compile::{load, located};
use crate::unroll::unrolled;
use crate::{PolicyError, PolicySources, builtins, confine};

/// What is asked of the rules.
pub(crate) const ANSWER: &str = "data.leasehold.decision.answer";
/// Instructions of one decision. The rules that ship take less than a hundredth of it.
const INSTRUCTIONS: usize = 200_000;

/// A virtual machine with program and data of its own: threads that shared them would wait for each other
/// whenever a reference to a value is counted.
pub(crate) struct Vm(RegoVM);

impl Vm {
    /// Compiles sources that were loaded before.
    pub(crate) fn new(sources: &PolicySources, loaded: &Engine) -> Result<Self, PolicyError> {
        let mut engine = load(&unrolled(sources, &confine::defined(loaded)?)?)?;
        let compiled =
            engine.compile_with_entrypoint(&ANSWER.into()).map_err(|error| located(&error.to_string()))?;
        let mut program = Compiler::compile_from_policy(&compiled, &[ANSWER])
            .map_err(|error| located(&error.to_string()))?;
        // What is compiled in the end decides, whatever the syntax looked like.
        let refuse = |name: &str| located(&format!("rules may not call {name}"));
        let own = Arc::get_mut(&mut program).ok_or_else(|| refuse("a program that others share"))?;
        builtins::install(own).map_err(|name| refuse(&name))?;
        slim(own);
        let mut vm = RegoVM::new_with_policy(compiled);
        vm.load_program(program);
        vm.set_max_instructions(INSTRUCTIONS);
        // Strict, the machine would take values of two types for incomparable; builtins fail by themselves.
        vm.set_strict_builtin_errors(false);
        vm.set_data(engine.get_data()).map_err(|error| PolicyError::Data(error.to_string()))?;
        Ok(Self(vm))
    }

    /// Asks the rules.
    pub(crate) fn answer(&mut self, input: Value) -> Result<Answer, PolicyError> {
        Answer::read(&self.evaluate(input)?)
    }

    pub(crate) fn evaluate(&mut self, input: Value) -> Result<Value, PolicyError> {
        builtins::failure();
        self.0.set_input(input);
        let value = self.0.execute().map_err(|error| PolicyError::Evaluation(error.to_string()));
        // Facts about one person do not wait for the next.
        self.0.set_input(Value::Undefined);
        match builtins::failure() {
            Some(failure) => Err(PolicyError::Evaluation(failure)),
            None => value,
        }
    }
}

/// Takes away what no decision needs: the machine copies the description of a rule each time that the rule is asked,
/// also when its value is known already, and these lists would be most of that.
fn slim(program: &mut Program) {
    for rule in &mut program.rule_infos {
        rule.name = String::new();
        if let Some(function) = &mut rule.function_info {
            function.param_names = Vec::new();
        }
        // What is not in these lists counts as none and as false.
        if rule.destructuring_blocks.iter().all(Option::is_none) {
            rule.destructuring_blocks = Vec::new();
        }
        if !rule.else_bodies.iter().flatten().any(|is_else| *is_else) {
            rule.else_bodies = Vec::new();
        }
    }
}
