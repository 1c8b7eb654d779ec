//! One visit of a page: the request, its language and time zone, the moment, and who is signed in.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use chrono_tz::Tz;
use http::header::ACCEPT_LANGUAGE;
use http::request::Parts;
use leptos::prelude::expect_context;

use crate::data::{PageError, PageRequest, Person};
use crate::sites::SiteSettings;
use crate::texts::{Locale, Texts};

/// What every page and every form action knows about the request. Put into the request by the layer of the
/// site, and into the Leptos context by `sites::render`.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The request.
    pub request: Arc<PageRequest>,
    /// Language and time zone.
    pub texts: Texts,
    /// The moment, Unix seconds; one value for the whole page.
    pub now: i64,
    /// The moment that policy lives in, for what is to come: another one than now only in a moved demo.
    pub policy_now: i64,
    /// Who is signed in on this app; never set on the issuer.
    pub person: Option<Arc<Person>>,
    /// The site.
    pub site: Arc<SiteSettings>,
}

impl Visit {
    /// Describes `request` on `site` for `person`.
    #[must_use]
    pub fn new(request: &Request, site: Arc<SiteSettings>, now: i64, person: Option<Person>) -> Self {
        let accept = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let profile = person.as_ref().and_then(|person| person.locale.as_deref());
        let locale = Locale::choose(profile, accept);
        let zone = person.as_ref().and_then(|person| person.zone.as_deref()?.parse().ok()).unwrap_or(Tz::UTC);
        let page = PageRequest {
            method: request.method().clone(),
            headers: request.headers().clone(),
            extensions: request.extensions().clone(),
            uri: request.uri().clone(),
            locale,
        };
        let texts = Texts { locale, zone };
        Self { request: Arc::new(page), texts, now, policy_now: now, person: person.map(Arc::new), site }
    }

    /// The person, on pages of apps.
    ///
    /// # Errors
    ///
    /// [`PageError::Redirect`] to the sign-in; the layer of the site sees to it that this does not happen.
    pub fn person(&self) -> Result<&Person, PageError> {
        self.person.as_deref().ok_or_else(|| PageError::Redirect("/auth/login".into()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = http::StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or(http::StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The visit whose page is being drawn.
pub(crate) fn use_visit() -> Visit {
    expect_context()
}

/// The texts of the page that is being drawn.
pub(crate) fn use_texts() -> Texts {
    use_visit().texts
}
