//! The workspace's packages as `cargo metadata` tells them.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

const PREFIX: &str = "leasehold-";

/// One package of the workspace.
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) inherits_lints: bool,
    pub(crate) dependencies: Vec<Dependency>,
}

/// One line of its manifest.
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) ours: bool,
    pub(crate) kind: Kind,
    pub(crate) features: Vec<String>,
}

/// In which table it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `[dependencies]` or `[build-dependencies]`.
    Normal,
    /// `[dev-dependencies]`
    Development,
}

impl Package {
    pub(crate) fn short_name(&self) -> &str {
        short(&self.name)
    }
}

impl Dependency {
    pub(crate) fn short_name(&self) -> &str {
        short(&self.name)
    }
}

fn short(name: &str) -> &str {
    name.strip_prefix(PREFIX).unwrap_or(name)
}

pub(crate) fn packages(metadata: &Value) -> Result<Vec<Package>> {
    metadata["packages"].as_array().context("cargo metadata names no packages")?.iter().map(package).collect()
}

fn package(value: &Value) -> Result<Package> {
    let name = text(value, "name")?;
    let manifest = fs::read_to_string(text(value, "manifest_path")?)?;
    let dependencies = value["dependencies"].as_array().context("no dependencies")?;
    Ok(Package {
        name,
        // `cargo metadata` does not tell this.
        inherits_lints: manifest.contains("[lints]\nworkspace = true"),
        dependencies: dependencies.iter().map(dependency).collect::<Result<_>>()?,
    })
}

fn dependency(value: &Value) -> Result<Dependency> {
    let features = value["features"].as_array().into_iter().flatten();
    Ok(Dependency {
        name: text(value, "name")?,
        ours: value["path"].is_string(),
        kind: if value["kind"] == "dev" { Kind::Development } else { Kind::Normal },
        features: features.filter_map(Value::as_str).map(str::to_owned).collect(),
    })
}

fn text(value: &Value, key: &str) -> Result<String> {
    value[key].as_str().map(str::to_owned).with_context(|| format!("cargo metadata has no {key}"))
}
