use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::SET_COOKIE;

/// Cookies by host and name; all of ours are host-only.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jar(BTreeMap<(String, String), Cookie>);

#[derive(Clone, Debug)]
struct Cookie {
    value: String,
    strict: bool,
}

impl Jar {
    /// Takes the cookies of an answer, and checks what a browser would check of their prefix.
    pub(crate) fn take(&mut self, host: &str, headers: &HeaderMap) {
        for line in headers.get_all(SET_COOKIE) {
            let line = line.to_str().expect("a cookie is ASCII");
            let mut parts = line.split(';').map(str::trim);
            let (name, value) =
                parts.next().and_then(|pair| pair.split_once('=')).expect("a cookie has a name");
            let attributes: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
            let has = |wanted: &str| attributes.iter().any(|attribute| attribute == wanted);
            assert!(name.starts_with("__Host-Http-"), "{name} has no prefix");
            assert!(has("secure") && has("httponly") && has("path=/"), "{line}");
            assert!(!attributes.iter().any(|attribute| attribute.starts_with("domain")), "{line}");
            let key = (host.to_owned(), name.to_owned());
            if has("max-age=0") {
                self.0.remove(&key);
            } else {
                let cookie = Cookie { value: value.to_owned(), strict: has("samesite=strict") };
                self.0.insert(key, cookie);
            }
        }
    }

    /// The `Cookie` header of a request.
    pub(crate) fn header(&self, host: &str, cross_site: bool, safe: bool) -> Option<String> {
        let sent =
            self.0.iter().filter(|((at, _), cookie)| at == host && (!cross_site || (safe && !cookie.strict)));
        let pairs: Vec<String> = sent.map(|((_, name), cookie)| format!("{name}={}", cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    pub(crate) fn get(&self, host: &str, name: &str) -> Option<&str> {
        self.0.get(&(host.to_owned(), name.to_owned())).map(|cookie| cookie.value.as_str())
    }

    pub(crate) fn set(&mut self, host: &str, name: &str, value: &str) {
        let cookie = Cookie { value: value.to_owned(), strict: false };
        self.0.insert((host.to_owned(), name.to_owned()), cookie);
    }

    pub(crate) fn clear(&mut self, host: &str) {
        self.0.retain(|(at, _), _| at != host);
    }
}
