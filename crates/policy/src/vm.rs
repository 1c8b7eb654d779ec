//! One policy, compiled to the bytecode of regorus, for one thread.

use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine, Value};

use crate::answer::Answer;
use crate::compile::located;
use crate::{PolicyError, builtins};

/// What is asked of the rules.
pub(crate) const ANSWER: &str = "data.leasehold.decision.answer";
/// Instructions of one decision. The rules that ship take less than a hundredth of it.
const INSTRUCTIONS: usize = 200_000;

/// A virtual machine with program and data of its own: threads that shared them would wait for each other
/// whenever a reference to a value is counted.
pub(crate) struct Vm(RegoVM);

impl Vm {
    /// Compiles loaded modules.
    pub(crate) fn new(mut engine: Engine) -> Result<Self, PolicyError> {
        let compiled =
            engine.compile_with_entrypoint(&ANSWER.into()).map_err(|error| located(&error.to_string()))?;
        let mut program = Compiler::compile_from_policy(&compiled, &[ANSWER])
            .map_err(|error| located(&error.to_string()))?;
        // What is compiled in the end decides, whatever the syntax looked like.
        let refuse = |name: &str| located(&format!("rules may not call {name}"));
        let own = Arc::get_mut(&mut program).ok_or_else(|| refuse("a program that others share"))?;
        builtins::install(own).map_err(|name| refuse(&name))?;
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
