//! The vectors of the factors as a browser would run them, and the module of the PIN pages as it is shipped
//! against the server's end of the same code.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::tally::Tally;
use crate::{build, paths, run, stamp};

const PACKAGE: &str = "leasehold-factor-vectors";
const NAME: &str = "factor_vectors";

/// Compiles for the browser, binds for Node and runs there. The site was built before.
pub(crate) fn run() -> Result<Tally> {
    let module = build::compile_wasm(PACKAGE)?;
    let folder = paths::dist().join("run").join(NAME);
    build::bind(&module, NAME, build::For::Node, &folder)?;
    // Node takes a file for a module in the sense of JavaScript by this ending.
    let browser = folder.join("browser.mjs");
    stamp::copy(&build::FACTORS.script(), &browser)?;
    let mut node = run::program("node");
    node.arg(paths::root().join("crates/factor-vectors/run.mjs"));
    node.arg(folder.join(format!("{NAME}.js"))).arg(browser).arg(build::FACTORS.module());
    let output = run::capture(node).context("is Node.js installed?")?;
    counts(&serde_json::from_str(&output).context("not a report")?)
}

/// `{"passed": 3, "failures": ["name: why"]}`
fn counts(report: &Value) -> Result<Tally> {
    let passed = report["passed"].as_u64().and_then(|count| usize::try_from(count).ok());
    let passed = passed.context("a report without counts")?;
    let failures = report["failures"].as_array().context("a report without failures")?;
    for failure in failures {
        eprintln!("✗ {failure}");
    }
    ensure!(passed + failures.len() > 0, "no vector ran");
    Ok(Tally::new(passed, failures.len()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Tally, counts};

    #[test]
    fn failures_count_and_silence_is_no_success() {
        assert_eq!(counts(&json!({"passed": 3, "failures": ["a: b"]})).unwrap(), Tally::new(3, 1));
        assert!(counts(&json!({"passed": 0, "failures": []})).is_err());
        assert!(counts(&json!({})).is_err());
    }
}
