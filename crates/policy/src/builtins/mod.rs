//! The builtins that rules may call, and nothing else.
//!
//! They stand in for those of regorus, for two reasons. Its bytecode takes a builtin that fails, or a
//! division by zero, for a condition that is not met: the rule would be silent and the scope kept. Here a
//! failure is noted, and the decision it happened in is none. And some of the originals make so much of so
//! little that the process aborts (`numbers.range(1, 1e12)`), where these have limits.

mod arithmetic;
mod functions;
mod values;

use std::cell::RefCell;

use regorus::Value;
use regorus::rvm::Program;

use arithmetic::rewrite;

/// What a builtin gives, or why it cannot.
type Outcome = Result<Value, String>;

thread_local! {
    /// The first failure since [`failure`] was asked. A worker is one thread and decides one thing at a time.
    static FAILURE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The first failure on this thread since the last call.
pub(crate) fn failure() -> Option<String> {
    FAILURE.take()
}

/// Between our functions and the signature of regorus. What is undefined ends the body it is in; that the
/// whole decision is none is known from the note.
fn noted<E>(name: &str, outcome: Outcome) -> Result<Value, E> {
    Ok(outcome.unwrap_or_else(|detail| {
        FAILURE.with_borrow_mut(|failure| {
            failure.get_or_insert_with(|| format!("{name}: {detail}"));
        });
        Value::Undefined
    }))
}

macro_rules! builtins {
    ($($name:literal => $function:path,)*) => {
        /// Whether rules may call the builtin.
        pub(crate) fn allowed(name: &str) -> bool {
            // What `|` and `&` between sets are called inside.
            matches!(name, $($name)|*) && !name.starts_with("__")
        }

        /// Puts these builtins in the place of all others.
        ///
        /// # Errors
        ///
        /// The name of a builtin that is not on the list.
        pub(crate) fn install(program: &mut Program) -> Result<(), String> {
            for (info, slot) in program.builtin_info_table.iter().zip(&mut program.resolved_builtins) {
                match info.name.as_str() {
                    $($name => slot.0 = |_, _, arguments, _| noted($name, $function(arguments)),)*
                    name => return Err(name.to_owned()),
                }
            }
            rewrite(program);
            Ok(())
        }
    };
}

builtins! {
    "__builtin_sets.intersection" => functions::intersection,
    "__builtin_sets.union" => functions::union,
    "abs" => functions::abs,
    "ceil" => functions::ceil,
    "concat" => functions::concat,
    "contains" => functions::contains,
    "count" => functions::count,
    "endswith" => functions::endswith,
    "floor" => functions::floor,
    "format_int" => functions::format_int,
    "is_array" => functions::is_array,
    "is_boolean" => functions::is_boolean,
    "is_null" => functions::is_null,
    "is_number" => functions::is_number,
    "is_object" => functions::is_object,
    "is_set" => functions::is_set,
    "is_string" => functions::is_string,
    "lower" => functions::lower,
    "max" => functions::max,
    "min" => functions::min,
    "object.get" => functions::object_get,
    "object.keys" => functions::object_keys,
    "object.union" => functions::object_union,
    "round" => functions::round,
    "startswith" => functions::startswith,
    "substring" => functions::substring,
    "sum" => functions::sum,
    "trim_prefix" => functions::trim_prefix,
    "trim_suffix" => functions::trim_suffix,
    "upper" => functions::upper,
}
