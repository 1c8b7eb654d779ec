//! `cargo xtask build`: the static files of the site, and the server.

mod assets;
mod binding;
mod bundle;
mod wasm;

use std::path::PathBuf;

use anyhow::Result;

use crate::{paths, run};

pub(crate) use binding::{For, bind};
pub(crate) use bundle::{BUNDLES, FACTORS};
pub(crate) use wasm::{TARGET as WASM_TARGET, compile as compile_wasm, ensure_target as ensure_wasm_target};

/// Everything the server serves as files, into `dist/site`.
pub(crate) fn site() -> Result<()> {
    for bundle in &BUNDLES {
        bundle.make()?;
    }
    assets::style()?;
    assets::public()
}

/// Which server binary.
#[derive(Clone, Copy)]
pub(crate) enum Server {
    /// With the demo, quick to build.
    Demo,
    /// As it is operated.
    Release,
}

/// Builds the server; gives the path of the binary.
pub(crate) fn server(server: Server) -> Result<PathBuf> {
    let (arguments, folder): (&[&str], _) = match server {
        // Chosen as the tests choose, by workspace and not by package: the features of dependencies are then the
        // same, and neither builds again what the other has built.
        Server::Demo => (&["--bin", "leasehold", "--features", "leasehold-server/demo"], "debug"),
        Server::Release => (&["--package", "leasehold-server", "--release"], "release"),
    };
    run::step("server");
    let mut cargo = run::cargo(["build"]);
    cargo.args(arguments);
    run::run(cargo)?;
    Ok(paths::target()?.join(folder).join("leasehold"))
}
