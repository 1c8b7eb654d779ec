//! What the checks need to know of a policy, read from its syntax tree.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::PolicyError;
use crate::builtins::allowed;

/// One definition of a rule or function.
#[derive(Debug)]
pub(super) struct Rule {
    /// `data.leasehold.rules.new_device.findings`.
    pub(super) path: String,
    pub(super) module: String,
    pub(super) place: Place,
    /// Paths under `data` that it names, as far as they are constant.
    pub(super) refers: BTreeSet<String>,
    /// The values it can have, where it has one and not a set of them: the text of a constant, or none for
    /// what is worked out. Bodies after `else` are part of the one before.
    pub(super) values: Vec<Option<String>>,
}

/// Line and column, from 1.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Place {
    fn of(node: &Json) -> Self {
        let number = |key: &str| node["span"][key].as_u64().and_then(|number| u32::try_from(number).ok());
        Self { line: number("line").unwrap_or_default(), column: number("col").unwrap_or_default() }
    }
}

/// Reads the syntax tree as `Engine::get_ast_as_json` gives it, and refuses calls that rules may not make.
pub(super) fn read(tree: &str) -> Result<Vec<Rule>, PolicyError> {
    // The reader gives up on trees of more than 128 levels, and so nobody has to climb one.
    let modules: Vec<Json> =
        serde_json::from_str(tree).map_err(|error| PolicyError::Data(format!("the modules: {error}")))?;
    let modules: Vec<Module> = modules.iter().map(Module::new).collect();
    let names: BTreeSet<String> = modules.iter().flat_map(Module::paths).collect();
    modules.iter().flat_map(|module| module.rules().map(|rule| module.rule(rule, &names))).collect()
}

struct Module<'a> {
    name: &'a str,
    package: String,
    /// Imported names with what they stand for.
    imports: Vec<(String, String)>,
    ast: &'a Json,
}

impl<'a> Module<'a> {
    fn new(tree: &'a Json) -> Self {
        let ast = &tree["ast"];
        let text = tree["source"]["contents"].as_str().unwrap_or_default();
        let imports = ast["imports"].as_array().into_iter().flatten().filter_map(|import| {
            let path = Reference::of(&import["refr"])?.names.join(".");
            let alias = slice(text, &import["as"]).or_else(|| path.rsplit('.').next())?.to_owned();
            Some((alias, path))
        });
        let package = Reference::of(&ast["package"]["refr"]).map(|package| package.names.join("."));
        Self {
            name: tree["source"]["file"].as_str().unwrap_or_default(),
            package: format!("data.{}", package.unwrap_or_default()),
            imports: imports.collect(),
            ast,
        }
    }

