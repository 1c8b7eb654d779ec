use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use axum::Router;
use axum::extract::Request;
use bytes::Bytes;
use http::Response;
use http_body_util::BodyExt as _;
use leasehold_http_kit::Caller;

/// The binary under test.
pub(super) const BINARY: &str = env!("CARGO_BIN_EXE_leasehold");

/// A demo in a process of its own.
pub(super) struct Running {
    pub(super) child: Child,
    pub(super) port: u16,
    _output: BufReader<ChildStdout>,
}

impl Running {
    /// Starts a demo on free ports.
    pub(super) fn start(data: &Path) -> Self {
        Self::on(data, free_port(), free_port())
    }

    /// Starts a demo on these ports.
    pub(super) fn on(data: &Path, port: u16, bank_port: u16) -> Self {
        let mut child = Command::new(BINARY)
            .args(["demo", "--port", &port.to_string(), "--bank-port", &bank_port.to_string(), "--data-dir"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // The last line is printed when the listeners are open.
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let ready = output.by_ref().lines().any(|line| line.unwrap().starts_with("Ctrl-C"));
        assert!(ready, "the demo ended at once");
        Self { child, port, _output: output }
    }

    /// Reaches it over a socket, as a router.
    pub(super) fn router(&self) -> Router {
        over_socket(self.port)
    }

    /// Origin of one of its hosts.
    pub(super) fn origin(&self, host: &str) -> String {
        format!("http://{host}:{}", self.port)
    }
}

/// What listens on a port of this machine, as a router.
pub(super) fn over_socket(port: u16) -> Router {
    Router::new().fallback(move |request: Request| async move {
        let (mut parts, body) = request.into_parts();
        let target = parts.uri.path_and_query().unwrap().as_str();
        parts.uri = format!("http://127.0.0.1:{port}{target}").parse().unwrap();
        let body: Bytes = body.collect().await.unwrap().to_bytes();
        // A new connection each time: the last one may have ended with the server.
        let caller = Caller::http().unwrap();
        let answer: Response<_> = caller.send(Request::from_parts(parts, body)).await.unwrap();
        answer
    })
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on at this moment.
pub(super) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}
