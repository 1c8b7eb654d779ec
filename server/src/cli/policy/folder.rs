//! A policy as files: `rules/*.rego`, `data.json`, `reasons/*.json`, `tests/*_test.rego`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use leasehold_policy::{PolicyModule, PolicySources};

/// Which folder.
#[derive(Debug, Args)]
// Flattened into what has the same name.
#[group(skip)]
pub(in crate::cli) struct Arguments {
    /// Folder with `rules`, `data.json`, `reasons` and `tests`.
    pub(super) dir: PathBuf,
}

/// Reads a policy. Names of modules are paths within the folder, so that the same files are the same version
/// wherever they lie.
pub(super) fn read(dir: &Path) -> anyhow::Result<PolicySources> {
    let data = dir.join("data.json");
    let reasons = files(dir, "reasons", ".json")?.into_iter().map(|module| {
        let locale = module.name.trim_start_matches("reasons/").trim_end_matches(".json").to_owned();
        (locale, module.text)
    });
    Ok(PolicySources {
        modules: files(dir, "rules", ".rego")?,
        data: fs::read_to_string(&data).with_context(|| data.display().to_string())?,
        reasons: reasons.collect(),
    })
}

/// Reads the tests of a policy.
pub(super) fn tests(dir: &Path) -> anyhow::Result<Vec<PolicyModule>> {
    files(dir, "tests", "_test.rego")
}

/// Writes a policy into a folder that has none yet.
pub(super) fn write(dir: &Path, sources: &PolicySources) -> anyhow::Result<()> {
    let mut all: BTreeMap<String, &str> =
        sources.modules.iter().map(|module| (module.name.clone(), module.text.as_str())).collect();
    all.extend(
        sources.reasons.iter().map(|(locale, text)| (format!("reasons/{locale}.json"), text.as_str())),
    );
    all.insert("data.json".to_owned(), &sources.data);
    for (name, text) in all {
        let relative = Path::new(&name);
        // Names come from a database.
        let plain = relative.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        anyhow::ensure!(plain, "{name} is no path within the folder");
        let path = dir.join(relative);
        anyhow::ensure!(!path.exists(), "{} is there already", path.display());
        fs::create_dir_all(path.parent().unwrap_or(dir))?;
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn files(dir: &Path, folder: &str, ending: &str) -> anyhow::Result<Vec<PolicyModule>> {
    let path = dir.join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(&path).with_context(|| path.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(ending) {
            let text =
                fs::read_to_string(entry.path()).with_context(|| entry.path().display().to_string())?;
            found.push(PolicyModule { name: format!("{folder}/{name}"), text });
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

#[cfg(test)]
mod tests_of_folder {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_policy_is_the_same_version_after_a_way_over_files() {
        let scratch = Scratch::new("policy-folder");
        let dir = scratch.path().join("policy");
        let shipped = PolicySources::shipped();
        write(&dir, &shipped).unwrap();
        assert_eq!(read(&dir).unwrap(), shipped);
        assert!(write(&dir, &shipped).is_err(), "nothing is written over");
        let mut outside = shipped;
        outside.modules[0].name = "../outside.rego".into();
        assert!(write(&scratch.path().join("other"), &outside).is_err());
    }
}
