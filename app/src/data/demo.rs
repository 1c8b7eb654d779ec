use super::{PageError, PageRequest};

/// A place the demo can put a browser in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPlace {
    /// Value of the form field: `NL`, `BR`, `DE`, `unknown`.
    pub code: String,
    /// Whether it is the present one.
    pub current: bool,
}

/// A device the demo can take a browser for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoDevice {
    /// Value of the form field: `browser`, `new`, `laptop`.
    pub code: String,
    /// Whether it is the present one.
    pub current: bool,
}

/// The demo's context panel. The form posts to `/demo/context`: `csrf`, `place` or `clock`
/// (`reset`, `+1h`, `+1d`, `sunday_2230`, `monday_0900`) or `device`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoContextView {
    /// Value of the hidden field `csrf`.
    pub csrf: String,
    /// All places.
    pub places: Vec<DemoPlace>,
    /// The devices that this browser can be taken for.
    pub devices: Vec<DemoDevice>,
    /// Policy time, Unix seconds.
    pub policy_now: i64,
    /// Whether policy time differs from real time.
    pub shifted: bool,
    /// IANA zone in which policy time is shown.
    pub zone: String,
}

/// One person of the demo, with the secrets that only a demo shows.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// Full name.
    pub name: String,
    /// Sign-in name.
    pub username: String,
    /// Password.
    pub password: String,
    /// The present code of the authenticator app.
    pub totp: String,
    /// Seconds until the next code.
    pub seconds_left: u32,
    /// The key behind the codes, Base32.
    pub secret: String,
}

/// One mail that a real installation would have sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoMail {
    /// Whose mailbox.
    pub to: String,
    /// Language of subject and text.
    pub language: &'static str,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// When what it tells of happened, Unix seconds.
    pub at: i64,
}

/// Pages that exist in demo mode only.
#[async_trait::async_trait]
pub trait DemoPages: Send + Sync {
    /// The panel as it stands for this browser.
    ///
    /// # Errors
    ///
    /// [`PageError::Unavailable`].
    async fn context(&self, request: &PageRequest) -> Result<DemoContextView, PageError>;

    /// The people and their present codes.
    ///
    /// # Errors
    ///
    /// [`PageError::Unavailable`].
    async fn people(&self, request: &PageRequest) -> Result<Vec<DemoPerson>, PageError>;

    /// The mails of everybody, the newest first.
    ///
    /// # Errors
    ///
    /// [`PageError::Unavailable`].
    async fn outbox(&self, request: &PageRequest) -> Result<Vec<DemoMail>, PageError>;
}
