//! `GET /events`: tells a resource server, the moment it is committed, that a grant of its audience changed.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{Stream, StreamExt as _};
use http::HeaderMap;
use http::header::AUTHORIZATION;
use leasehold_http_kit::OAuthErrorResponse;
use leasehold_oauth_types::OAuthErrorCode;
use leasehold_storage::StoredEvent;
use tokio_stream::wrappers::BroadcastStream;

use crate::AuthorizationServer;
use crate::client_auth::resource_server;
use crate::failure::Failure;

/// Authenticated by a client assertion as bearer token: a stream has no body to carry it.
pub(crate) async fn get(
    State(server): State<AuthorizationServer>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let assertion = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(|| {
            let error =
                OAuthErrorResponse::new(OAuthErrorCode::InvalidClient, "a client assertion is needed");
            Failure::from(error.with_challenge("Bearer realm=\"leasehold\""))
        })?;
    let caller = resource_server(&server, assertion).await?;
    Ok(stream(&server, Box::new(move |event| event.audience == caller.audience)))
}

/// Events that pass a test. The stream ends when the listener has lagged behind: it then reconnects and
/// forgets what it had cached.
pub(crate) fn stream(
    server: &AuthorizationServer,
    wanted: Box<dyn Fn(&StoredEvent) -> bool + Send>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let events = BroadcastStream::new(server.events.subscribe())
        .take_while(|item| futures::future::ready(item.is_ok()))
        .filter_map(move |item| futures::future::ready(item.ok().filter(&wanted)))
        .filter_map(|stored| futures::future::ready(message(&stored).map(Ok)));
    // The first comment tells the listener that it is connected.
    let hello = futures::stream::once(futures::future::ready(Ok(Event::default().comment("connected"))));
    Sse::new(hello.chain(events)).keep_alive(KeepAlive::default())
}

/// An event as it stands in a stream.
pub(crate) fn message(stored: &StoredEvent) -> Option<Event> {
    Event::default().event("grant").id(stored.seq.to_string()).json_data(&stored.event).ok()
}
