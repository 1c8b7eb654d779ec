//! `GET /admin/v1/events`: tells the log's page, the moment it is committed, that there is something new.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, Sse};
use futures::stream::Stream;
use http::HeaderMap;

use crate::AuthorizationServer;
use crate::account::ApiFailure;
use crate::account::watch::{Audience, watch};
use crate::admin::AdminCaller;

/// Events of everyone, for as long as the session lives and its person is an administrator.
pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    AdminCaller { user, session }: AdminCaller,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiFailure> {
    watch(server, Audience::Admin(user.id), session.id, &headers).await
}
