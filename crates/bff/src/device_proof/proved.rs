//! Keeping a proof in the session.

use leasehold_domain::{PlainToken, TokenKind};
use tower_sessions::session::Id;

use super::{Bound, Dbsc, DeviceStanding};
use crate::{Bff, BffError};

/// What was proved.
pub(crate) enum Shown {
    /// A key of scripts, as it is stored.
    Key(String),
    /// A new binding by the browser itself.
    Registration(Box<Dbsc>),
    /// The binding that the session has.
    Dbsc,
}

/// What became of a proof.
pub(crate) enum Kept {
    /// It counts; the cookie goes with it.
    Proved(PlainToken),
    /// It is not the session's, or the session was changed meanwhile.
    Refused,
    SignedOut,
}

impl Bff {
    /// Notes a proof in the session. Its turn is that of renewals: whoever saves beside one loses its tokens.
    /// The first proof binds; a second way of proving is taken only from a browser that stands well already, or
    /// a thief would add their own.
    pub(crate) async fn keep_proof(
        &self,
        id: Id,
        family: &str,
        proof_cookie: Option<&str>,
        shown: Shown,
    ) -> Result<Kept, BffError> {
        let live = self.0.sessions.live.of(family);
        let _turn = live.renewal.lock().await;
        let Some(mut session) = self.0.sessions.open(id).await? else { return Ok(Kept::SignedOut) };
        let now = self.0.clock.now();
        let cookie = PlainToken::generate(TokenKind::BffProof, &*self.0.entropy);
        let mut bound = match session.content.bound.take() {
            None => Bound::first(&cookie, now),
            Some(bound) => {
                let fresh = matches!(bound.standing(proof_cookie, now), DeviceStanding::Fresh(_));
                let own = match &shown {
                    Shown::Key(key) => bound.key.as_ref().map_or(fresh, |own| own == key),
                    Shown::Registration(_) => bound.dbsc.is_none() && fresh,
                    Shown::Dbsc => bound.dbsc.is_some(),
                };
                if !own {
                    return Ok(Kept::Refused);
                }
                bound.again(&cookie, now)
            }
        };
        match shown {
            Shown::Key(key) => bound.key = Some(key),
            Shown::Registration(dbsc) => bound.dbsc = Some(*dbsc),
            Shown::Dbsc => {}
        }
        session.content.bound = Some(bound);
        let saved = self.0.sessions.save(&mut session).await?;
        Ok(if saved { Kept::Proved(cookie) } else { Kept::Refused })
    }
}
