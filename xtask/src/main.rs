//! Tasks of the workspace. `cargo xtask` without a command lists them.
//!
//! One file or folder per command; what they share is in [`paths`], [`run`], [`stamp`] and [`npm`].

mod bench;
mod build;
mod check_deps;
mod check_sizes;
mod demo;
mod geoip;
mod npm;
mod paths;
mod run;
mod screenshots;
mod stamp;
mod test;
mod traces;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  build [--demo | --release]  the site into dist/site; with a flag also the server binary
  demo                        builds everything, then serves the demo on port 8080
  test                        everything that CI runs; ends with `N passed, N failed`
  geoip                       the default address database into data/geo
  bench guard                 what a guard adds whose answer is kept
  bench policy                how long a decision takes
  bench replay                how long it takes to replay 50,000 decisions
  bench signals               how long 1,000 signals take with 100,000 live grants, on both databases
  bench withdrawal            how long one signal takes with 10,000, until a guard has heard of it
  check-deps                  the rules of docs/architecture.md about who may depend on whom
  check-sizes                 no file over 600 lines
  traces                      a year of people and attacks under the policy; its figures into docs/livability.md
  screenshots                 every page, narrow and wide, light and dark, into dist/screenshots
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[&str]) -> Result<ExitCode> {
    match arguments {
        ["build"] => build::site()?,
        ["build", "--demo"] => build::site().and_then(|()| build::server(build::Server::Demo).map(drop))?,
        ["build", "--release"] => {
            build::site().and_then(|()| build::server(build::Server::Release).map(drop))?
        }
        ["demo", rest @ ..] => demo::run(rest)?,
        ["test"] => return test::run(),
        ["bench", "guard"] => bench::guard()?,
        ["bench", "policy"] => bench::policy()?,
        ["bench", "replay"] => bench::replay()?,
        ["bench", which @ ("signals" | "withdrawal")] => bench::signals(which)?,
        ["geoip"] => geoip::install().map(drop)?,
        ["check-deps"] => check_deps::run()?,
        ["check-sizes"] => check_sizes::run()?,
        ["traces"] => traces::run()?,
        ["screenshots"] => screenshots::run()?,
        [] | ["help" | "--help" | "-h"] => print!("{USAGE}"),
        _ => bail!("unknown command\n\n{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}
