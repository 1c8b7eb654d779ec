//! `+ - * / %` as builtins, so that they fail like them.

use regorus::Value;
use regorus::rvm::Program;
use regorus::rvm::instructions::{BuiltinCallParams, Instruction};
use regorus::rvm::program::BuiltinInfo;

use super::values::set;
use super::{Outcome, noted};

/// Replaces every instruction of arithmetic by a call.
pub(super) fn rewrite(program: &mut Program) {
    let first = u16::try_from(program.builtin_info_table.len()).unwrap_or(u16::MAX);
    for name in ["plus", "minus", "times", "by", "modulo"] {
        program.builtin_info_table.push(BuiltinInfo { name: name.into(), num_args: 2 });
    }
    program.resolved_builtins.push((|_, _, arguments, _| noted("+", plus(arguments)), 2));
    program.resolved_builtins.push((|_, _, arguments, _| noted("-", minus(arguments)), 2));
    program.resolved_builtins.push((|_, _, arguments, _| noted("*", times(arguments)), 2));
    program.resolved_builtins.push((|_, _, arguments, _| noted("/", by(arguments)), 2));
    program.resolved_builtins.push((|_, _, arguments, _| noted("%", modulo(arguments)), 2));
    for index in 0..program.instructions.len() {
        let (which, dest, left, right) = match program.instructions[index] {
            Instruction::Add { dest, left, right } => (0, dest, left, right),
            Instruction::Sub { dest, left, right } => (1, dest, left, right),
            Instruction::Mul { dest, left, right } => (2, dest, left, right),
            Instruction::Div { dest, left, right } => (3, dest, left, right),
            Instruction::Mod { dest, left, right } => (4, dest, left, right),
            _ => continue,
        };
        let params_index = program.add_builtin_call_params(BuiltinCallParams {
            dest,
            builtin_index: first + which,
            num_args: 2,
            args: [left, right, 0, 0, 0, 0, 0, 0],
        });
        program.instructions[index] = Instruction::BuiltinCall { params_index };
    }
}

macro_rules! numbers {
    ($arguments:ident) => {
        match $arguments {
            [Value::Number(left), Value::Number(right)] => (left, right),
            _ => return Err("takes numbers".into()),
        }
    };
}

/// No number gets longer than a machine word, or it would double in length with every step.
macro_rules! bounded {
    ($outcome:expr) => {
        match $outcome {
            Ok(number) if !number.is_integer() || number.as_i64().is_some() || number.as_u64().is_some() => {
                Ok(Value::Number(number))
            }
            _ => Err("the number is too large".to_owned()),
        }
    };
}
pub(super) use bounded;

fn plus(arguments: &[Value]) -> Outcome {
    let (left, right) = numbers!(arguments);
    bounded!(left.add(right))
}

/// Of numbers the difference, and of sets too.
fn minus(arguments: &[Value]) -> Outcome {
    if let [left @ Value::Set(_), right] = arguments {
        return Ok(Value::from(set(left)?.difference(set(right)?)));
    }
    let (left, right) = numbers!(arguments);
    bounded!(left.sub(right))
}

fn times(arguments: &[Value]) -> Outcome {
    let (left, right) = numbers!(arguments);
    bounded!(left.mul(right))
}

fn by(arguments: &[Value]) -> Outcome {
    let (left, right) = numbers!(arguments);
    if right.as_i64() == Some(0) {
        return Err("divides by zero".into());
    }
    bounded!(left.clone().divide(right))
}

fn modulo(arguments: &[Value]) -> Outcome {
    let (left, right) = numbers!(arguments);
    if right.as_i64() == Some(0) || !left.is_integer() || !right.is_integer() {
        return Err("takes integers, and the second is not zero".into());
    }
    bounded!(left.clone().modulo(right))
}
