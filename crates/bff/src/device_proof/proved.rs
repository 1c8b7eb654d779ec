//! Keeping a proof in the session.

use leasehold_domain::{PlainToken, Time, TokenKind};
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

/// How often a proof is tried again when the session changed while it was noted.
const TRIES: usize = 3;

impl Bff {
    /// Notes a proof in the session. Its turn is that of renewals: whoever saves beside one loses its tokens.
    pub(crate) async fn keep_proof(
        &self,
        id: Id,
        family: &str,
        proof_cookie: Option<&str>,
        shown: Shown,
    ) -> Result<Kept, BffError> {
        let live = self.0.sessions.live.of(family);
        let _turn = live.renewal.lock().await;
        for _ in 0..TRIES {
            let Some(mut session) = self.0.sessions.open(id).await? else { return Ok(Kept::SignedOut) };
            let cookie = PlainToken::generate(TokenKind::BffProof, &*self.0.entropy);
            let before = session.content.bound.take();
            let Some(bound) = bind(before, proof_cookie, &cookie, &shown, self.0.clock.now()) else {
                return Ok(Kept::Refused);
            };
            session.content.bound = Some(bound);
            if self.0.sessions.save(&mut session).await? {
                return Ok(Kept::Proved(cookie));
            }
        }
        Ok(Kept::Refused)
    }
}

/// The first proof binds; a second way of proving is taken only from a browser that stands well already, or a
/// thief would add their own.
fn bind(
    before: Option<Bound>,
    proof_cookie: Option<&str>,
    cookie: &PlainToken,
    shown: &Shown,
    now: Time,
) -> Option<Bound> {
    let mut bound = match before {
        None => Bound::first(cookie, now),
        Some(bound) => {
            let fresh = matches!(bound.standing(proof_cookie, now), DeviceStanding::Fresh(_));
            let own = match shown {
                Shown::Key(key) => bound.key.as_ref().map_or(fresh, |own| own == key),
                Shown::Registration(_) => bound.dbsc.is_none() && fresh,
                Shown::Dbsc => bound.dbsc.is_some(),
            };
            if !own {
                return None;
            }
            bound.again(cookie, now)
        }
    };
    match shown {
        Shown::Key(key) => bound.key = Some(key.clone()),
        Shown::Registration(dbsc) => bound.dbsc = Some((**dbsc).clone()),
        Shown::Dbsc => {}
    }
    Some(bound)
}
