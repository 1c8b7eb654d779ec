//! Cookie sessions: one per signed-in browser and app.

mod content;
mod live;
mod store;
mod view;

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::Duration;
use leasehold_domain::clock::at_seconds;
use leasehold_domain::sealed::MasterKey;
use leasehold_domain::{Clock, Entropy, HashedToken, PlainToken, TokenKind};
use leasehold_storage::BffStorage;
use tower_sessions::SessionStore as _;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store;

pub(crate) use content::{Content, Identity, TokenSet};
pub(crate) use live::LiveSessions;
pub use store::BffSessionStore;
pub(crate) use store::row;
pub use view::BffSession;

use crate::BffError;

/// A session is over that long after sign-in, however much it is used.
const ABSOLUTE: Duration = Duration::days(30);

/// Member of a record's data that holds the content.
const CONTENT: &str = "content";

/// The sessions of one app.
#[derive(Debug)]
pub(crate) struct Sessions {
    store: BffSessionStore,
    master_key: MasterKey,
    pub(crate) live: LiveSessions,
}

/// A session as it was read.
pub(crate) struct OpenSession {
    record: Record,
    pub(crate) content: Content,
}

impl OpenSession {
    pub(crate) fn id(&self) -> Id {
        self.record.id
    }
}

impl Sessions {
    pub(crate) fn new(
        app: &str,
        storage: Arc<dyn BffStorage>,
        master_key: &MasterKey,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let sealer = master_key.sealer("bff-session");
        let store = BffSessionStore { storage, sealer, app: app.into(), clock, entropy };
        Self { store, master_key: master_key.clone(), live: LiveSessions::default() }
    }

    /// A new session; gives the value of its cookie.
    pub(crate) async fn create(&self, identity: Identity, tokens: TokenSet) -> Result<PlainToken, BffError> {
        let cookie = self.new_cookie();
        let random: [u8; 32] = self.store.entropy.bytes();
        let content =
            Content { family: BASE64_URL_SAFE_NO_PAD.encode(random), identity, tokens, bound: None };
        let expiry_date = store::expiry(self.store.clock.now() + ABSOLUTE);
        let data = [(CONTENT.to_owned(), encode(&content)?)].into_iter().collect();
        let mut record = Record { id: id_of(&cookie), data, expiry_date };
        self.store.create(&mut record).await.map_err(failed)?;
        Ok(cookie)
    }

    /// The session of a cookie.
    pub(crate) async fn of_cookie(&self, cookie: &str) -> Result<Option<OpenSession>, BffError> {
        match PlainToken::parse(TokenKind::BffSession, cookie) {
            Ok(token) => self.open(id_of(&token)).await,
            Err(_) => Ok(None),
        }
    }

    /// The session of an id.
    pub(crate) async fn open(&self, id: Id) -> Result<Option<OpenSession>, BffError> {
        let record = match self.store.load(&id).await {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(None),
            // Sealed with another key, or moved: whoever holds the cookie is signed out, not stuck.
            Err(session_store::Error::Decode(_)) => {
                tracing::warn!("a stored session cannot be opened");
                return Ok(None);
            }
            Err(error) => return Err(failed(error)),
        };
        let content = record.data.get(CONTENT).cloned().ok_or(BffError::Unreadable)?;
        let content = serde_json::from_value(content).map_err(|_| BffError::Unreadable)?;
        Ok(Some(OpenSession { record, content }))
    }

    /// Keeps changed content; `false` if the session ended or changed since it was read.
    pub(crate) async fn save(&self, session: &mut OpenSession) -> Result<bool, BffError> {
        session.record.data.insert(CONTENT.to_owned(), encode(&session.content)?);
        match self.store.save(&session.record).await {
            Ok(()) => Ok(true),
            Err(error) if BffSessionStore::is_stale(&error) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// Keeps changed content under a new id; gives the new cookie, or `None` if the session ended or
    /// changed since it was read.
    pub(crate) async fn rotate(&self, session: &mut OpenSession) -> Result<Option<PlainToken>, BffError> {
        session.record.data.insert(CONTENT.to_owned(), encode(&session.content)?);
        let cookie = self.new_cookie();
        let id = id_of(&cookie);
        if !self.store.rename(&session.record, &id).await.map_err(failed)? {
            return Ok(None);
        }
        session.record.id = id;
        Ok(Some(cookie))
    }

    /// Ends a session, with its pending actions and open event streams.
    pub(crate) async fn end(&self, session: &OpenSession) -> Result<(), BffError> {
        self.store.delete(&session.record.id).await.map_err(failed)?;
        self.live.end(&session.content.family);
        Ok(())
    }

    /// What pages may know of it.
    pub(crate) fn view(&self, session: &OpenSession) -> BffSession {
        let csrf = self.keyed("bff-csrf", &session.content.family);
        let ends_at = at_seconds(session.record.expiry_date.unix_timestamp());
        BffSession::new(session.record.id, &session.content, BASE64_URL_SAFE_NO_PAD.encode(csrf), ends_at)
    }

    /// Whether a form's token is the one of the session, in constant time.
    pub(crate) fn verify_csrf(&self, session: &BffSession, given: &str) -> bool {
        let given =
            BASE64_URL_SAFE_NO_PAD.decode(given).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let expected = HashedToken::from_bytes(self.keyed("bff-csrf", &session.family));
        given.is_some_and(|given| HashedToken::from_bytes(given) == expected)
    }

    /// A name for the person that means nothing elsewhere (checklist BF-15).
    pub(crate) fn public_subject(&self, session: &BffSession) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.keyed("bff-public-subject", session.subject()))
    }

    fn keyed(&self, purpose: &'static str, text: &str) -> [u8; 32] {
        self.master_key.keyed_hash(purpose, format!("{}\n{text}", self.store.app).as_bytes())
    }

    fn new_cookie(&self) -> PlainToken {
        PlainToken::generate(TokenKind::BffSession, &*self.store.entropy)
    }
}

/// `tower-sessions` names sessions with 128 bits; the cookie has 256 random ones. The name is the front
/// half of the cookie's hash, so it gives nobody the cookie.
fn id_of(cookie: &PlainToken) -> Id {
    let hash = cookie.hashed();
    let front = hash.as_bytes().first_chunk().copied().unwrap_or_default();
    Id(i128::from_le_bytes(front))
}

fn encode(content: &Content) -> Result<serde_json::Value, BffError> {
    serde_json::to_value(content).map_err(|_| BffError::Unreadable)
}

/// The library flattens errors to text; ours is worth no more than that.
fn failed(error: session_store::Error) -> BffError {
    match error {
        session_store::Error::Backend(text) => {
            BffError::Storage(leasehold_storage::StorageError::driver("bff session", text))
        }
        session_store::Error::Encode(_) | session_store::Error::Decode(_) => BffError::Unreadable,
    }
}
