use leasehold_oauth_types::notice::{NoticeKind, NoticedFactor};

use crate::texts::Texts;

/// One sentence per kind of notice.
pub(super) fn sentence(t: Texts, kind: &NoticeKind) -> String {
    match kind {
        NoticeKind::FactorAdded { factor, name } => {
            t.with("notices-factor-added", [("what", named(t, *factor, name).into())])
        }
        NoticeKind::FactorRenamed { factor, before, name } => t.with(
            "notices-factor-renamed",
            [("what", named(t, *factor, before).into()), ("name", name.as_str().into())],
        ),
        NoticeKind::FactorRemoved { factor, name } => {
            t.with("notices-factor-removed", [("what", named(t, *factor, name).into())])
        }
        NoticeKind::RecoveryCodesMade => t.get("notices-recovery-codes-made"),
        NoticeKind::RecoveryCodeUsed { left } => {
            t.with("notices-recovery-code-used", [("n", (*left).into())])
        }
        NoticeKind::PinLocked => t.get("notices-pin-locked"),
        NoticeKind::CodesPaused => t.get("notices-codes-paused"),
        NoticeKind::PasskeyCloned { name } => {
            let what = named(t, NoticedFactor::Passkey, name);
            t.with("notices-passkey-cloned", [("what", what.into())])
        }
        NoticeKind::DeviceNew => t.get("notices-device-new"),
        NoticeKind::DeviceConfirmed { name } => {
            t.with("notices-device-confirmed", [("name", name.as_str().into())])
        }
        NoticeKind::DeviceLinkSent { name } => {
            t.with("notices-device-link-sent", [("name", name.as_str().into())])
        }
        NoticeKind::DeviceKnown { name } => t.with("notices-device-known", [("name", name.as_str().into())]),
        NoticeKind::DeviceBlocked { name } => {
            t.with("notices-device-blocked", [("name", name.as_str().into())])
        }
        NoticeKind::ActivityConfirmed => t.get("notices-activity-confirmed"),
        NoticeKind::PasswordChanged => t.get("notices-password-changed"),
        NoticeKind::DeviceKeyChanged => t.get("notices-device-key-changed"),
        NoticeKind::PolicyAsked { name, version } => t.with(
            "notices-policy-asked",
            [("name", name.as_str().into()), ("version", version.as_str().into())],
        ),
        NoticeKind::PolicyComing { name, version, hours } => t.with(
            "notices-policy-coming",
            [
                ("name", name.as_str().into()),
                ("version", version.as_str().into()),
                ("hours", (*hours).into()),
            ],
        ),
    }
}

/// `Passkey “Laptop”`, or `Authenticator app` where there is no name.
fn named(t: Texts, factor: NoticedFactor, name: &str) -> String {
    let factor = match factor {
        NoticedFactor::Passkey => t.get("notices-passkey"),
        NoticedFactor::Totp => t.get("notices-totp"),
        NoticedFactor::Pin => t.get("notices-pin"),
        NoticedFactor::RecoveryCodes => t.get("notices-recovery-codes"),
        NoticedFactor::Password => t.get("notices-password"),
    };
    if name.is_empty() {
        return factor;
    }
    t.with("notices-named", [("factor", factor.into()), ("name", name.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;

    #[test]
    fn every_notice_reads_well_in_every_language() {
        let mut seen = std::collections::BTreeSet::new();
        for locale in Locale::ALL {
            let t = Texts { locale, zone: chrono_tz::UTC };
            for kind in NoticeKind::one_of_each(NoticedFactor::Pin, "Laptop") {
                let sentence = sentence(t, &kind);
                assert!(!sentence.contains("notices-") && !sentence.contains('{'), "{sentence}");
                assert!(seen.insert(sentence.clone()), "{sentence} occurs twice");
            }
        }
    }
}
