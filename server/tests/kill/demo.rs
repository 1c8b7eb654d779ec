use std::net::Ipv4Addr;

use axum::Router;
use leasehold_server::demo::DemoOptions;
use leasehold_server::keys::KeyFolder;
use leasehold_test_kit::Browser;

use crate::running::{Running, free_port, over_socket};
use crate::scratch::Scratch;

/// The real program with its data, which outlive it.
pub(crate) struct Demo {
    /// Keys of all clients.
    pub(crate) keys: KeyFolder,
    /// Answers of the issuer and of all apps, by `Host`.
    pub(crate) product: Router,
    /// Answers of the bank's API.
    pub(crate) bank: Router,
    running: Running,
    options: DemoOptions,
    // Goes last: the process writes in it.
    _scratch: Scratch,
}

impl Demo {
    pub(crate) fn start() -> Self {
        let scratch = Scratch::new();
        let data_dir = scratch.path().join("data");
        // The same over restarts: the database belongs to an issuer, whose name has the port in it.
        let (port, bank_port) = (free_port(), free_port());
        let running = Running::on(&data_dir, port, bank_port);
        let options = DemoOptions { data_dir, port, bank_port, ..DemoOptions::default() };
        let keys = KeyFolder::open(options.settings().unwrap().data.keys()).unwrap();
        let (product, bank) = (running.router(), over_socket(bank_port));
        Self { keys, product, bank, running, options, _scratch: scratch }
    }

    /// SIGKILL: no handler runs, nothing is flushed. Then the program is started again on what is left.
    pub(crate) fn kill_and_restart(&mut self) {
        self.running.child.kill().unwrap();
        self.running.child.wait().unwrap();
        let DemoOptions { data_dir, port, bank_port, .. } = &self.options;
        self.running = Running::on(data_dir, *port, *bank_port);
    }

    /// Origin of a host.
    pub(crate) fn origin(&self, name: &str) -> String {
        let dot = if name.is_empty() { "" } else { "." };
        self.running.origin(&format!("{name}{dot}localhost"))
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

    /// Checks that none of these stands in the database, its write-ahead log or any other file, keys and
    /// people of the demo included.
    pub(crate) fn keeps_out_of_files(&self, secrets: &[&str]) {
        let mut folders = vec![self.options.data_dir.clone()];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                files += 1;
                let content = std::fs::read(&path).unwrap();
                for secret in secrets {
                    let found = content.windows(secret.len()).any(|window| window == secret.as_bytes());
                    assert!(!found, "{} is in {}", &secret[..4], path.display());
                }
            }
        }
        assert!(files > 3, "the search finds files");
    }
}
