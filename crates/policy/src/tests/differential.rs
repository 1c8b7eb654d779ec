//! The bytecode with our builtins against the interpreter of regorus with its own: the same values, and an
//! error of the interpreter is never silence of the bytecode.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use regorus::{Engine, Value};

use super::properties::any_facts;
use super::rego::folder;
use crate::compile::load;
use crate::vm::{ANSWER, Vm};
use crate::weights::Weights;
use crate::{PolicyModule, PolicySources, input};

fn interpreted(engine: &mut Engine, input: Value) -> Result<Value, String> {
    engine.set_input(input);
    engine.eval_rule(ANSWER.into()).map_err(|error| error.to_string())
}

/// The rules that ship and the example beside them, also with some of them or all switched off, on facts of all kinds.
#[test]
fn the_bytecode_says_what_the_interpreter_says() {
    let shipped = PolicySources::shipped();
    let own = shipped.clone().with_folder(&folder("examples/policies")).unwrap();
    let (on, off) = ("\"enabled\": true", "\"enabled\": false");
    let some = PolicySources { data: own.data.replacen(on, off, 4), ..own.clone() };
    let none = PolicySources { data: own.data.replace(on, off), ..own.clone() };
    for (sources, cases) in [(shipped, 1000), (own, 300), (some, 300), (none, 50)] {
        agree(&sources, cases);
    }
}

fn agree(sources: &PolicySources, cases: u32) {
    let engine = RefCell::new(load(sources).unwrap());
    let vm = RefCell::new(Vm::new(sources, &engine.borrow()).unwrap());
    let weights = Weights::read(&sources.data).unwrap();
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&any_facts(), |facts| {
        let input = input::input(&facts, &weights);
        let interpreted = interpreted(&mut engine.borrow_mut(), input.clone()).unwrap();
        prop_assert_eq!(vm.borrow_mut().evaluate(input).unwrap(), interpreted);
        Ok(())
    });
    assert_eq!(outcome, Ok(()));
}

proptest! {
    /// Every builtin and operator, on values of all kinds.
    #[test]
    fn expressions_have_one_value(expression in any_expression(), a in any_value(), b in any_value(), c in any_value()) {
        let module = format!("package leasehold.decision\nanswer contains it if it := {expression}\nanswer contains \"not\" if not {expression}");
        let input = serde_json::json!({"a": a, "b": b, "c": c});
        compare(&module, &input)?;
    }
}

fn compare(module: &str, input: &serde_json::Value) -> Result<(), TestCaseError> {
    let sources = PolicySources {
        modules: vec![PolicyModule { name: "m.rego".into(), text: module.into() }],
        data: r#"{"settings": {}}"#.into(),
        reasons: [].into(),
    };
    // Not every shape takes every operand.
    let Ok(mut engine) = load(&sources) else { return Ok(()) };
    let Ok(mut vm) = Vm::new(&sources, &engine) else { return Ok(()) };
    let input: Value = input.clone().into();
    let expected = interpreted(&mut engine, input.clone());
    let found = vm.evaluate(input.clone());
    match (&expected, &found) {
        (Ok(expected), Ok(found)) => prop_assert_eq!(found, expected, "{}\n{}", module, input),
        (Err(_), Err(_)) => {}
        // Of what is no collection there are no members, as in OPA; the interpreter stops there.
        (Err(error), Ok(_)) if error.contains("`some .. in collection` expects") => {}
        // Ours have limits.
        (Ok(_), Err(error)) if error.to_string().contains("too large") => {}
        _ => prop_assert!(false, "{module}\n{input}\n{expected:?}\n{found:?}"),
    }
    Ok(())
}

fn any_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        (-3_i64..4).prop_map(Into::into),
        prop_oneof![Just(0.5), Just(-1.5), Just(2.5)].prop_map(|number: f64| number.into()),
        Just(i64::MAX.into()),
        "[abÄß]{0,3}".prop_map(Into::into),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Into::into),
            proptest::collection::btree_map("[ab]", inner, 0..3)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

fn any_expression() -> impl Strategy<Value = String> {
    let shapes = vec![
        "abs(#)",
        "ceil(#)",
        "floor(#)",
        "round(#)",
        "count(#)",
        "max(#)",
        "min(#)",
        "sum(#)",
        "concat(\"-\", #)",
        "concat(\"-\", [#, #])",
        "concat(#, #)",
        "contains(#, #)",
        "startswith(#, #)",
        "endswith(#, #)",
        "lower(#)",
        "upper(#)",
        "trim_prefix(#, #)",
        "trim_suffix(#, #)",
        "substring(#, #, #)",
        "substring(#, 1, 1)",
        "format_int(#, 10)",
        "object.get(#, #, #)",
        "object.get(#, [#], 7)",
        "object.keys(#)",
        "object.union(#, #)",
        "is_array(#)",
        "is_boolean(#)",
        "is_null(#)",
        "is_number(#)",
        "is_object(#)",
        "is_set(#)",
        "is_string(#)",
        "# + #",
        "# - #",
        "# * #",
        "# / #",
        "# % #",
        "# == #",
        "# != #",
        "# < #",
        "# <= #",
        "# > #",
        "# >= #",
        "# in #",
        "{#, #} | {#}",
        "{#, #} & {#}",
        "{#, #} - {#}",
        "#[0]",
        "#[#]",
        "#.a",
        "{x | some x in #}",
        "[x | some x in #]",
        "[[k, v] | some k, v in #]",
        "{k: v | some k, v in #}",
        "{#: #}",
        "[#, #]",
        "count({x | some x in #; x == #})",
        "count({x | x := #[_]})",
    ];
    let operand = prop_oneof![
        4 => proptest::sample::select(vec!["input.a", "input.b", "input.c"]),
        1 => proptest::sample::select(vec!["input.none", "0", "1", "null", "\"a\"", "{1, 2}", "{\"a\"}", "[\"a\", \"b\"]", "{\"a\": 1}", "set()"]),
    ];
    (proptest::sample::select(shapes), proptest::collection::vec(operand, 3)).prop_map(|(shape, operands)| {
        let mut operands = operands.into_iter();
        let parts: Vec<_> = shape.split('#').collect();
        let last = parts.len() - 1;
        parts
            .into_iter()
            .enumerate()
            .map(|(index, part)| {
                if index == last {
                    part.to_owned()
                } else {
                    format!("{part}{}", operands.next().unwrap_or("input.a"))
                }
            })
            .collect()
    })
}
