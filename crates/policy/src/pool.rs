//! Engines that wait for work. One evaluates at a time in each; sharing one between threads scales badly.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use regorus::{Engine, Value};

use crate::PolicyError;

/// As many engines as are kept; a rush may make more for a moment.
const KEPT: usize = 16;

/// A stack of prepared engines, never empty of its model.
pub(crate) struct Pool {
    model: Mutex<Engine>,
    idle: Mutex<Vec<Engine>>,
}

impl Pool {
    pub(crate) fn new(model: Engine) -> Self {
        Self { model: Mutex::new(model), idle: Mutex::new(Vec::with_capacity(KEPT)) }
    }

    /// Evaluates one rule. An engine that failed is not used again.
    pub(crate) fn evaluate(&self, rule: &str, input: Value) -> Result<Value, PolicyError> {
        let mut engine = self.take();
        let value = catch_unwind(AssertUnwindSafe(|| {
            engine.set_input(input);
            engine.eval_rule(rule.to_owned())
        }))
        .map_err(|_| PolicyError::Evaluation("a rule brought the evaluator down".into()))?
        .map_err(|error| PolicyError::Evaluation(error.to_string()))?;
        // Facts about one person do not wait for the next.
        engine.set_input(Value::Undefined);
        self.give_back(engine);
        Ok(value)
    }

    fn take(&self) -> Engine {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| self.model.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn give_back(&self, engine: Engine) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(engine);
        }
    }
}
