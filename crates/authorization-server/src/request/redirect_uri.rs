//! `redirect_uri`, which decides where anything may be said at all.

use leasehold_domain::client::Client;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::{OAuthError, OAuthErrorCode};

/// Where errors of this request may be sent: only to a registered address, compared byte for byte
/// (checklist AZ-2, AZ-3), the port of a loopback address excepted (AZ-4, RFC 8252 section 7.3).
pub(crate) fn redirect_uri(client: &Client, params: &Params) -> Result<String, OAuthError> {
    let wrong = || OAuthError::new(OAuthErrorCode::InvalidRequest, "redirect_uri is not registered");
    match (params.get("redirect_uri"), client.redirect_uris.as_slice()) {
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(OAuthError::new(OAuthErrorCode::InvalidRequest, "redirect_uri is missing")),
        (Some(given), registered) => registered
            .iter()
            .any(|uri| uri == given || loopback(uri).is_some_and(|uri| Some(uri) == loopback(given)))
            .then(|| given.to_owned())
            .ok_or_else(wrong),
    }
}

/// Host and path of a loopback IP redirect URI without its port.
fn loopback(uri: &str) -> Option<(&str, &str)> {
    let rest = uri.strip_prefix("http://")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    ["127.0.0.1", "[::1]"].into_iter().find_map(|host| {
        let port = authority.strip_prefix(host)?;
        let digits = port.strip_prefix(':').unwrap_or("");
        let valid =
            port.is_empty() || (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        valid.then_some((host, path))
    })
}

#[cfg(test)]
mod tests {
    use leasehold_domain::ClientId;
    use leasehold_oauth_types::ScopeSet;

    use super::*;

    fn client(uris: &[&str]) -> Client {
        Client {
            id: ClientId::new("native"),
            name: "Native".into(),
            audience: "https://api.example".into(),
            redirect_uris: uris.iter().map(|uri| (*uri).to_owned()).collect(),
            post_logout_redirect_uris: Vec::new(),
            home: None,
            scopes: ScopeSet::new(),
            first_party: false,
            jwks: serde_json::Value::Null,
            authorization_details_types: Default::default(),
            require_pushed_authorization_requests: false,
        }
    }

    fn accepts(client: &Client, uri: &str) -> bool {
        Params::from_pairs([("redirect_uri", uri)]).is_ok_and(|params| redirect_uri(client, &params).is_ok())
    }

    #[test]
    fn only_the_port_of_a_loopback_address_may_change() {
        let client = client(&["http://127.0.0.1/cb", "http://[::1]:7/cb"]);
        for good in ["http://127.0.0.1/cb", "http://127.0.0.1:51004/cb", "http://[::1]:51004/cb"] {
            assert!(accepts(&client, good), "{good}");
        }
        for bad in [
            "http://127.0.0.1:51004/cb/",
            "http://127.0.0.1:51004/other",
            "http://127.0.0.1:51004/cb?x=1",
            "http://127.0.0.1:/cb",
            "http://127.0.0.1:5x/cb",
            "http://127.0.0.1@evil.example/cb",
            "http://127.0.0.10/cb",
            "http://localhost:51004/cb",
            "https://127.0.0.1:51004/cb",
        ] {
            assert!(!accepts(&client, bad), "{bad}");
        }
    }

    #[test]
    fn one_of_several_has_to_be_named() {
        let two = client(&["https://a.example/cb", "https://b.example/cb"]);
        assert!(redirect_uri(&two, &Params::default()).is_err());
        assert!(redirect_uri(&client(&["https://a.example/cb"]), &Params::default()).is_ok());
    }
}
