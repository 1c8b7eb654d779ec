use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST, ORIGIN, USER_AGENT};
use http::{Method, Request};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::Page;
use crate::cookies::Jar;

/// An address in the Netherlands.
pub const NETHERLANDS: IpAddr = IpAddr::V4(Ipv4Addr::new(145, 97, 20, 1));

/// How many redirects in a row are a loop.
const LOOP: usize = 20;

/// One browser.
#[derive(Clone, Debug)]
pub struct Browser {
    router: Router,
    jar: Jar,
    /// Its address, which the proxy in front reports.
    pub address: IpAddr,
    /// What it calls itself.
    pub agent: String,
    /// Its languages.
    pub languages: String,
    /// Whether requests come from a script of ours, which says so.
    pub script: bool,
    /// Whether to keep every answer in [`Self::recorded`].
    pub recording: bool,
    /// Every answer, since recording began.
    pub recorded: Vec<Page>,
    /// Follows no redirect to an address that begins like this.
    pub stop_at: Option<String>,
}

impl Browser {
    /// A browser in the Netherlands without cookies.
    #[must_use]
    pub fn new(router: Router) -> Self {
        let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36";
        Self {
            router,
            jar: Jar::default(),
            address: NETHERLANDS,
            agent: agent.into(),
            languages: "en".into(),
            script: false,
            recording: false,
            recorded: Vec::new(),
            stop_at: None,
        }
    }

    /// Types an address, and follows where it leads.
    pub async fn open(&mut self, address: &str) -> Page {
        let url = parse(address);
        let page = self.send(Method::GET, &url, None, None).await;
        self.follow(page).await
    }

    /// Types an address; follows nothing.
    pub async fn get(&mut self, address: &str) -> Page {
        self.send(Method::GET, &parse(address), None, None).await
    }

    /// Asks for data as a script of the same origin does.
    pub async fn fetch(&mut self, address: &str) -> Page {
        let url = parse(address);
        let from = url.clone();
        self.send(Method::GET, &url, Some(&from), None).await
    }

    /// Asks for data as a page at `from` does, which may be any site.
    pub async fn ask_from(&mut self, address: &str, from: &str) -> Page {
        self.send(Method::GET, &parse(address), Some(&parse(from)), None).await
    }

    /// Fills in the form of `page` that goes to `action`, sends it, and follows where it leads.
    pub async fn submit(&mut self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.submit_only(page, action, fields).await;
        self.follow(answer).await
    }

    /// The same, following nothing.
    pub async fn submit_only(&mut self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let mut form = page.form(action);
        for (name, value) in fields {
            form.fields.insert((*name).to_owned(), (*value).to_owned());
        }
        let target = page.url.join(&form.action).expect("a form has an address");
        self.send(Method::POST, &target, Some(&page.url), Some(&form.fields)).await
    }

    /// Posts fields from a page at `from`, which may be any site.
    pub async fn post(&mut self, address: &str, from: &str, fields: &[(&str, &str)]) -> Page {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.send(Method::POST, &parse(address), Some(&parse(from)), Some(&fields)).await
    }

    /// Sends a request as a form of a page of the same origin would be sent (`POST`), or as a script asks
    /// (`GET`); follows nothing.
    pub async fn request(&mut self, method: Method, address: &str, fields: &[(&str, &str)]) -> Page {
        let url = parse(address);
        let from = url.clone();
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let fields = (!method.is_safe()).then_some(&fields);
        self.send(method, &url, Some(&from), fields).await
    }

    /// Posts JSON as a script of the same origin does; follows nothing.
    pub async fn post_json(&mut self, address: &str, json: &serde_json::Value) -> Page {
        let url = parse(address);
        let from = url.clone();
        let body = ("application/json", json.to_string());
        self.send_body(Method::POST, &url, Some(&from), Some(body)).await
    }

