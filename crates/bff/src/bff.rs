//! The instance of one app.

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;
use leasehold_domain::rate::RateLimit;
use leasehold_domain::{Clock, Entropy};
use leasehold_http_kit::cookies;
use leasehold_http_kit::fetch_site::OwnOrigin;
use leasehold_http_kit::urlencoded;
use tokio::sync::RwLock;
use url::Url;

use crate::device_proof::Challenges;
use crate::login::Attempts;
use crate::oidc::Oidc;
use crate::pending::PendingRows;
use crate::routes::{CALLBACK_PATH, LOGIN_PATH};
use crate::session::{OpenSession, Sessions};
use crate::{BffConfig, BffDeps, BffError, BffSession, ConfigError, DeviceStanding, Upstream};

/// The backend-for-frontend of one app: one host, one client, one audience, one cookie. Cheap to clone.
#[derive(Clone)]
pub struct Bff(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) oidc: Oidc,
    pub(crate) sessions: Sessions,
    pub(crate) attempts: Attempts,
    pub(crate) pending: PendingRows,
    pub(crate) challenges: Challenges,
    pub(crate) upstreams: Vec<Upstream>,
    pub(crate) sign_ins: RateLimit,
    pub(crate) own: OwnOrigin,
    pub(crate) events: Option<String>,
    pub(crate) post_logout_path: String,
    pub(crate) failure_path: String,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

impl Bff {
    /// Makes the instance; nothing is fetched before the first sign-in.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Address`] if a configured address is not one.
    pub fn new(config: BffConfig, deps: BffDeps) -> Result<Self, ConfigError> {
        let BffDeps { storage, caller, clock, entropy, master_key } = deps;
        check_origin(&config.origin, "origin")?;
        check(&config.issuer, "issuer")?;
        for upstream in &config.upstreams {
            check(&upstream.base_url, "upstreams")?;
        }
        let app: Arc<str> = config.app.as_str().into();
        let oidc = Oidc {
            issuer: config.issuer,
            client_id: config.client_id.to_string(),
            redirect_uri: format!("{}{CALLBACK_PATH}", config.origin),
            key: config.key,
            scope: config.scope,
            caller,
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
            assertions: Default::default(),
            provider: RwLock::default(),
        };
        let attempts = Attempts {
            app: Arc::clone(&app),
            storage: Arc::clone(&storage),
            sealer: master_key.sealer("bff-login"),
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
        };
        let challenges = Challenges {
            app: Arc::clone(&app),
            storage: Arc::clone(&storage),
            sealer: master_key.sealer("bff-challenge"),
            master_key: master_key.clone(),
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
        };
        let pending = PendingRows {
            app: Arc::clone(&app),
            storage: Arc::clone(&storage),
            sealer: master_key.sealer("bff-pending"),
            master_key: master_key.clone(),
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
        };
        let sessions = Sessions::new(&app, storage, &master_key, Arc::clone(&clock), Arc::clone(&entropy));
        Ok(Self(Arc::new(Inner {
            oidc,
            sessions,
            attempts,
            pending,
            challenges,
            upstreams: config.upstreams,
            sign_ins: RateLimit::per_minute(config.sign_ins_per_minute),
            own: OwnOrigin::new(config.origin),
            events: config.events,
            post_logout_path: config.post_logout_path,
            failure_path: config.failure_path,
            clock,
            entropy,
        })))
    }

    /// The session of a request, by its cookie.
    ///
    /// # Errors
    ///
    /// Failures of the database. A cookie that names no session is no error.
    pub async fn session(&self, headers: &HeaderMap) -> Result<Option<BffSession>, BffError> {
        let session = self.open_session(headers).await?;
        // The browser could not renew its proof: worth knowing, and no failure (checklist DB-6).
        if session.is_some() && headers.contains_key("secure-session-skipped") {
            tracing::info!("a browser skipped the proof of its session");
        }
        Ok(session.map(|session| self.view_for(&session, headers)))
    }

    /// What pages may know of a session, for a request of this browser.
    pub(crate) fn view_for(&self, session: &OpenSession, headers: &HeaderMap) -> BffSession {
        self.0.sessions.view(session).with_device(self.standing(session, headers))
    }

    /// How the browser stands with the key that the session is bound to.
    pub(crate) fn standing(&self, session: &OpenSession, headers: &HeaderMap) -> DeviceStanding {
        let cookie = cookies::APP_PROOF.read(headers);
        let bound = session.content.bound.as_ref();
        bound.map_or(DeviceStanding::Unbound, |bound| bound.standing(cookie, self.0.clock.now()))
    }

    /// In how many seconds a page's scripts should prove the key: `data-device-due`.
    #[must_use]
    pub fn device_due(&self, session: &BffSession) -> u64 {
        session.device().due(self.0.clock.now())
    }

    /// Whether the hidden field `csrf` of a form is the session's. Form actions also check
    /// [`Self::own_origin`].
    #[must_use]
    pub fn verify_csrf(&self, session: &BffSession, given: &str) -> bool {
        self.0.sessions.verify_csrf(session, given)
    }

    /// The origin of the app, with the checks against requests that other sites started.
    #[must_use]
    pub fn own_origin(&self) -> &OwnOrigin {
        &self.0.own
    }

    /// Path that begins a sign-in and comes back to `return_to`.
    #[must_use]
    pub fn login_path(return_to: &str) -> String {
        format!("{LOGIN_PATH}?{}", urlencoded::encode(&[("return_to", return_to)]))
    }

    pub(crate) async fn open_session(&self, headers: &HeaderMap) -> Result<Option<OpenSession>, BffError> {
        match cookies::APP_SESSION.read(headers) {
            Some(cookie) => self.0.sessions.of_cookie(cookie).await,
            None => Ok(None),
        }
    }
}

impl fmt::Debug for Bff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bff").field("client_id", &self.0.oidc.client_id).finish_non_exhaustive()
    }
}

fn check(address: &str, setting: &'static str) -> Result<Url, ConfigError> {
    let url = Url::parse(address).map_err(|_| ConfigError::Address(setting))?;
    if !matches!(url.scheme(), "http" | "https") || address.ends_with('/') {
        return Err(ConfigError::Address(setting));
    }
    Ok(url)
}

/// Compared with what browsers send, so it must be spelled as they do.
fn check_origin(address: &str, setting: &'static str) -> Result<(), ConfigError> {
    let url = check(address, setting)?;
    if url.origin().ascii_serialization() == address { Ok(()) } else { Err(ConfigError::Address(setting)) }
}
