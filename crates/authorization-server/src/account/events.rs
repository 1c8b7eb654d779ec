//! `GET /account/v1/events`: tells a person's pages, the moment it is committed, that something of theirs
//! changed.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, Sse};
use futures::stream::Stream;
use http::HeaderMap;

use crate::AuthorizationServer;
use crate::account::watch::{Audience, watch};
use crate::account::{AccountCaller, ApiFailure};

/// Events of all the person's sessions, for as long as the one that listens lives.
pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiFailure> {
    watch(server, Audience::Person(caller.user.id), caller.session.id, &headers).await
}
