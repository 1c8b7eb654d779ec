//! What the issuer's own pages show while an authorization request is in progress.
//!
//! The authorization server fills these; the pages draw them and post plain forms back to the address
//! they were loaded from. Texts that depend on the language are looked up by the page, except names of
//! scopes and reasons of rules, which come in the language asked for.

use serde::{Deserialize, Serialize};

use crate::account::LossView;
use crate::factors::UnknownPasskey;
use crate::{AuthorizationDetail, Scope};

/// What every issuer page needs for its forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormView {
    /// Where the form posts to.
    pub action: String,
    /// Value of the hidden field `csrf`.
    pub csrf: String,
    /// Origins that the answer may redirect to, for `form-action` of the page (checklist AZ-16).
    pub redirect_origins: Vec<String>,
}

/// The page that comes next for an authorization request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "page", rename_all = "snake_case")]
pub enum InteractionView {
    /// `…/sign-in`
    SignIn(SignInView),
    /// `…/consent`
    Consent(ConsentView),
    /// `…/step-up`
    StepUp(StepUpView),
}

/// Sign-in, one field at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInView {
    /// The form. Fields: `username` while that is unknown, else `password`; `back=1` asks for another name.
    pub form: FormView,
    /// Name of the app the person is on the way to.
    pub app: String,
    /// The sign-in name, once given; then the password is asked.
    pub username: Option<String>,
    /// What went wrong with the last attempt.
    pub error: Option<SignInError>,
    /// The passkey of the last attempt, if it belongs to nobody: its keeper may forget it.
    pub unknown_passkey: Option<UnknownPasskey>,
}

/// The same answer for an unknown account and a wrong password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInError {
    /// Name and password do not belong together.
    Wrong,
    /// Too many attempts from here; the page says when to try again without saying for which account.
    TooMany,
    /// A field was empty or too long.
    Invalid,
    /// Name and password are right, but the app asked for another person.
    OtherPerson,
    /// Nothing yet: somebody was signed in, but the key of their device was not shown.
    KeyMissing,
    /// The passkey is none of ours, or did not answer this challenge.
    PasskeyRefused,
}

/// Consent, scope by scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentView {
    /// The form. Fields: `decision=allow|deny`, and `scope.<raw name>=on` per ticked box.
    pub form: FormView,
    /// Name of the app.
    pub app: String,
    /// Who is signed in.
    pub username: String,
    /// Whether the dashboard asks, for what was allowed before and is off now.
    #[serde(default)]
    pub again: bool,
    /// What is asked for, the harmless first.
    pub scopes: Vec<ConsentScopeView>,
}

/// One line of the consent page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentScopeView {
    /// Raw name, the value of its box.
    pub scope: Scope,
    /// "Send money".
    pub title: String,
    /// What it allows.
    pub description: String,
    /// Marked, and not ticked away silently.
    pub sensitive: bool,
    /// Whether the person may leave it out.
    pub optional: bool,
    /// Whether it was allowed before.
    pub already: bool,
    /// How long it lasts, in seconds; none is as long as the session.
    pub lifetime_s: Option<u32>,
    /// How old a confirmation may be, in seconds: "asks you to confirm each time".
    pub max_age_s: Option<u32>,
    /// Why it is off now, if allowing it turns it back on.
    #[serde(default)]
    pub returns: Option<LossView>,
    /// What it will not get yet, and why.
    pub held: Option<LossView>,
}

/// Why none of a person's factors can be used on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Lack {
    /// One was added and does not count yet.
    Waits {
        /// From when it does, Unix seconds.
        until: i64,
    },
    /// A passkey is asked for, and there is none.
    Passkey,
}

/// Step-up: the page names exactly what is confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepUpView {
    /// The form. Fields: `factor=totp`, `code`; for a device confirmation also `number`;
    /// `decision=cancel` goes back with nothing done.
    pub form: FormView,
    /// Name of the app that asks.
    pub app: String,
    /// Who is signed in.
    pub username: String,
    /// What is confirmed.
    pub purpose: StepUpPurpose,
    /// What can be used, the strongest first; empty if nothing eligible is enrolled.
    pub factors: Vec<StepUpFactor>,
    /// Why nothing can be used, where that is more than being newer than what happened.
    #[serde(default)]
    pub lacks: Option<Lack>,
    /// Whether the person has recovery codes, which open the way to a new factor.
    #[serde(default)]
    pub recovery: bool,
    /// For how long it will not be asked again, in seconds.
    pub lasts_s: Option<u32>,
    /// What went wrong with the last attempt.
    pub error: Option<StepUpError>,
}

