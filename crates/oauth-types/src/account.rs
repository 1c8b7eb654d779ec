//! The account API: what a person sees and does about their own devices, sessions, apps and scopes.
//!
//! `GET /account/v1/access`, `GET /account/v1/devices`, `GET /account/v1/profile`, and the `POST`
//! actions beside them. Times are Unix seconds; texts are in the language asked for.

use serde::{Deserialize, Serialize};

use crate::notice::NoticeKind;
use crate::{Acr, LeaseStatus, Remedy, Scope};

/// How the pages name a loss (design section 5): the word follows the remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeWord {
    /// Usable.
    Active,
    /// Usable after the usual confirmation each time.
    AsksEachTime,
    /// Comes back by itself.
    Paused,
    /// One button brings it back.
    NeedsYou,
    /// Ask an administrator, or connect again.
    Removed,
}

/// One scope of one app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeView {
    /// Raw name, for details.
    pub scope: Scope,
    /// Verb and object: "Send money".
    pub title: String,
    /// Noun phrase that can be switched off: "Sending money".
    pub noun: String,
    /// What it allows, one sentence.
    pub description: String,
    /// The state.
    pub status: LeaseStatus,
    /// The word for it.
    pub word: ScopeWord,
    /// Whether the scope is marked sensitive in the catalogue.
    pub sensitive: bool,
    /// Why it is not active, the hardest remedy first.
    pub losses: Vec<LossView>,
}

/// One reason why a scope is not active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossView {
    /// Id of the hold, to be named when it is restored.
    pub hold: String,
    /// Code of the rule.
    pub code: String,
    /// The reason in one sentence.
    pub text: String,
    /// The way back.
    pub remedy: Remedy,
    /// Since when.
    pub since: i64,
    /// When it returns by itself, for `wait`.
    pub until: Option<i64>,
    /// Milliseconds from decided to pushed.
    pub took_ms: Option<u32>,
    /// Whether this very session can do the remedy.
    pub can_restore_here: bool,
}

/// One app with its grant on one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppView {
    /// Id of the client.
    pub client: String,
    /// Its name.
    pub name: String,
    /// Where it lives.
    pub home: Option<String>,
    /// Id of the grant.
    pub grant: String,
    /// Id of the session.
    pub session: String,
    /// Whether it hangs on the session that asks.
    pub this_session: bool,
    /// Name of the device.
    pub device_name: String,
    /// When consent was given.
    pub since: i64,
    /// Its scopes.
    pub scopes: Vec<ScopeView>,
}

/// Answer of `GET /account/v1/access`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessView {
    /// One per live grant, this session's first.
    pub apps: Vec<AppView>,
}

/// Trust of a person in a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrustWord {
    /// Never confirmed.
    New,
    /// Until a date.
    Trusted,
    /// Not mine.
    Blocked,
}

/// One session on a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Id of the session.
    pub session: String,
    /// Whether it is the one that asks.
    pub this_session: bool,
    /// When the person signed in.
    pub signed_in: i64,
    /// When it was last used.
    pub last_seen: i64,
    /// When it ended, if it did.
    pub signed_out: Option<i64>,
    /// Names of the apps it is used by.
    pub apps: Vec<String>,
    /// Approximate place: "Netherlands".
    pub place: Option<String>,
}

/// One device of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceView {
    /// Id of the device.
    pub device: String,
    /// "Chrome on macOS".
    pub name: String,
    /// Whether it is a phone or tablet.
    pub mobile: bool,
    /// Whether it is the one that asks.
    pub this_device: bool,
    /// The trust.
    pub trust: TrustWord,
    /// End of the trust.
    pub trusted_until: Option<i64>,
    /// When this person first used it.
    pub first_seen: i64,
    /// When it was last used.
    pub last_seen: i64,
    /// Approximate place: "Netherlands".
    pub place: Option<String>,
    /// Its sessions, the newest first.
    pub sessions: Vec<SessionView>,
    /// Whether this session may confirm it (`confirm_device`), or take back that it was blocked.
    pub can_confirm: bool,
    /// Whether it only lacks a key for that, one that its browser had before the device was first seen.
    #[serde(default)]
    pub lacks_key: bool,
    /// Whether this session may say that it is not the person's; of an older one after a step-up.
    #[serde(default)]
    pub can_block: bool,
}