    fn rules(&self) -> impl Iterator<Item = &'a Json> {
        self.ast["rules"].as_array().into_iter().flatten()
    }

    fn paths(&self) -> impl Iterator<Item = String> {
        self.rules().filter_map(|rule| self.path(rule))
    }

    fn path(&self, rule: &Json) -> Option<String> {
        let head = &rule["Spec"]["head"];
        let heads = [&head["Compr"], &head["Set"], &head["Func"], &rule["Default"]];
        let name = heads.into_iter().find_map(|head| Reference::of(&head["refr"]))?;
        Some(format!("{}.{}", self.package, name.names.join(".")))
    }

    fn rule(&self, node: &Json, names: &BTreeSet<String>) -> Result<Rule, PolicyError> {
        let place = Place::of(if node["Spec"].is_null() { &node["Default"] } else { &node["Spec"] });
        let Some(path) = self.path(node) else { return Err(self.refuse(place, "a rule without a name")) };
        let mut rule = Rule {
            path,
            module: self.name.to_owned(),
            place,
            refers: BTreeSet::new(),
            values: self.values(node),
        };
        // The head names the rule itself; that is no call of it.
        let heads = node["Spec"]["head"].as_object().into_iter().flat_map(|head| head.values());
        for (part, child) in heads.filter_map(Json::as_object).flatten() {
            if part != "refr" {
                self.walk(child, &mut rule, names)?;
            }
        }
        self.walk(&node["Spec"]["bodies"], &mut rule, names)?;
        self.walk(&node["Default"]["value"], &mut rule, names)?;
        Ok(rule)
    }

    fn values(&self, node: &Json) -> Vec<Option<String>> {
        let spec = &node["Spec"];
        let Some(head) =
            [&spec["head"]["Compr"], &spec["head"]["Func"]].into_iter().find(|head| !head.is_null())
        else {
            return Vec::new();
        };
        // `x[key] := value` has a value for each key.
        let value = if head["refr"].get("RefBrack").is_some() { None } else { constant(&head["assign"]) };
        let bodies = spec["bodies"].as_array().map_or(&[][..], Vec::as_slice);
        let first = bodies.iter().filter(|body| body["is_else"] != true).count().max(1);
        vec![value; first]
    }

    fn walk(&self, node: &Json, rule: &mut Rule, names: &BTreeSet<String>) -> Result<(), PolicyError> {
        match node {
            Json::Array(items) => items.iter().try_for_each(|item| self.walk(item, rule, names)),
            Json::Object(members) => {
                if members.contains_key("with_mods") {
                    return Err(self.refuse(Place::of(node), "`with` is for tests only"));
                }
                if let Some(call) = members.get("Call") {
                    self.call(call, names)?;
                }
                if let Some(reference) = Reference::of(node) {
                    rule.refers.extend(self.resolve(&reference, names));
                    return reference.indices.into_iter().try_for_each(|index| self.walk(index, rule, names));
                }
                members.values().try_for_each(|member| self.walk(member, rule, names))
            }
            _ => Ok(()),
        }
    }

    fn call(&self, call: &Json, names: &BTreeSet<String>) -> Result<(), PolicyError> {
        let place = Place::of(call);
        let Some(function) = Reference::of(&call["fcn"]).filter(|function| function.constant) else {
            return Err(self.refuse(place, "only functions with a name can be called"));
        };
        let name = function.names.join(".");
        if allowed(&name) || self.resolve(&function, names).is_some_and(|path| names.contains(&path)) {
            return Ok(());
        }
        Err(self.refuse(place, &format!("rules may not call {name}")))
    }

    /// The path under `data` that a reference means, if it means one. A variable that has the name of a rule
    /// counts as the rule.
    fn resolve(&self, reference: &Reference<'_>, names: &BTreeSet<String>) -> Option<String> {
        let (first, rest) = reference.names.split_first()?;
        let rest = rest.iter().map(|name| format!(".{name}")).collect::<String>();
        if *first == "data" {
            return Some(format!("data{rest}"));
        }
        if let Some((_, path)) = self.imports.iter().find(|(alias, _)| alias == first) {
            return Some(format!("{path}{rest}"));
        }
        let own = format!("{}.{first}", self.package);
        let below = format!("{own}.");
        let known =
            names.range(own.clone()..).next().is_some_and(|name| *name == own || name.starts_with(&below));
        known.then(|| format!("{own}{rest}"))
    }

    fn refuse(&self, place: Place, detail: &str) -> PolicyError {
        PolicyError::Module {
            name: self.name.to_owned(),
            line: place.line,
            column: place.column,
            detail: detail.to_owned(),
        }
    }
}

/// `a.b["c"][x].d`: the constant names it begins with, and everything it is indexed by.
struct Reference<'a> {
    names: Vec<&'a str>,
    /// Whether the names are all of it.
    constant: bool,
    indices: Vec<&'a Json>,
}

impl<'a> Reference<'a> {
    fn of(node: &'a Json) -> Option<Self> {
        if let Some(name) = node["Var"]["value"].as_str() {
            return Some(Self { names: vec![name], constant: true, indices: Vec::new() });
        }
        let (inner, name, index) = if let Some(dot) = node.get("RefDot") {
            (&dot["refr"], dot["field"][1].as_str(), None)
        } else {
            let bracket = node.get("RefBrack")?;
            let index = &bracket["index"];
            (&bracket["refr"], index["String"]["value"].as_str(), Some(index))
        };
        // Of `f(x).y` or `[1, 2][i]` nothing is constant, and what is inside is looked at like an index.
        let mut reference = Self::of(inner).unwrap_or_else(|| Self {
            names: Vec::new(),
            constant: false,
            indices: vec![inner],
        });
        match name {
            Some(name) if reference.constant => reference.names.push(name),
            _ => reference.constant = false,
        }
        reference.indices.extend(index);
        Some(reference)
    }
}

/// A value that is written down, as text. None written is `true`.
fn constant(assign: &Json) -> Option<String> {
    let value = &assign["value"];
    if value.is_null() {
        return Some("true".into());
    }
    let literals = ["String", "RawString", "Number", "Bool", "Null"].map(|kind| &value[kind]);
    literals.into_iter().find(|literal| !literal.is_null()).map(|literal| literal["value"].to_string())
}

/// The text of a span.
fn slice<'a>(text: &'a str, span: &Json) -> Option<&'a str> {
    let bound = |key: &str| span[key].as_u64().and_then(|bound| usize::try_from(bound).ok());
    text.get(bound("start")?..bound("end")?)
}
