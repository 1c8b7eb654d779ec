//! Ways to prove it's you, in the states of `?state=`.

use leasehold_app::data::FactorPage;
use leasehold_oauth_types::factors::{
    AcceptedPasskeys, ConfirmView, FactorPageView, FactorView, FactorWord, FactorsView, LastOf,
    OneFactorView, PasskeyEnrolmentView, PasskeyRemovedView, PinEnrolmentView, RecoveryCodesView,
};
use leasehold_oauth_types::interaction::{SignInError, StepUpError, StepUpFactor};

use crate::NOW;
use crate::issuer::{form, totp};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

pub(crate) fn page(page: FactorPage, state: &str) -> FactorPageView {
    match page {
        FactorPage::Confirm(to) => FactorPageView::Confirm(confirm(to, state)),
        FactorPage::Passkey => FactorPageView::Passkey(PasskeyEnrolmentView {
            form: form("/factors/passkey"),
            suggested_name: "Chrome on macOS".into(),
            wait_hours: if state == "first" { 24 } else { 0 },
            failed: state == "failed",
            accepted: accepted(),
        }),
        FactorPage::PasskeyRemoved => {
            FactorPageView::PasskeyRemoved(PasskeyRemovedView { accepted: accepted() })
        }
        FactorPage::Pin => FactorPageView::Pin(PinEnrolmentView {
            form: form("/factors/pin"),
            start: "/factors/pin/start".into(),
            device: "Chrome on macOS".into(),
            replaces: state == "again",
            wait_hours: if state == "first" { 24 } else { 0 },
            failed: state == "failed",
        }),
        FactorPage::RecoveryCodes => FactorPageView::RecoveryCodes(RecoveryCodesView {
            form: form("/factors/recovery-codes"),
            codes: if state == "shown" { codes() } else { vec![] },
            replaces: if state == "again" { 7 } else { 0 },
        }),
        FactorPage::Totp => FactorPageView::Totp(totp()),
        FactorPage::One(id) => FactorPageView::One(one(&id, state)),
    }
}

fn accepted() -> AcceptedPasskeys {
    AcceptedPasskeys {
        rp_id: "localhost".into(),
        user_id: "AA".into(),
        all_accepted_credential_ids: vec!["AQ".into()],
    }
}

fn confirm(to: String, state: &str) -> ConfirmView {
    ConfirmView {
        form: form("/factors/confirm"),
        username: "alice".into(),
        to,
        ways: match state {
            "password" | "wrong-password" | "stronger-none" => vec![],
            "code" => vec![StepUpFactor::Totp],
            _ => vec![StepUpFactor::Passkey, StepUpFactor::Totp],
        },
        elsewhere: state == "stronger-none",
        recovery: !state.starts_with("stronger"),
        stronger: state.starts_with("stronger"),
        add: (state == "stronger-none").then(|| "/factors/passkey".into()),
        error: (state == "wrong").then_some(StepUpError::WrongCode { tries_left: 2 }),
        refused: state.starts_with("wrong-").then_some(SignInError::Wrong),
    }
}

fn codes() -> Vec<String> {
    let groups = ["7K3D", "M9QX", "2HVT", "R8PW"];
    (0..10)
        .map(|n| format!("{}-{}-{}-{}", groups[n % 4], groups[(n + 1) % 4], groups[n / 3], groups[n / 4]))
        .collect()
}

fn one(id: &str, state: &str) -> OneFactorView {
    let all = factors("");
    let factor = all.factors.iter().find(|factor| factor.id == id).unwrap_or(&all.factors[0]).clone();
    OneFactorView {
        form: form(&format!("/factors/{id}")),
        factor,
        last_of: match state {
            "last" | "not_sure" => Some(LastOf::SecondFactor),
            "last-passkey" => Some(LastOf::PhishingResistant),
            _ => None,
        },
        error: ["name_invalid", "not_sure", "too_weak"].contains(&state).then(|| state.into()),
    }
}

/// `GET /account/v1/factors`.
pub(crate) fn factors(state: &str) -> FactorsView {
    let factor = |id: &str, kind: FactorWord| FactorView {
        id: id.into(),
        kind,
        name: None,
        since: NOW - 40 * DAY,
        last_used: Some(NOW - 2 * HOUR),
        enrolled_on: Some("Chrome on macOS".into()),
        counts_from: None,
        may_sync: None,
        synced: None,
        uses: None,
        codes_left: None,
        here: false,
        locked: false,
        compromised: false,
        renamable: false,
        removable: kind != FactorWord::Password,
    };
    let passkey = |id: &str, name: &str, synced: bool| FactorView {
        name: Some(name.into()),
        may_sync: Some(synced),
        synced: Some(synced),
        uses: (!synced).then_some(42),
        renamable: true,
        ..factor(id, FactorWord::Passkey)
    };
    let password = FactorView { enrolled_on: None, ..factor("password", FactorWord::Password) };
    let factors = match state {
        "password" => vec![password],
        "totp" => vec![factor("totp", FactorWord::Totp), password],
        _ => vec![
            FactorView { compromised: state == "copied", ..passkey("macbook", "MacBook", true) },
            FactorView {
                counts_from: Some(NOW + 23 * HOUR),
                since: NOW + 23 * HOUR,
                last_used: None,
                enrolled_on: Some("Firefox on Windows".into()),
                ..passkey("key", "Blue key on my keyring that I carry everywhere", false)
            },
            FactorView { here: true, locked: state == "locked", ..factor("pin", FactorWord::Pin) },
            factor("totp", FactorWord::Totp),
            FactorView {
                codes_left: Some(2),
                last_used: Some(NOW - 9 * DAY),
                ..factor("codes", FactorWord::RecoveryCodes)
            },
            password,
        ],
    };
    FactorsView { factors, issuer: "http://127.0.0.1:9001".into() }
}
