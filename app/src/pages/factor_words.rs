//! What factors are called, on the issuer and on the dashboard.

use leasehold_oauth_types::factors::{FactorView, FactorWord};

use crate::components::Icon;
use crate::texts::Texts;

/// "Passkey", "Authenticator app".
pub(crate) fn kind_name(t: Texts, kind: FactorWord) -> String {
    t.get(match kind {
        FactorWord::Password => "factor-password",
        FactorWord::Totp => "factor-totp",
        FactorWord::Passkey => "factor-passkey",
        FactorWord::Pin => "factor-pin",
        FactorWord::RecoveryCodes => "factor-recovery-codes",
    })
}

/// What its owner calls it, or else what it is.
pub(crate) fn name(t: Texts, factor: &FactorView) -> String {
    factor.name.clone().unwrap_or_else(|| kind_name(t, factor.kind))
}

/// Its icon.
pub(crate) const fn icon(kind: FactorWord) -> Icon {
    match kind {
        FactorWord::Password => Icon::Key,
        FactorWord::Totp => Icon::Phone,
        FactorWord::Passkey => Icon::Passkey,
        FactorWord::Pin => Icon::Keypad,
        FactorWord::RecoveryCodes => Icon::List,
    }
}
