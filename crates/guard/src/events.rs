//! The issuer's event stream (`GET /events`, server-sent events).
//!
//! Whatever was said while nobody listened is lost, so every connection begins by voiding all answers;
//! while there is none, the time to live bounds how long a withdrawn scope can still be served.

use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt as _;
use http::header::{ACCEPT, AUTHORIZATION};
use http::{Request, StatusCode};
use leasehold_http_kit::sse;
use leasehold_oauth_types::event::GrantEvent;

use crate::Guard;

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The issuer sends a comment at least every 15 s; three missed ones mean that the connection is dead.
const SILENCE: Duration = Duration::from_secs(45);

/// Follows until dropped.
pub(crate) async fn follow(guard: &Guard) {
    let mut pause = FIRST_PAUSE;
    loop {
        if listen(guard).await {
            pause = FIRST_PAUSE;
        }
        tracing::debug!(pause_ms = pause.as_millis(), "event stream is down; reconnecting");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// One connection, until it ends. Whether there was one.
async fn listen(guard: &Guard) -> bool {
    let Some(request) = request(guard) else { return false };
    let answer = match guard.config().caller.send(request).await {
        Ok(answer) if answer.status() == StatusCode::OK => answer,
        Ok(answer) => {
            tracing::warn!(status = answer.status().as_u16(), "the issuer refuses its event stream");
            return false;
        }
        Err(error) => {
            tracing::warn!(%error, "the issuer's event stream cannot be reached");
            return false;
        }
    };
    guard.cache().flush();
    let mut events = sse::events(answer.into_body());
    while let Ok(Some(Ok(event))) = tokio::time::timeout(SILENCE, events.next()).await {
        let Some(event) = event else { continue };
        match serde_json::from_str::<GrantEvent>(&event.data) {
            Ok(event) => guard.cache().raise(&event, guard.now_ms()),
            // An event of a kind that this version does not know may concern anything.
            Err(_) => guard.cache().flush(),
        }
    }
    true
}

fn request(guard: &Guard) -> Option<Request<Bytes>> {
    let config = guard.config();
    let assertion = config.assertions.sign()?;
    Request::get(format!("{}/events", config.issuer))
        .header(ACCEPT, "text/event-stream")
        .header(AUTHORIZATION, format!("Bearer {assertion}"))
        .body(Bytes::new())
        .ok()
}