/// What a step-up is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StepUpPurpose {
    /// A stronger or fresher proof for these scopes, with no object named.
    Scopes {
        /// "Send money", in the language of the person.
        titles: Vec<String>,
    },
    /// One object: a payment, an invoice.
    Object {
        /// The object itself; the page shows every field of it as text.
        detail: AuthorizationDetail,
        /// What the app may do for a while, if the browser proves a key: "Send money".
        #[serde(default)]
        titles: Vec<String>,
        /// What comes back with the proof.
        #[serde(default)]
        lost: Vec<RestoreLine>,
    },
    /// Getting back what was withdrawn.
    Restore {
        /// One line per hold.
        lost: Vec<RestoreLine>,
    },
    /// Confirming another device.
    ConfirmDevice {
        /// "Firefox on Windows".
        device: String,
        /// Approximate place.
        place: Option<String>,
        /// When it was first seen, Unix seconds.
        first_seen: i64,
        /// Whether it is this very device: confirmed with a passkey, and without a number.
        #[serde(default)]
        itself: bool,
    },
}

/// One withdrawn scope on the restore page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreLine {
    /// "Sending money".
    pub noun: String,
    /// In which app.
    pub app: String,
    /// Why it went.
    pub loss: LossView,
}

/// A factor that can be used for a step-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepUpFactor {
    /// A passkey; needs scripts.
    Passkey,
    /// The PIN of this browser; needs scripts.
    Pin,
    /// Code from an authenticator app.
    Totp,
}

/// Why a step-up attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum StepUpError {
    /// The code is not right.
    WrongCode {
        /// How many attempts are left before a pause.
        tries_left: u32,
    },
    /// The code was right but was used before; wait for the next one.
    UsedCode,
    /// Too many attempts; the seconds to wait.
    TooMany {
        /// Seconds.
        retry_after: u64,
    },
    /// The number does not match the one shown on the new device.
    WrongNumber {
        /// How many attempts are left.
        tries_left: u32,
    },
    /// What could be proved is not eligible for what was lost.
    NotEligible,
    /// The passkey did not answer this challenge, or not well.
    PasskeyRefused,
    /// The PIN is not right.
    WrongPin {
        /// How many attempts are left before it is locked.
        tries_left: u32,
    },
    /// The PIN took too long, was answered before, or is none of this browser; nothing was wrong with it as far as
    /// is known.
    PinRefused,
    /// The PIN was tried too often. Any other second factor on this device unlocks it; waiting does not.
    PinLocked,
}

/// What a script needs to ask the browser for a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyStart {
    /// Goes into the form's field of the same name.
    pub ceremony: String,
    /// `PublicKeyCredentialRequestOptionsJSON` or `PublicKeyCredentialCreationOptionsJSON` (WebAuthn Level 3
    /// section 5.1).
    pub options: serde_json::Value,
}

/// Enrolling an authenticator app.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpEnrolmentView {
    /// The form. Fields: `code`; `skip=1` where that is allowed.
    pub form: FormView,
    /// The QR code as SVG, drawn on the server.
    pub qr_svg: String,
    /// The key as text, in groups of four.
    pub secret: String,
    /// Hours until it counts, 0 is at once; none while an account is set up.
    #[serde(default)]
    pub wait_hours: Option<u32>,
    /// Whether the person may go on without one.
    #[serde(default)]
    pub may_skip: bool,
    /// What was wrong with the last code.
    pub error: Option<StepUpError>,
}

/// Setting up the first administrator, or an account made by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupView {
    /// The form. Fields: `username` and `name` (first administrator only), `password`.
    pub form: FormView,
    /// Whether this makes the first administrator.
    pub first_admin: bool,
    /// The sign-in name, if it is fixed.
    pub username: Option<String>,
    /// Code of what went wrong: `password_short`, `password_long`, `password_common`, `username_invalid`
    /// (also when it is taken).
    pub error: Option<String>,
}

/// The page of a link that makes a new device known, in the browser that asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceLinkView {
    /// The form. Field: `device_proof`.
    pub form: FormView,
    /// Name of the device.
    pub device: String,
    /// Country in which it is, in words.
    pub place: Option<String>,
    /// When the link was asked for, Unix seconds.
    pub asked_at: i64,
    /// What comes back, in words.
    pub back: Vec<String>,
    /// What stays held until a trusted device confirms this one, in words.
    pub held: Vec<String>,
}

/// Asking before signing out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOutView {
    /// The form. Field: `decision=sign_out|stay`.
    pub form: FormView,
    /// Who is signed in.
    pub username: String,
}
