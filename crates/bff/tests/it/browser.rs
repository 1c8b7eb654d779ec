//! A browser: keeps cookies, withholds `Strict` ones where another site started the request, and remembers
//! everything it was ever sent.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use leasehold_http_kit::ClientAddress;
use leasehold_http_kit::urlencoded;
use serde_json::Value;
use tower::ServiceExt as _;

pub(crate) const SESSION: &str = "__Host-Http-lh_bff";
pub(crate) const PROOF: &str = "__Host-Http-lh_key";
pub(crate) const LOGIN: &str = "__Host-Http-lh_login";

/// Who started a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    Own,
    Foreign,
}

#[derive(Clone)]
pub(crate) struct Browser {
    app: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) seen: String,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn location(&self) -> &str {
        self.headers.get("location").unwrap_or_else(|| panic!("no redirect: {self:?}")).to_str().unwrap()
    }

    /// Target of the page's `<meta http-equiv="refresh">`.
    pub(crate) fn hop(&self) -> String {
        let (_, rest) =
            self.body.split_once("content=\"0;url=").unwrap_or_else(|| panic!("no hop: {self:?}"));
        rest.split_once('"').unwrap().0.replace("&amp;", "&")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Browser {
    pub(crate) fn new(app: Router) -> Self {
        Self { app, cookies: BTreeMap::new(), seen: String::new() }
    }

    pub(crate) async fn get(&mut self, path: &str, from: From) -> Reply {
        let site = if from == From::Own { "same-origin" } else { "cross-site" };
        let request = Request::get(path).header("sec-fetch-site", site).body(Body::empty()).unwrap();
        self.send(request, from).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Reply {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(urlencoded::encode(form)))
            .unwrap();
        self.send(request, From::Own).await
    }

    pub(crate) async fn send(&mut self, mut request: Request<Body>, from: From) -> Reply {
        let sent = self
            .cookies
            .iter()
            .filter(|(name, _)| from == From::Own || name.as_str() != SESSION && name.as_str() != PROOF);
        let line: Vec<String> = sent.map(|(name, value)| format!("{name}={value}")).collect();
        if !line.is_empty() {
            request.headers_mut().insert("cookie", line.join("; ").parse().unwrap());
        }
        request.headers_mut().insert("user-agent", "TestBrowser/1".parse().unwrap());
        request.extensions_mut().insert(ClientAddress("145.97.20.1".parse().unwrap()));
        let (parts, body) = self.app.clone().oneshot(request).await.unwrap().into_parts();
        let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        for cookie in parts.headers.get_all("set-cookie") {
            self.keep(cookie.to_str().unwrap());
        }
        self.seen.push_str(&format!("{:?}\n{body}\n", parts.headers));
        Reply { status: parts.status, headers: parts.headers, body }
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once("; ").unwrap();
        for wanted in ["Path=/", "Secure", "HttpOnly"] {
            assert!(attributes.contains(wanted), "{cookie}");
        }
        let (name, value) = pair.split_once('=').unwrap();
        let same_site = if name == SESSION || name == PROOF { "SameSite=Strict" } else { "SameSite=Lax" };
        assert!(attributes.contains(same_site) && !attributes.contains("Domain"), "{cookie}");
        match value {
            "" => self.cookies.remove(name),
            _ => self.cookies.insert(name.to_owned(), value.to_owned()),
        };
    }

    /// The request headers as `Bff::session` gets them.
    pub(crate) fn headers(&self) -> HeaderMap {
        let line: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        [("cookie".parse().unwrap(), line.join("; ").parse().unwrap())].into_iter().collect()
    }
}
