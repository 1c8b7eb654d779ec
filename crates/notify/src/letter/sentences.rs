//! One sentence per kind of notice, without its full stop: it is the subject too.

use leasehold_oauth_types::notice::{NoticeKind, NoticedFactor};

use super::names::plain;
use crate::texts::Texts;

pub(super) fn sentence(t: Texts, kind: &NoticeKind) -> String {
    match kind {
        NoticeKind::FactorAdded { factor, name } => {
            t.with("factor-added", [("what", named(t, *factor, name).into())])
        }
        NoticeKind::FactorRenamed { factor, before, name } => t.with(
            "factor-renamed",
            [("what", named(t, *factor, before).into()), ("name", plain(name).into())],
        ),
        NoticeKind::FactorRemoved { factor, name } => {
            t.with("factor-removed", [("what", named(t, *factor, name).into())])
        }
        NoticeKind::RecoveryCodesMade => t.get("recovery-codes-made"),
        NoticeKind::RecoveryCodeUsed { left } => t.with("recovery-code-used", [("n", (*left).into())]),
        NoticeKind::PinLocked => t.get("pin-locked"),
        NoticeKind::CodesPaused => t.get("codes-paused"),
        NoticeKind::PasskeyCloned { name } => {
            t.with("passkey-cloned", [("what", named(t, NoticedFactor::Passkey, name).into())])
        }
        NoticeKind::DeviceNew => t.get("device-new"),
        NoticeKind::DeviceConfirmed { name } => t.with("device-confirmed", [("name", plain(name).into())]),
        NoticeKind::DeviceLinkSent { name } => t.with("device-link-sent", [("name", plain(name).into())]),
        NoticeKind::DeviceKnown { name } => t.with("device-known", [("name", plain(name).into())]),
        NoticeKind::DeviceBlocked { name } => t.with("device-blocked", [("name", plain(name).into())]),
        NoticeKind::ActivityConfirmed => t.get("activity-confirmed"),
        NoticeKind::PasswordChanged => t.get("password-changed"),
        NoticeKind::DeviceKeyChanged => t.get("device-key-changed"),
        NoticeKind::PolicyAsked { name, version } => {
            t.with("policy-asked", [("name", plain(name).into()), ("version", plain(version).into())])
        }
        NoticeKind::PolicyComing { name, version, hours } => t.with(
            "policy-coming",
            [("name", plain(name).into()), ("version", plain(version).into()), ("hours", (*hours).into())],
        ),
    }
}

/// `Passkey “Laptop”`, or `Authenticator app` where there is no name.
fn named(t: Texts, factor: NoticedFactor, name: &str) -> String {
    let factor = t.get(match factor {
        NoticedFactor::Passkey => "factor-passkey",
        NoticedFactor::Totp => "factor-totp",
        NoticedFactor::Pin => "factor-pin",
        NoticedFactor::RecoveryCodes => "factor-recovery-codes",
        NoticedFactor::Password => "factor-password",
    });
    let name = plain(name);
    if name.is_empty() { factor } else { t.with("named", [("factor", factor.into()), ("name", name.into())]) }
}