/// Answer of `GET /account/v1/devices`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesView {
    /// This device first.
    pub devices: Vec<DeviceView>,
}

/// Answer of `GET /account/v1/device-number`: what a new device shows, to be typed on a trusted one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceNumberView {
    /// Two digits; none if this device needs no confirmation.
    pub number: Option<String>,
    /// Id of this device, if a way of the person to prove themselves confirms it right here.
    #[serde(default)]
    pub can_confirm_here: Option<String>,
    /// Whether a link sent by mail gives some of it back.
    #[serde(default)]
    pub can_mail: bool,
}

/// Answer of `GET /account/v1/profile`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    /// The person.
    pub user: String,
    /// Full name.
    pub name: String,
    /// Sign-in name.
    pub username: String,
    /// `en`, `nl` or `de`.
    pub locale: String,
    /// IANA time zone.
    pub zone: String,
    /// Assurance of the session.
    pub acr: Acr,
    /// Whether an authenticator app is enrolled.
    pub has_totp: bool,
    /// Whether the person may open the admin pages.
    pub admin: bool,
}

/// One entry of the person's own activity (`GET /account/v1/activity`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityView {
    /// When.
    pub at: i64,
    /// `withdrawn`, `restored`, `sign_in`, `device_confirmed`…
    pub kind: String,
    /// One sentence.
    pub title: String,
    /// A second, quieter one.
    pub detail: String,
}

/// Answer of `GET /account/v1/activity`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivitiesView {
    /// The newest first.
    pub entries: Vec<ActivityView>,
}

/// Where a person can say of something unusual: that was me.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmableWord {
    /// In this session, after a confirmation.
    Here,
    /// On another device, one that was trusted before and has a key.
    Elsewhere,
    /// Nowhere: their session is over, their device blocked, or it is nothing that a person does.
    Never,
}

/// Something unusual that still adds to the risk (`GET /account/v1/unusual-activity`); the pages word it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusualView {
    /// Id of the latest signal of it, to be named when it is confirmed.
    pub signal: String,
    /// Code of what was noticed: `impossible_travel`.
    pub kind: String,
    /// When, the last time.
    pub at: i64,
    /// How often.
    pub times: u32,
    /// Name of the device that it is about; none if it is about the person on all of them.
    pub device: Option<String>,
    /// Whether that is the device that asks.
    pub this_device: bool,
    /// Id of the session, if it is about that alone.
    pub session: Option<String>,
    /// Approximate place: "Netherlands".
    pub place: Option<String>,
    /// Until when it does not count, because the person said that it was them.
    pub confirmed_until: Option<i64>,
    /// Where they can say so.
    pub confirmable: ConfirmableWord,
}

/// Answer of `GET /account/v1/unusual-activity`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusualActivityView {
    /// The newest first.
    pub activity: Vec<UnusualView>,
}

/// One notice (`GET /account/v1/notices`); the pages word it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    /// Id, to be named when it is marked as read.
    pub notice: String,
    /// What happened.
    pub kind: NoticeKind,
    /// When.
    pub at: i64,
    /// Name of the device on which it happened.
    pub device: Option<String>,
    /// Approximate place: "Netherlands".
    pub place: Option<String>,
    /// Whether the person has seen it.
    pub read: bool,
}

/// Answer of `GET /account/v1/notices`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticesView {
    /// The newest first.
    pub notices: Vec<NoticeView>,
    /// How many are unread, shown or not.
    pub unread: u32,
}
