//! Servers for the stories, and the runner.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::chromium;
use super::tally::Tally;
use crate::{npm, paths, run, stamp};

/// Installs the browser and the runner where they are missing.
pub(crate) fn prepare() -> Result<()> {
    chromium::ensure()?;
    npm::install(&paths::end2end())
}

/// A server with a database of its own, ended when dropped.
pub(crate) struct Server {
    child: Child,
    /// Addresses, and in the demo people, as the server wrote them.
    description: PathBuf,
}

impl Server {
    /// A demo on an empty database and free ports.
    pub(crate) fn demo(binary: &Path, geoip: &Path, name: &str, more: &[&str]) -> Result<Self> {
        let folder = fresh_folder(name)?;
        let data = folder.join("data");
        let (port, bank_port) = (free_port()?, free_port()?);
        let mut command = run::program(binary);
        command.arg("demo").arg("--data-dir").arg(&data);
        command.arg("--site").arg(paths::site()).arg("--geoip").arg(geoip);
        command.args(["--port", &port.to_string(), "--bank-port", &bank_port.to_string()]).args(more);
        let description = data.join("demo.json");
        // The demo writes it last, when its listeners are open.
        let ready = description.clone();
        Self::start(command, &folder, description, move || ready.exists())
    }

    /// The plain build on an empty database, with a link for the first administrator.
    pub(crate) fn plain(binary: &Path, geoip: &Path) -> Result<Self> {
        let folder = fresh_folder("plain")?;
        let port = free_port()?;
        let (config, link) = (folder.join("leasehold.toml"), folder.join("link"));
        stamp::write(&config, plain_config(port, &folder.join("data"), geoip).as_bytes())?;
        let mut setup_link = run::program(binary);
        setup_link.arg("--config").arg(&config).args(["setup-link", "--file"]).arg(&link);
        run::run(setup_link)?;
        let mut command = run::program(binary);
        command.arg("--config").arg(&config).arg("serve");
        let description = folder.join("plain.json");
        let described = json!({
            "issuer": format!("http://localhost:{port}"),
            "account": format!("http://app.localhost:{port}"),
            "admin": format!("http://admin.localhost:{port}"),
            "setup_link": fs::read_to_string(&link)?.trim(),
        });
        stamp::write(&description, described.to_string().as_bytes())?;
        Self::start(command, &folder, description, move || TcpStream::connect(("127.0.0.1", port)).is_ok())
    }

    fn start(
        mut command: Command,
        folder: &Path,
        description: PathBuf,
        ready: impl Fn() -> bool,
    ) -> Result<Self> {
        let log = File::create(folder.join("server.log"))?;
        command.stdout(log.try_clone()?).stderr(log);
        let child = command.spawn().with_context(|| format!("cannot start {:?}", command.get_program()))?;
        let mut server = Self { child, description };
        server.wait_until(ready).with_context(|| format!("see {}", folder.join("server.log").display()))?;
        Ok(server)
    }

    #[expect(clippy::disallowed_methods, reason = "waits for another process")]
    fn wait_until(&mut self, ready: impl Fn() -> bool) -> Result<()> {
        for _ in 0..300 {
            if ready() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended at once ({status})");
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("the server was not ready within 30 s")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn plain_config(port: u16, data: &Path, geoip: &Path) -> String {
    let site = paths::site();
    format!(
        "issuer = \"http://localhost:{port}\"\n\
         [http]\nlisten = \"127.0.0.1:{port}\"\n\
         [data]\ndir = {data:?}\n\
         [site]\ndir = {site:?}\n\
         [apps]\naccount = \"http://app.localhost:{port}\"\nadmin = \"http://admin.localhost:{port}\"\n\
         [geo]\ndatabase = {geoip:?}\n\
         [[geo.networks]]\nnetwork = \"127.0.0.0/8\"\ncountry = \"NL\"\n"
    )
}

/// Lets the browser play the stories whose path matches one of `stories`.
pub(crate) fn play(server: &Server, stories: &[&str], environment: &[(&str, PathBuf)]) -> Result<Tally> {
    let report = server.description.with_file_name("report.json");
    let mut playwright = run::program(paths::end2end().join("node_modules/.bin/playwright"));
    playwright
        .current_dir(paths::end2end())
        .arg("test")
        .args(stories)
        .env("LEASEHOLD_DEMO_JSON", &server.description)
        .env("LEASEHOLD_REPORT", &report)
        .envs(environment.iter().map(|(name, value)| (name, value)));
    let status = playwright.status().context("cannot start the runner of the stories")?;
    let tally = counts(&fs::read_to_string(&report).context("the runner wrote no report")?)?;
    ensure!(status.success() || tally.failed > 0, "the runner of the stories failed ({status})");
    ensure!(tally.passed + tally.failed > 0, "no story ran");
    Ok(tally)
}

/// The counts of the runner's JSON report. A story that passes at the second attempt has failed.
fn counts(report: &str) -> Result<Tally> {
    let stats = &serde_json::from_str::<Value>(report)?["stats"];
    let count =
        |name| stats[name].as_u64().and_then(|n| usize::try_from(n).ok()).context("a report without counts");
    Ok(Tally::new(count("expected")?, count("unexpected")? + count("flaky")?))
}

fn fresh_folder(name: &str) -> Result<PathBuf> {
    let folder = paths::dist().join("run").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A port nobody listens on; the system does not give it to the next who asks either.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::{Tally, counts};

    #[test]
    fn flaky_is_failed_and_skipped_counts_nothing() {
        let report = r#"{"stats":{"expected":7,"unexpected":1,"flaky":2,"skipped":4}}"#;
        assert_eq!(counts(report).unwrap(), Tally::new(7, 3));
        assert!(counts("{}").is_err());
    }
}
