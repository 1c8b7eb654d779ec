use leasehold_domain::user::{Factor, FactorKind};
use webauthn_rs::prelude::{Credential, Passkey};

/// What is known of a registered passkey, for its owner to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PasskeyFacts {
    /// `BE`: it may be synced, so it is not bound to one piece of hardware.
    pub(crate) may_sync: bool,
    /// `BS`: it is synced now.
    pub(crate) synced: bool,
    /// Signature counter; synced keys keep it at 0.
    pub(crate) counter: u32,
}

impl PasskeyFacts {
    /// Those of a stored passkey.
    pub(crate) fn of(factor: &Factor) -> Option<Self> {
        if factor.kind != FactorKind::Passkey {
            return None;
        }
        let passkey: Passkey = serde_json::from_slice(&factor.secret).ok()?;
        let credential = Credential::from(passkey);
        Some(Self {
            may_sync: credential.backup_eligible,
            synced: credential.backup_state,
            counter: credential.counter,
        })
    }
}
