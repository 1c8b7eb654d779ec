//! A guard that listens, as far as it matters here.

use std::collections::BTreeSet;

use axum::body::{Body, BodyDataStream};
use futures::StreamExt as _;
use leasehold_domain::GrantId;
use leasehold_oauth_types::event::GrantEvent;

/// The stream of events of a guard.
pub(crate) struct Guard {
    body: BodyDataStream,
    /// What was read and is no line yet.
    rest: String,
}

impl Guard {
    pub(crate) async fn new(body: Body) -> Self {
        let mut guard = Self { body: body.into_data_stream(), rest: String::new() };
        while guard.line().await != ": connected" {}
        guard
    }

    /// Waits until it has heard of each of these grants.
    pub(crate) async fn hears(&mut self, grants: impl IntoIterator<Item = GrantId>) {
        let mut wanted: BTreeSet<String> = grants.into_iter().map(|id| id.to_string()).collect();
        while !wanted.is_empty() {
            let line = self.line().await;
            if let Some(data) = line.strip_prefix("data: ") {
                let event: GrantEvent = serde_json::from_str(data).unwrap();
                wanted.remove(event.grant());
            }
        }
    }

    async fn line(&mut self) -> String {
        loop {
            if let Some((line, rest)) = self.rest.split_once('\n') {
                let line = line.to_owned();
                self.rest = rest.to_owned();
                return line;
            }
            let more = self.body.next().await.unwrap().unwrap();
            self.rest.push_str(std::str::from_utf8(&more).unwrap());
        }
    }
}
