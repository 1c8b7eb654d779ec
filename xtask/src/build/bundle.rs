//! From the compiler's module to what the browser loads: bindings, then optimisation.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{binding, wasm};
use crate::{npm, paths, run, stamp};

/// WebAssembly that rustc emits and every current browser reads.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A script and its module, `pkg/NAME.js` and `pkg/NAME_bg.wasm`.
pub(crate) struct Bundle {
    pub(crate) name: &'static str,
    package: &'static str,
    /// For script and module together, compressed, in bytes.
    limit: usize,
}

/// What every page loads. Without a name of its own, Leptos asks for this one.
const PAGES: Bundle = Bundle { name: "leasehold", package: "leasehold-frontend", limit: 150_000 };

/// What the PIN pages load when they need it.
pub(crate) const FACTORS: Bundle =
    Bundle { name: "leasehold_factors", package: "leasehold-frontend-factors", limit: 100_000 };

/// All bundles.
pub(crate) const BUNDLES: [Bundle; 2] = [PAGES, FACTORS];

impl Bundle {
    /// Compiles, binds and optimises. Each bundle is compiled for itself: together, one would get the
    /// features that the other asks of their common dependencies.
    pub(crate) fn make(&self) -> Result<()> {
        let module = wasm::compile(self.package)?;
        npm::install(&paths::npm_tools())?;
        let inputs = stamp::Inputs::new("bundle 2").file(&module)?.file(&paths::root().join("Cargo.lock"))?;
        inputs.unless_done(&format!("bundle-{}", self.name), &self.module(), || {
            let bound = paths::dist().join("bindgen").join(self.name);
            binding::bind(&module, self.name, binding::For::Browser, &bound)?;
            self.optimise(&bound)?;
            copy_scripts(&bound, &paths::pkg())
        })
    }

    /// Compressed size of script and module, in bytes; an error if it is over the limit.
    pub(crate) fn check_size(&self) -> Result<usize> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        for file in [self.module(), self.script()] {
            encoder
                .write_all(&fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?)?;
        }
        let size = encoder.finish()?.len();
        ensure!(size < self.limit, "{} is {size} bytes compressed; the limit is {}", self.name, self.limit);
        Ok(size)
    }

    /// Where [`Self::make`] leaves the script.
    pub(crate) fn script(&self) -> PathBuf {
        paths::pkg().join(format!("{}.js", self.name))
    }

    /// Where [`Self::make`] leaves the module.
    pub(crate) fn module(&self) -> PathBuf {
        paths::pkg().join(format!("{}_bg.wasm", self.name))
    }

    fn optimise(&self, bound: &Path) -> Result<()> {
        run::step(&format!("optimisation of {}", self.name));
        fs::create_dir_all(paths::pkg())?;
        let mut wasm_opt = run::program(paths::npm_tools().join("node_modules/.bin/wasm-opt"));
        // `--all-features` would let it write proposals that browsers do not read yet.
        wasm_opt.args(FEATURES).args(["-Oz", "-o"]).arg(self.module());
        wasm_opt.arg(bound.join(format!("{}_bg.wasm", self.name)));
        run::run(wasm_opt)
    }
}

/// Everything but the module: the script and, where crates bring some, their `snippets/`.
fn copy_scripts(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if path.is_dir() {
            copy_scripts(&path, &to.join(name))?;
        } else if path.extension().is_some_and(|extension| extension == "js") {
            stamp::copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}
