//! How rules hang together: no circles, not too deep, and each of one value.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::syntax::Rule;
use crate::PolicyError;

/// Rules and functions of one policy.
const RULES: usize = 1024;
/// Rules that wait for each other. Each stands on the stack of the worker.
const DEPTH: usize = 64;

/// All definitions of one name.
struct Node<'a> {
    first: &'a Rule,
    refers: BTreeSet<&'a str>,
    values: Vec<Option<&'a str>>,
}

pub(super) fn check(rules: &[Rule]) -> Result<(), PolicyError> {
    let mut nodes: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    for rule in rules {
        let node = nodes.entry(&rule.path).or_insert_with(|| Node {
            first: rule,
            refers: BTreeSet::new(),
            values: Vec::new(),
        });
        node.refers.extend(rule.refers.iter().map(String::as_str));
        node.values.extend(rule.values.iter().map(Option::as_deref));
    }
    if nodes.len() > RULES {
        return Err(PolicyError::Data(format!("more than {RULES} rules")));
    }
    // The bytecode takes two values of one name for none, and the rule would be silent.
    for node in nodes.values() {
        if node.values.len() > 1
            && (node.values[0].is_none() || node.values.iter().any(|value| *value != node.values[0]))
        {
            return Err(refuse(node, "several definitions with values of their own; write `else`"));
        }
    }
    let mut walk = Walk { nodes: &nodes, known: BTreeMap::new(), above: Vec::new() };
    nodes.keys().try_for_each(|path| walk.depth(path).map(|_| ()))
}

struct Walk<'a> {
    nodes: &'a BTreeMap<&'a str, Node<'a>>,
    known: BTreeMap<&'a str, usize>,
    above: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    /// How many rules stand below one, itself included.
    fn depth(&mut self, path: &'a str) -> Result<usize, PolicyError> {
        if let Some(depth) = self.known.get(path) {
            return Ok(*depth);
        }
        let Some(node) = self.nodes.get(path) else { return Ok(0) };
        if self.above.contains(&path) {
            return Err(refuse(node, "a rule that needs itself"));
        }
        self.above.push(path);
        if self.above.len() > DEPTH {
            return Err(refuse(node, &format!("more than {DEPTH} rules that need each other")));
        }
        let mut depth = 0;
        for refers in &node.refers {
            for path in self.meant(refers) {
                depth = depth.max(self.depth(path)?);
            }
        }
        self.above.pop();
        depth += 1;
        if depth > DEPTH {
            return Err(refuse(node, &format!("more than {DEPTH} rules that need each other")));
        }
        self.known.insert(path, depth);
        Ok(depth)
    }

    /// The rules a reference can mean: the one it goes into, or all below it.
    fn meant(&self, refers: &str) -> Vec<&'a str> {
        let below = format!("{refers}.");
        let (nodes, mut meant) = (self.nodes, Vec::new());
        let mut prefix = refers;
        loop {
            meant.extend(nodes.get_key_value(prefix).map(|(path, _)| *path));
            let Some((shorter, _)) = prefix.rsplit_once('.') else { break };
            prefix = shorter;
        }
        let after =
            nodes.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded)).map(|(path, _)| *path);
        meant.extend(after.take_while(|path| path.starts_with(&below)));
        meant
    }
}

fn refuse(node: &Node<'_>, detail: &str) -> PolicyError {
    PolicyError::Module {
        name: node.first.module.clone(),
        line: node.first.place.line,
        column: node.first.place.column,
        detail: detail.to_owned(),
    }
}
