//! Challenges: used once, within five minutes, by the session they were given to.

use std::sync::Arc;

use chrono::Duration;
use leasehold_domain::clock::at_millis;
use leasehold_domain::sealed::{MasterKey, Sealer};
use leasehold_domain::{Clock, Entropy, HashedToken, Time};
use leasehold_factors::device_key::Challenge;
use leasehold_storage::{BffStorage, LoginRecord};

use crate::BffError;

const LIFETIME: Duration = Duration::minutes(5);

/// The challenges of one app.
#[derive(Debug)]
pub(crate) struct Challenges {
    pub(crate) app: Arc<str>,
    pub(crate) storage: Arc<dyn BffStorage>,
    pub(crate) sealer: Sealer,
    pub(crate) master_key: MasterKey,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

/// A challenge, and when it was given, to the millisecond as browsers read it.
pub(crate) struct Issued {
    pub(crate) challenge: Challenge,
    pub(crate) at: Time,
}

impl Challenges {
    /// Gives one to a session, for one purpose.
    pub(crate) async fn issue(&self, family: &str, purpose: &'static str) -> Result<Issued, BffError> {
        let challenge = Challenge::issue(&*self.entropy);
        let at = at_millis(self.clock.now().timestamp_millis());
        let state = challenge.hashed();
        let plain = at.timestamp_millis().to_be_bytes();
        let record = LoginRecord {
            state,
            browser: self.bound_to(family, purpose),
            app: self.app.to_string(),
            sealed: self.sealer.seal(&plain, &self.place(state), &*self.entropy),
            expires_at: at + LIFETIME,
        };
        self.storage.add_login(&record).await?;
        Ok(Issued { challenge, at })
    }

    /// Takes one out, once.
    pub(crate) async fn take(
        &self,
        text: &str,
        family: &str,
        purpose: &'static str,
    ) -> Result<Option<Issued>, BffError> {
        let Ok(challenge) = text.parse::<Challenge>() else { return Ok(None) };
        let state = challenge.hashed();
        let bound = self.bound_to(family, purpose);
        let Some(record) = self.storage.take_login(state, bound, self.clock.now()).await? else {
            return Ok(None);
        };
        let plain = self.sealer.open(&record.sealed, &self.place(state)).map_err(|_| BffError::Unreadable)?;
        let millis = plain.as_slice().try_into().map_err(|_| BffError::Unreadable)?;
        Ok(Some(Issued { challenge, at: at_millis(i64::from_be_bytes(millis)) }))
    }

    /// The session and the purpose, as a hash that tells nobody which session it is.
    pub(crate) fn bound_to(&self, family: &str, purpose: &'static str) -> HashedToken {
        let text = format!("{}\n{family}\n{purpose}", self.app);
        HashedToken::from_bytes(self.master_key.keyed_hash("bff-challenge", text.as_bytes()))
    }

    fn place(&self, state: HashedToken) -> String {
        format!("{} {}", self.app, state.to_base64url())
    }
}