    /// Follows redirects and refreshes.
    pub async fn follow(&mut self, mut page: Page) -> Page {
        // A chain of redirects keeps its initiator; a page that refreshes starts one of its own.
        let mut initiator = Some(page.url.clone());
        for _ in 0..LOOP {
            let Some(next) = page.location() else { return page };
            if self.stop_at.as_deref().is_some_and(|start| next.as_str().starts_with(start)) {
                return page;
            }
            if !page.headers.contains_key(http::header::LOCATION) {
                initiator = Some(page.url.clone());
            }
            page = self.send(Method::GET, &next, initiator.as_ref(), None).await;
        }
        panic!("a loop of redirects at {}", page.url)
    }

    /// The cookie of this name on a host.
    #[must_use]
    pub fn cookie(&self, address: &str, name: &str) -> Option<&str> {
        self.jar.get(parse(address).host_str().unwrap_or_default(), name)
    }

    /// All cookies of a host, as it would be sent them.
    #[must_use]
    pub fn cookies(&self, address: &str) -> Option<String> {
        self.jar.header(parse(address).host_str().unwrap_or_default(), false, true)
    }

    /// Plants a cookie.
    pub fn set_cookie(&mut self, address: &str, name: &str, value: &str) {
        self.jar.set(parse(address).host_str().unwrap_or_default(), name, value);
    }

    /// Forgets all cookies of a host.
    pub fn clear_cookies(&mut self, address: &str) {
        self.jar.clear(parse(address).host_str().unwrap_or_default());
    }

    async fn send(
        &mut self,
        method: Method,
        url: &Url,
        from: Option<&Url>,
        fields: Option<&BTreeMap<String, String>>,
    ) -> Page {
        let form = fields.map(|fields| Serializer::new(String::new()).extend_pairs(fields).finish());
        let body = form.map(|form| ("application/x-www-form-urlencoded", form));
        self.send_body(method, url, from, body).await
    }

    async fn send_body(
        &mut self,
        method: Method,
        url: &Url,
        from: Option<&Url>,
        body: Option<(&str, String)>,
    ) -> Page {
        let site = from.map_or("none", |from| relation(from, url));
        let host = url.host_str().expect("a host").to_owned();
        let authority = url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
        let target =
            url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let mut request = Request::builder()
            .method(&method)
            .uri(target)
            .header(HOST, authority)
            .header(USER_AGENT, &self.agent)
            .header(ACCEPT, "text/html,application/json;q=0.9")
            .header("accept-language", &self.languages)
            .header("x-forwarded-for", self.address.to_string())
            .header("sec-fetch-site", site);
        if self.script {
            request = request.header("x-leasehold", "1").header("x-leasehold-csrf", "");
        }
        if let Some(cookies) = self.jar.header(&host, site == "cross-site", method.is_safe()) {
            request = request.header(COOKIE, cookies);
        }
        if let (Some(from), false) = (from, method.is_safe()) {
            request = request.header(ORIGIN, from.origin().ascii_serialization());
        }
        let body = match body {
            Some((media_type, body)) => {
                request = request.header(CONTENT_TYPE, media_type);
                Body::from(body)
            }
            None => Body::empty(),
        };
        let mut request = request.body(body).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 40_000))));
        let response = self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        self.jar.take(&host, &parts.headers);
        // An event stream has no end to read to.
        let streams = parts
            .headers
            .get(CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().starts_with(b"text/event-stream"));
        let body = if streams { Bytes::new() } else { body.collect().await.expect("a body").to_bytes() };
        let body = String::from_utf8_lossy(&body).into_owned();
        let page = Page { url: url.clone(), status: parts.status, headers: parts.headers, body };
        if self.recording {
            self.recorded.push(page.clone());
        }
        page
    }
}

/// Value of `Sec-Fetch-Site`. Below `localhost`, which is a public suffix, a site is one label more.
fn relation(from: &Url, to: &Url) -> &'static str {
    let site = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_owned();
        let labels: Vec<&str> = host.rsplit('.').take(2).collect();
        (url.scheme().to_owned(), labels.into_iter().rev().collect::<Vec<_>>().join("."))
    };
    if from.origin() == to.origin() {
        "same-origin"
    } else if site(from) == site(to) {
        "same-site"
    } else {
        "cross-site"
    }
}

fn parse(address: &str) -> Url {
    Url::parse(address).unwrap_or_else(|error| panic!("{address}: {error}"))
}
