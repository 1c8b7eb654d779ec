//! A stream of events for the pages of somebody who is signed in.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, Sse};
use futures::stream::{Stream, unfold};
use http::HeaderMap;
use leasehold_domain::user::Role;
use leasehold_domain::{SessionId, UserId};
use leasehold_storage::{StorageError, StoredEvent};
use tokio::sync::broadcast::Receiver;
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::AuthorizationServer;
use crate::account::ApiFailure;
use crate::endpoints::events::message;

/// How often a quiet stream shows that it lives, and how long it can outlive a session that just lapsed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How many missed events are looked through for a page that comes back.
const BACKLOG: u32 = 1000;

/// Who listens, and to what.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Audience {
    /// A person, to what concerns them.
    Person(UserId),
    /// An administrator, to everything.
    Admin(UserId),
}

impl Audience {
    /// Whether something that concerns this person is for it.
    fn wants(self, concerned: UserId) -> bool {
        match self {
            Self::Person(user) => concerned == user,
            Self::Admin(_) => true,
        }
    }
}

/// Streams what the audience wants to hear, for as long as the session that listens lives.
pub(crate) async fn watch(
    server: AuthorizationServer,
    audience: Audience,
    session: SessionId,
    headers: &HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>> + use<>>, ApiFailure> {
    // Listening begins before looking back, so that nothing falls between the two.
    let events = server.events.subscribe();
    let told = server.events.subscribe_told();
    let missed = missed(&server, audience, headers).await?;
    let last = missed.back().map_or(0, |event| event.seq);
    let mut heartbeat = interval(HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let over = false;
    let watch = Watch { server, audience, session, missed, last, events, told, heartbeat, over };
    Ok(Sse::new(unfold(watch, |mut watch| async move {
        let event = watch.next().await?;
        Some((Ok(event), watch))
    })))
}

/// What a reconnecting page has not heard (`Last-Event-ID` of the HTML Standard).
async fn missed(
    server: &AuthorizationServer,
    audience: Audience,
    headers: &HeaderMap,
) -> Result<VecDeque<StoredEvent>, StorageError> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    let Some(last) = last else { return Ok(VecDeque::new()) };
    let mut tx = server.storage.read().await?;
    let events = tx.events_after(last, BACKLOG).await?;
    Ok(events.into_iter().filter(|event| audience.wants(event.user)).collect())
}

struct Watch {
    server: AuthorizationServer,
    audience: Audience,
    session: SessionId,
    missed: VecDeque<StoredEvent>,
    /// Number of the last event that was looked back at.
    last: i64,
    events: Receiver<StoredEvent>,
    /// Who has a new notice.
    told: Receiver<UserId>,
    heartbeat: Interval,
    over: bool,
}

impl Watch {
    /// The next event or heartbeat; `None` once the session is over or the listener lags too far behind.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.over {
                return None;
            }
            if let Some(event) = self.missed.pop_front().and_then(|event| message(&event)) {
                return Some(event);
            }
            tokio::select! {
                event = self.events.recv() => {
                    let event = event.ok()?;
                    if self.audience.wants(event.user) && event.seq > self.last {
                        // The event that ends the session is still told: the page then knows why.
                        self.over = !self.is_signed_in().await;
                        return message(&event);
                    }
                }
                told = self.told.recv() => {
                    if self.audience.wants(told.ok()?) {
                        self.over = !self.is_signed_in().await;
                        return Some(Event::default().event("notice").data("changed"));
                    }
                }
                _ = self.heartbeat.tick() => {
                    // The first one comes at once and says that the page is connected.
                    return self.is_signed_in().await.then(|| Event::default().comment("connected"));
                }
            }
        }
    }

    /// Whether the session that listens still lives, and still may; not knowing counts as no.
    async fn is_signed_in(&self) -> bool {
        let known: Result<bool, StorageError> = async {
            let mut tx = self.server.storage.read().await?;
            let session = tx.session(self.session).await?;
            let lives = session.is_some_and(|session| session.is_live(self.server.now()));
            Ok(lives
                && match self.audience {
                    Audience::Person(_) => true,
                    Audience::Admin(user) => {
                        tx.user(user).await?.is_some_and(|user| user.role >= Role::Admin)
                    }
                })
        }
        .await;
        known.unwrap_or(false)
    }
}
