//! Which passkeys are known here, said to browsers that can tell whoever keeps them (WebAuthn Level 3 section
//! 5.1.10, checklist WA-13).

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leasehold_domain::user::{Factor, User};
use leasehold_oauth_types::factors::{AcceptedPasskeys, UnknownPasskey};
use uuid::Uuid;

use super::Passkeys;

impl Passkeys {
    /// All of one person, those that do not count yet included. For that person alone.
    pub(crate) fn accepted(&self, user: &User, factors: &[Factor]) -> AcceptedPasskeys {
        let ids = factors.iter().filter_map(|factor| factor.credential.as_ref());
        AcceptedPasskeys {
            rp_id: self.rp_id.clone(),
            user_id: BASE64_URL_SAFE_NO_PAD.encode(Uuid::from(user.id).as_bytes()),
            all_accepted_credential_ids: ids.map(|id| BASE64_URL_SAFE_NO_PAD.encode(id)).collect(),
        }
    }

    /// One that a browser showed and that nobody has. It learns nothing but that.
    pub(crate) fn unknown(&self, credential: &[u8]) -> UnknownPasskey {
        let credential_id = BASE64_URL_SAFE_NO_PAD.encode(credential);
        UnknownPasskey { rp_id: self.rp_id.clone(), credential_id }
    }
}
