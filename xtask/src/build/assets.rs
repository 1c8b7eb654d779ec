//! Style sheets and static files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{paths, run, stamp};

/// `style/*.css`, in the order of their names, as one file.
pub(crate) fn style() -> Result<()> {
    run::step("style");
    let mut sheets = files(&paths::root().join("style"))?;
    sheets.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    let mut all = String::new();
    for sheet in sheets {
        all += &fs::read_to_string(&sheet).with_context(|| format!("cannot read {}", sheet.display()))?;
        all.push('\n');
    }
    stamp::write(&paths::pkg().join("leasehold.css"), without_comments(&all).as_bytes())
}

/// `public/`, as it is.
pub(crate) fn public() -> Result<()> {
    let public = paths::root().join("public");
    for file in files(&public)? {
        if let Ok(name) = file.strip_prefix(&public) {
            stamp::copy(&file, &paths::site().join(name))?;
        }
    }
    Ok(())
}

/// The files below a folder, sorted; none if there is no such folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Drops comments, indentation and empty lines; compression does the rest.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        kept += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept += rest;
    kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_and_indentation_go_and_rules_stay() {
        let css = "/* one\n two */\n.card {\n  color: red; /* three */\n}\n\n";
        assert_eq!(without_comments(css), ".card {\ncolor: red;\n}");
        assert_eq!(without_comments("a{} /* never closed"), "a{}");
    }
}
