//! `cargo xtask check-sizes`: a file that has grown too long is two files.

use std::fs;

use anyhow::{Result, ensure};

use crate::{paths, run};

const LIMIT: usize = 600;
const KINDS: [&str; 5] = [".rs", ".ts", ".css", ".rego", ".sql"];

/// Fails if a source file is over the limit; prints the median.
pub(crate) fn run() -> Result<()> {
    let mut sizes = sizes()?;
    let long: Vec<String> = sizes
        .iter()
        .filter(|(lines, _)| *lines > LIMIT)
        .map(|(lines, path)| format!("{path}: {lines}"))
        .collect();
    ensure!(long.is_empty(), "files over {LIMIT} lines:\n{}", long.join("\n"));
    sizes.retain(|(_, path)| path.ends_with(".rs"));
    sizes.sort();
    let median = sizes.get(sizes.len() / 2).map_or(0, |(lines, _)| *lines);
    eprintln!("{} Rust files, median {median} lines", sizes.len());
    Ok(())
}

/// Lines and path of every source file that Git knows or would add.
fn sizes() -> Result<Vec<(usize, String)>> {
    let mut git = run::program("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let mut sizes = Vec::new();
    for path in run::capture(git)?.lines().filter(|path| KINDS.iter().any(|kind| path.ends_with(kind))) {
        // A file may be deleted in the work tree and still be in the index.
        if let Ok(text) = fs::read_to_string(paths::root().join(path)) {
            sizes.push((text.lines().count(), path.to_owned()));
        }
    }
    Ok(sizes)
}
