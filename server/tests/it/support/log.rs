use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

use leasehold_server::config::LogSettings;
use leasehold_server::telemetry::subscriber;
use tracing_subscriber::util::SubscriberInitExt as _;

thread_local! {
    static LINES: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// What the log says at the most that a filter can ask for, on the thread of one test: everything but the
/// database runs there.
#[derive(Debug)]
pub(crate) struct Log(());

impl Log {
    /// Listens from here on. One log serves all tests, since what a thread without one of its own sees first
    /// would stay unheard for the others.
    pub(crate) fn start() -> Self {
        static GLOBAL: Once = Once::new();
        GLOBAL.call_once(|| {
            let filter = "trace,hyper::proto=trace,sqlx::query=trace".into();
            let settings = LogSettings { filter, ..LogSettings::default() };
            subscriber(&settings, || Lines).unwrap().init();
        });
        LINES.set(Some(Vec::new()));
        Self(())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(LINES.with_borrow(|lines| lines.clone().unwrap())).unwrap()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        LINES.set(None);
    }
}

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.iter_mut().for_each(|lines| lines.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
