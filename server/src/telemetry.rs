//! The log. `docs/logging.md` lists what is in it and what never is.

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::config::{LogFormat, LogSettings};

/// Writes the log to the standard error stream from here on, so that what a command prints stays apart.
///
/// # Errors
///
/// When the filter is not readable, or a log was started before.
pub fn start(settings: &LogSettings) -> anyhow::Result<()> {
    subscriber(settings, std::io::stderr)?.try_init()?;
    Ok(())
}

/// The log as [`start`] starts it, written elsewhere.
///
/// # Errors
///
/// When the filter is not readable.
pub fn subscriber<W>(settings: &LogSettings, writer: W) -> anyhow::Result<impl Subscriber + Send + Sync>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&settings.filter)?;
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(writer);
    let lines = match settings.format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    Ok(tracing_subscriber::registry().with(filter).with(lines.with_filter(filter_fn(is_ours_or_a_warning))))
}

/// Libraries log what they send and receive when asked for enough, and queries, headers and bodies carry
/// codes and tokens. No setting asks them for more than warnings.
fn is_ours_or_a_warning(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("leasehold") || *metadata.level() <= Level::WARN
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);

    impl Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn no_filter_opens_the_libraries() {
        for filter in ["trace", "info,hyper=trace", "hyper::proto=trace,leasehold_http_kit=info"] {
            let buffer = Buffer::default();
            let (settings, writer) =
                (LogSettings { filter: filter.into(), format: LogFormat::Json }, buffer.clone());
            let log = subscriber(&settings, move || writer.clone()).unwrap();
            tracing::subscriber::with_default(log, || {
                tracing::trace!(target: "hyper::proto", "Cookie: secret");
                tracing::warn!(target: "hyper::proto", "a warning");
                tracing::info!(target: "leasehold_http_kit", "a request");
            });
            let text = String::from_utf8(buffer.0.lock().unwrap().clone()).unwrap();
            assert!(!text.contains("secret"), "{filter}: {text}");
            assert!(text.contains("a warning") && text.contains("a request"), "{filter}: {text}");
        }
    }
}
