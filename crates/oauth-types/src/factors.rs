//! Pages and data about a person's own ways to prove themselves.

use serde::{Deserialize, Serialize};

use crate::interaction::{FormView, SignInError, StepUpError, StepUpFactor, TotpEnrolmentView};

/// One page of the issuer at `/factors/…`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "page", rename_all = "snake_case")]
pub enum FactorPageView {
    /// A fresh proof before anything is changed.
    Confirm(ConfirmView),
    /// Adding an authenticator app.
    Totp(TotpEnrolmentView),
    /// Adding a passkey.
    Passkey(PasskeyEnrolmentView),
    /// Setting the PIN of this device.
    Pin(PinEnrolmentView),
    /// Making recovery codes, and the one time they are shown.
    RecoveryCodes(RecoveryCodesView),
    /// Renaming or removing one.
    One(OneFactorView),
    /// After a passkey was removed.
    PasskeyRemoved(PasskeyRemovedView),
}

impl FactorPageView {
    /// The hidden token of the page's form; empty without one.
    #[must_use]
    pub fn csrf(&self) -> &str {
        match self {
            Self::Confirm(view) => &view.form.csrf,
            Self::Totp(view) => &view.form.csrf,
            Self::Passkey(view) => &view.form.csrf,
            Self::Pin(view) => &view.form.csrf,
            Self::RecoveryCodes(view) => &view.form.csrf,
            Self::One(view) => &view.form.csrf,
            Self::PasskeyRemoved(_) => "",
        }
    }
}

/// "Confirm it's you to change how you sign in."
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmView {
    /// The form. Fields: `factor` with those of that way, `password` if that is asked, `recovery_code` if
    /// the person chose that; `to`.
    pub form: FormView,
    /// Who is signed in.
    pub username: String,
    /// Where it goes on, one of ours.
    pub to: String,
    /// What can be used, the strongest first; empty asks for the password.
    pub ways: Vec<StepUpFactor>,
    /// Whether nothing but a recovery code works here: the person's factors belong to other devices.
    pub elsewhere: bool,
    /// Whether a recovery code can be used instead.
    pub recovery: bool,
    /// Whether a recovery code was used, and is not enough for what comes next.
    pub stronger: bool,
    /// Where a way is added that will be enough, if there is none here, or only a PIN that may be forgotten.
    pub add: Option<String>,
    /// What was wrong with the last factor.
    pub error: Option<StepUpError>,
    /// What was wrong with the last password or recovery code.
    pub refused: Option<SignInError>,
}

/// Adding a passkey. Needs scripts: the form's `ceremony` and `credential` are filled by them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyEnrolmentView {
    /// The form. Further field: `name`.
    pub form: FormView,
    /// A name to begin with: "Chrome on macOS".
    pub suggested_name: String,
    /// Hours until it counts as more than a first factor; 0 is at once.
    pub wait_hours: u32,
    /// Whether the last attempt failed.
    pub failed: bool,
    /// Those there are already.
    pub accepted: AcceptedPasskeys,
}

/// What the keeper of passkeys should know after one was removed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRemovedView {
    /// What is left.
    pub accepted: AcceptedPasskeys,
}

/// Passkeys that a person has here, as `AllAcceptedCredentialsOptions` of WebAuthn Level 3: whoever keeps their
/// passkeys may forget the others. For nobody but that person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AcceptedPasskeys {
    /// Whose passkeys: the issuer's host.
    pub rp_id: String,
    /// User handle, base64url.
    pub user_id: String,
    /// Ids, base64url.
    pub all_accepted_credential_ids: Vec<String>,
}

/// A passkey that was shown and belongs to nobody, as `UnknownCredentialOptions` of WebAuthn Level 3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnknownPasskey {
    /// Whose passkeys: the issuer's host.
    pub rp_id: String,
    /// Its id, base64url, as the browser sent it.
    pub credential_id: String,
}

/// Setting the PIN of this device. Needs scripts: the form's `ceremony` and `pin` are filled by them, and the
/// digits never leave the browser.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinEnrolmentView {
    /// The form. No further field.
    pub form: FormView,
    /// Where the script posts its steps.
    pub start: String,
    /// The only device on which it will work: "Chrome on macOS".
    pub device: String,
    /// Whether an older PIN of this device stops working.
    pub replaces: bool,
    /// Hours until it counts; 0 is at once.
    pub wait_hours: u32,
    /// Whether the last attempt failed.
    pub failed: bool,
}

/// Recovery codes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodesView {
    /// The form. Field: `decision=make|done`.
    pub form: FormView,
    /// The new codes, shown until `done` or ten minutes have passed; empty before they are made.
    pub codes: Vec<String>,
    /// How many of an older set would stop working.
    pub replaces: u32,
}

/// One enrolled factor, to be renamed or removed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneFactorView {
    /// The form. Fields: `name` with `decision=rename`, or `decision=remove` with `sure=1` where asked.
    pub form: FormView,
    /// What it is.
    pub factor: FactorView,
    /// What removing it would cost; the person has to say that they are sure.
    pub last_of: Option<LastOf>,
    /// Code of what went wrong: `name_invalid`, `not_sure`, `too_weak`.
    pub error: Option<String>,
}

/// What the last factor of its kind is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastOf {
    /// Nothing phishing-resistant is left without it.
    PhishingResistant,
    /// Nothing beside the password is left without it.
    SecondFactor,
    /// What is left without it works on another device only, or is locked.
    WorksHere,
}

/// What kind a factor is, as people know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum FactorWord {
    Password,
    Totp,
    Passkey,
    Pin,
    RecoveryCodes,
}

/// One enrolled factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorView {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: FactorWord,
    /// What its owner calls it.
    pub name: Option<String>,
    /// Since when, Unix seconds.
    pub since: i64,
    /// Last use, Unix seconds.
    pub last_used: Option<i64>,
    /// On which device it was enrolled, if that is known: "Chrome on macOS".
    pub enrolled_on: Option<String>,
    /// From when it counts as more than a first factor, if that is still to come; Unix seconds.
    pub counts_from: Option<i64>,
    /// Whether there may be a copy of it: it counts no longer, and should be removed.
    #[serde(default)]
    pub compromised: bool,
    /// For a passkey: whether it may be synced between devices, or lives on one only.
    pub may_sync: Option<bool>,
    /// For a passkey: whether it is synced, as far as its last use said.
    pub synced: Option<bool>,
    /// For a passkey that counts its uses: how many there were by its own count.
    pub uses: Option<u32>,
    /// For recovery codes: how many are left.
    pub codes_left: Option<u32>,
    /// For a PIN: whether it belongs to the browser at hand.
    pub here: bool,
    /// For a PIN: whether it was tried too often. Another second factor on its device unlocks it.
    pub locked: bool,
    /// Whether it can be renamed.
    pub renamable: bool,
    /// Whether it can be removed at all.
    pub removable: bool,
}

/// `GET /account/v1/factors`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorsView {
    /// All of them, the strongest first.
    pub factors: Vec<FactorView>,
    /// Where they are added and changed: the issuer's origin.
    pub issuer: String,
}
