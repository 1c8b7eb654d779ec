//! What an installation decides about its authorization server.

use chrono::Duration;
use leasehold_domain::catalogue::ScopeCatalogue;
use leasehold_domain::client::ClientRegistry;
use leasehold_domain::hours::WorkingHours;

pub use crate::policy::PolicyConfig;

/// Settings of the authorization server.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// Issuer identifier, byte for byte as it appears everywhere; no trailing slash.
    pub issuer: String,
    /// Clients and resource servers.
    pub registry: ClientRegistry,
    /// Scopes.
    pub catalogue: ScopeCatalogue,
    /// Working hours of people who have none of their own.
    pub hours: WorkingHours,
    /// How long a confirmed device is trusted.
    pub device_trust: Duration,
    /// How long a waiver speaks for its cause.
    pub waiver: Duration,
    /// Where people see their access; linked from pages.
    pub account_url: String,
    /// How often one address may open `/authorize`, and ask for challenges of its device key, in a minute.
    pub visits_per_minute: u32,
    /// How often one address may push an authorization request in a minute.
    pub pushes_per_minute: u32,
    /// Demo mode: the first browser of each person is trusted. Elsewhere only the device that completes
    /// registration or set-up is.
    pub first_browser_trusted: bool,
    /// Whether mails are sent; otherwise notices are in the pages only.
    pub sends_mail: bool,
    /// How the policy is changed.
    pub policy: PolicyConfig,
}

/// Lifetimes and limits that are no settings (checklist section 1).
pub mod limits {
    use chrono::Duration;
    use leasehold_oauth_types::introspection::ContextAssertion;

    /// Authorization code.
    pub const CODE: Duration = Duration::seconds(60);
    /// Pushed authorization request, until a browser opens it.
    pub const PUSHED: Duration = Duration::seconds(90);
    /// Authorization request, once a browser has opened it.
    pub const INTERACTION: Duration = Duration::minutes(10);
    /// Challenge for a key, until its answer (checklist section 1).
    pub const CEREMONY: Duration = Duration::minutes(5);
    /// How long the proof of a device's key counts.
    pub const KEY_PROOF: Duration = Duration::minutes(5);
    /// How long "that was me" speaks for its cause.
    pub const CONFIRMED_CAUSE: Duration = Duration::days(30);
    /// One message of a PIN proof, until the next (checklist OP-3).
    pub const PIN: Duration = Duration::seconds(60);
    /// Access token.
    pub const ACCESS_TOKEN: Duration = Duration::seconds(300);
    /// Refresh token, unused.
    pub const REFRESH_IDLE: Duration = Duration::days(14);
    /// Refresh token family.
    pub const REFRESH_ABSOLUTE: Duration = Duration::days(30);
    /// How long a confidential client may present the predecessor of an unused refresh token.
    pub const REFRESH_GRACE: Duration = Duration::seconds(60);
    /// ID token.
    pub const ID_TOKEN: Duration = Duration::seconds(300);
    /// How far ahead the `exp` of a client assertion may be.
    pub const CLIENT_ASSERTION: Duration = Duration::seconds(60);
    /// Tolerated difference between two machines' clocks.
    pub const SKEW: Duration = Duration::seconds(ContextAssertion::SKEW);
    /// Longest time a guard may rely on an answer.
    pub const DECISION: Duration = Duration::seconds(30);
    /// How long the previous device cookie is taken after a rotation.
    pub const DEVICE_COOKIE_GRACE: Duration = Duration::minutes(2);
    /// How old a device cookie may become before it is rotated.
    pub const DEVICE_COOKIE_ROTATION: Duration = Duration::days(1);
    /// Lifetime of the device cookie.
    pub const DEVICE_COOKIE: Duration = Duration::days(365);
    /// Link that makes a new device known.
    pub const DEVICE_LINK: Duration = leasehold_domain::notice::Mail::LINK_LIFETIME;
    /// Link for the first administrator.
    pub const SETUP_LINK: Duration = Duration::minutes(15);
    /// Link for a new account.
    pub const USER_LINK: Duration = Duration::hours(24);
}

/// How long what is over is kept, after its end (checklist section 1). People, devices, factors, consents, holds
/// and the revocation log stay.
pub mod retention {
    use chrono::Duration;

    use super::limits;
    use crate::limits::CODES_EVER;

    /// Authorization requests that led to no code, and links: so long a page can say that they are over.
    pub const REQUESTS: Duration = Duration::days(1);
    /// Codes: as long as anything that came from them may live, so that a replay still ends its grant
    /// (checklist CD-5). The same holds for refresh tokens, which go with the end of their family.
    pub const CODES: Duration =
        Duration::seconds(limits::REFRESH_ABSOLUTE.num_seconds() + limits::ACCESS_TOKEN.num_seconds());
    /// Ended sessions and grants; the list of devices shows where each was used last.
    pub const SESSIONS: Duration = Duration::days(30);
    /// Waivers.
    pub const WAIVERS: Duration = Duration::days(1);
    /// Failed attempts: the longest window in which they are counted.
    pub const FAILURES: Duration = CODES_EVER.window;
    /// Events: a page that was away for longer loads anew.
    pub const EVENTS: Duration = Duration::days(1);
}
