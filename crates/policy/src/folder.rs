//! A policy of one's own: a folder that stands beside what ships.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fmt, fs, io};

use serde_json::{Map, Value};

use crate::{PolicyError, PolicyModule, PolicySources};

/// Where modules of one's own may speak: for scopes, and for the risk.
const PACKAGES: [&str; 2] = ["leasehold.rules.", "leasehold.raises."];

impl PolicySources {
    /// These sources with what stands in a folder: `rules/*.rego` beside the modules, `data.json` over the data and
    /// `reasons/*.json` over the sentences. Objects are merged member by member, everything else takes the place of
    /// what was there.
    ///
    /// Own modules are rules of their own. They neither replace a rule that is there nor add to it: those are
    /// tuned by data, and only by settings they have.
    ///
    /// # Errors
    ///
    /// [`PolicyError::Data`] if there is nothing in the folder or it cannot be read, a module has another package
    /// than an own one may have, or the data do not fit those that are there.
    pub fn with_folder(self, folder: &Path) -> Result<Self, PolicyError> {
        let own = Own {
            modules: files(&folder.join("rules"), "rego")?,
            data: text(&folder.join("data.json"))?,
            reasons: files(&folder.join("reasons"), "json")?,
        };
        if own.modules.is_empty() && own.data.is_none() && own.reasons.is_empty() {
            return Err(refuse(&folder.display(), "no rules/*.rego, data.json or reasons/*.json"));
        }
        self.with(own)
    }

    pub(crate) fn with(mut self, own: Own) -> Result<Self, PolicyError> {
        let there: BTreeSet<String> =
            self.modules.iter().filter_map(|module| package(&module.text)).map(str::to_owned).collect();
        for (file, text) in own.modules {
            // The same on every node, wherever its folder is: it is part of the version.
            let name = format!("own/{file}");
            let package = package(&text).filter(|package| {
                PACKAGES.iter().any(|prefix| package.strip_prefix(prefix).is_some_and(is_code))
            });
            match package {
                Some(package) if !there.contains(package) => {
                    self.modules.push(PolicyModule { name, text });
                }
                Some(_) => return Err(refuse(&name, "this rule is there already, and is tuned by data")),
                None => return Err(refuse(&name, "must begin with `package leasehold.rules.<code>`")),
            }
        }
        if let Some(data) = own.data {
            self.data = tuned(&self.data, &data).map_err(|detail| refuse(&"data.json", &detail))?;
        }
        for (file, text) in own.reasons {
            let locale = file.trim_end_matches(".json").to_owned();
            let sentences = self.reasons.entry(locale).or_insert_with(|| "{}".into());
            *sentences = merged(sentences, &text).map_err(|detail| refuse(&file, &detail))?;
        }
        Ok(self)
    }
}

/// What stands in a folder; files with their names.
#[derive(Debug, Default)]
pub(crate) struct Own {
    pub(crate) modules: Vec<(String, String)>,
    pub(crate) data: Option<String>,
    pub(crate) reasons: Vec<(String, String)>,
}

/// What the first line of code of a module says its package is.
fn package(text: &str) -> Option<&str> {
    let code = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    code?.strip_prefix("package ").map(str::trim)
}

fn is_code(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Files with that ending, by name; none where there is no such folder.
fn files(folder: &Path, ending: &str) -> Result<Vec<(String, String)>, PolicyError> {
    let unreadable = |error: io::Error| refuse(&folder.display(), &error.to_string());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == ending) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, text(&path)?.ok_or_else(|| refuse(&path.display(), "is gone"))?));
        }
    }
    files.sort();
    Ok(files)
}

fn text(path: &Path) -> Result<Option<String>, PolicyError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(refuse(&path.display(), &error.to_string())),
    }
}

/// Data with more data over them. A setting that nobody reads, or one of another type, would be taken for none, and
/// the rule would be silent.
fn tuned(data: &str, over: &str) -> Result<String, String> {
    let (data, over) = (object(data)?, object(over)?);
    for (part, own) in &over {
        match (data.get(part), own) {
            (Some(Value::Object(rules)), Value::Object(own)) if part == "settings" => own
                .iter()
                .filter_map(|(rule, own)| Some((rule, rules.get(rule)?, own)))
                .try_for_each(|(rule, there, own)| fits(rule, there, own))?,
            (Some(there), own) => fits(part, there, own)?,
            (None, _) => return Err(format!("{part}: there is no such setting")),
        }
    }
    Ok(merge(Value::Object(data), Value::Object(over)).to_string())
}

fn fits(name: &str, there: &Value, own: &Value) -> Result<(), String> {
    // Which scopes a rule concerns is a word or a list of names.
    let selects = name.ends_with("scopes") && matches!(own, Value::String(_) | Value::Array(_));
    match (there, own) {
        (Value::Object(there), Value::Object(own)) => own.iter().try_for_each(|(key, own)| {
            let name = format!("{name}.{key}");
            match there.get(key) {
                Some(there) => fits(&name, there, own),
                // What ships empty is to be filled.
                None if there.is_empty() => Ok(()),
                None => Err(format!("{name}: there is no such setting")),
            }
        }),
        _ if selects || std::mem::discriminant(there) == std::mem::discriminant(own) => Ok(()),
        _ => Err(format!("{name}: has another type than what ships")),
    }
}

fn merged(text: &str, over: &str) -> Result<String, String> {
    Ok(merge(Value::Object(object(text)?), Value::Object(object(over)?)).to_string())
}

fn object(text: &str) -> Result<Map<String, Value>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn merge(there: Value, over: Value) -> Value {
    match (there, over) {
        (Value::Object(mut there), Value::Object(over)) => {
            for (key, over) in over {
                let merged = match there.remove(&key) {
                    Some(there) => merge(there, over),
                    None => over,
                };
                there.insert(key, merged);
            }
            Value::Object(there)
        }
        (_, over) => over,
    }
}

fn refuse(file: &dyn fmt::Display, detail: &str) -> PolicyError {
    PolicyError::Data(format!("{file}: {detail}"))
}
