//! Protected resource metadata (RFC 9728, checklist MD-6).

use axum::routing::get;
use axum::{Json, Router};
use leasehold_oauth_types::discovery::ResourceMetadata;

use crate::GuardConfig;

const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

/// Address of the document of a resource: the well-known part goes between its host and its path (RFC 9728
/// section 3.1). `None` for what is no `http` or `https` address.
#[must_use]
pub fn metadata_address(resource: &str) -> Option<String> {
    let (scheme, rest) =
        resource.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = if path == "/" { "" } else { path };
    Some(format!("{scheme}://{host}{WELL_KNOWN}{path}"))
}

/// The document.
pub(crate) fn document(config: &GuardConfig, scopes: &[&str]) -> ResourceMetadata {
    ResourceMetadata {
        resource: config.audience.clone(),
        authorization_servers: vec![config.issuer.clone()],
        scopes_supported: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        bearer_methods_supported: vec!["header".to_owned()],
    }
}

/// Serves the document of a resource without a path.
pub(crate) fn router(config: &GuardConfig, scopes: &[&str]) -> Router {
    let document = document(config, scopes);
    Router::new().route(WELL_KNOWN, get(move || async move { Json(document.clone()) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_well_known_part_stands_between_host_and_path() {
        for (resource, address) in [
            ("https://bank.example", "https://bank.example/.well-known/oauth-protected-resource"),
            ("https://bank.example/", "https://bank.example/.well-known/oauth-protected-resource"),
            ("http://localhost:8080/a/b", "http://localhost:8080/.well-known/oauth-protected-resource/a/b"),
        ] {
            assert_eq!(metadata_address(resource).as_deref(), Some(address));
        }
        assert_eq!(metadata_address("urn:bank"), None);
    }
}
