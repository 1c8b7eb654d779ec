//! The real program, in a process of its own that can be killed.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::Router;
use leasehold_server::config::Settings;
use leasehold_server::demo::DemoOptions;
use leasehold_server::keys::KeyFolder;
use leasehold_test_kit::Browser;

use crate::over_http::over_http;
use crate::scratch::Scratch;

/// How long a start may take: a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often the program is asked whether it is there.
const POLL: Duration = Duration::from_millis(25);

/// A demo on ports of its own.
pub(crate) struct Demo {
    pub(crate) settings: Settings,
    pub(crate) keys: KeyFolder,
    /// Answers of the issuer and of all apps, by `Host`.
    pub(crate) product: Router,
    /// Answers of the bank's API.
    pub(crate) bank: Router,
    options: DemoOptions,
    process: Child,
    scratch: Scratch,
}

impl Demo {
    pub(crate) async fn start() -> Self {
        let scratch = Scratch::new();
        let (port, bank_port) = free_ports();
        let (data_dir, site) = (scratch.path().join("data"), scratch.path().join("site"));
        let options = DemoOptions { data_dir, site, geoip: None, port, bank_port, one_site: false };
        let settings = options.settings().unwrap();
        let process = spawn(&options, &scratch);
        let product = over_http(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        let bank = over_http(options.bank_address());
        let keys = KeyFolder::open(settings.data.keys()).unwrap();
        let mut demo = Self { settings, keys, product, bank, options, process, scratch };
        demo.answers().await;
        demo
    }

    /// SIGKILL: no handler runs, nothing is flushed. Then the program is started again on what is left.
    pub(crate) async fn kill_and_restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.process = spawn(&self.options, &self.scratch);
        self.answers().await;
    }

    /// Origin of a host.
    pub(crate) fn origin(&self, name: &str) -> String {
        let dot = if name.is_empty() { "" } else { "." };
        format!("http://{name}{dot}localhost:{}", self.options.port)
    }

    /// Authority of the bank's API.
    pub(crate) fn bank_host(&self) -> String {
        self.options.bank_address().to_string()
    }

    /// A browser on this machine, which the demo takes to be in the Netherlands.
    pub(crate) fn browser(&self) -> Browser {
        let mut browser = Browser::new(self.product.clone());
        browser.address = Ipv4Addr::LOCALHOST.into();
        browser
    }

    /// What the program wrote to its log, over all its lives.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.scratch.path().join("log")).unwrap()
    }

    /// Waits until both listeners serve.
    async fn answers(&mut self) {
        let health = format!("http://127.0.0.1:{}/health", self.options.port);
        let bank = format!("http://{}/accounts", self.options.bank_address());
        let host = format!("localhost:{}", self.options.port);
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        let mut poll = tokio::time::interval(POLL);
        let served = async {
            loop {
                poll.tick().await;
                let ended = self.process.try_wait().unwrap();
                assert!(ended.is_none(), "the program ended: {ended:?}");
                let health = http.get(&health).header("host", &host).send().await;
                let bank = http.get(&bank).send().await;
                if health.is_ok_and(|answer| answer.status().is_success()) && bank.is_ok() {
                    break;
                }
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, served).await;
        assert!(in_time.is_ok(), "the program does not answer: {}", self.log());
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn spawn(options: &DemoOptions, scratch: &Scratch) -> Child {
    let log = File::options().create(true).append(true).open(scratch.path().join("log")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_leasehold"))
        .arg("demo")
        .arg("--data-dir")
        .arg(&options.data_dir)
        .arg("--site")
        .arg(&options.site)
        .args(["--port", &options.port.to_string(), "--bank-port", &options.bank_port.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

/// Two ports that nobody listens on at this moment. They stay the same over restarts: the database belongs
/// to an issuer, and the issuer's name has the port in it.
fn free_ports() -> (u16, u16) {
    let open = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let (one, two) = (open(), open());
    (one.local_addr().unwrap().port(), two.local_addr().unwrap().port())
}
