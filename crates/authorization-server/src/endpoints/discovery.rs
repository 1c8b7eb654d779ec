//! `GET /.well-known/openid-configuration` and its RFC 8414 twin.

use axum::Json;
use axum::extract::State;
use leasehold_oauth_types::discovery::ServerMetadata;
use leasehold_oauth_types::{Acr, AuthorizationDetail};

use crate::AuthorizationServer;
use crate::endpoints::paths;

fn list(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// Whether no client is left that may do without pushing (RFC 9126 section 5).
fn all_push(server: &AuthorizationServer) -> bool {
    server.config.registry.clients().all(|client| client.require_pushed_authorization_requests)
}

pub(crate) async fn get(State(server): State<AuthorizationServer>) -> Json<ServerMetadata> {
    // Not a `Url`: that would add a slash to the issuer (checklist RS-1).
    let at = |path: &str| format!("{}{path}", server.config.issuer);
    Json(ServerMetadata {
        issuer: server.config.issuer.clone(),
        authorization_endpoint: at(paths::AUTHORIZE),
        token_endpoint: at(paths::TOKEN),
        jwks_uri: at(paths::JWKS),
        userinfo_endpoint: at(paths::USERINFO),
        end_session_endpoint: at(paths::END_SESSION),
        revocation_endpoint: at(paths::REVOKE),
        revocation_endpoint_auth_methods_supported: list(&["private_key_jwt"]),
        revocation_endpoint_auth_signing_alg_values_supported: list(&["ES256"]),
        introspection_endpoint: at(paths::INTROSPECT),
        introspection_endpoint_auth_methods_supported: list(&["private_key_jwt"]),
        introspection_endpoint_auth_signing_alg_values_supported: list(&["ES256"]),
        pushed_authorization_request_endpoint: at(paths::PAR),
        require_pushed_authorization_requests: all_push(&server),
        response_types_supported: list(&["code"]),
        response_modes_supported: list(&["query"]),
        grant_types_supported: list(&["authorization_code", "refresh_token"]),
        scopes_supported: server.config.catalogue.iter().map(|(scope, _)| scope.to_string()).collect(),
        claims_supported: list(&[
            "sub",
            "iss",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "acr",
            "amr",
            "nonce",
            "sid",
            "name",
            "preferred_username",
            "locale",
            "zoneinfo",
        ]),
        claims_parameter_supported: true,
        request_parameter_supported: false,
        request_uri_parameter_supported: false,
        acr_values_supported: Acr::ALL.into_iter().filter(|acr| *acr != Acr::None).collect(),
        subject_types_supported: list(&["public"]),
        id_token_signing_alg_values_supported: list(&["RS256"]),
        token_endpoint_auth_methods_supported: list(&["private_key_jwt"]),
        token_endpoint_auth_signing_alg_values_supported: list(&["ES256"]),
        code_challenge_methods_supported: list(&["S256"]),
        authorization_details_types_supported: list(&AuthorizationDetail::TYPES),
        authorization_response_iss_parameter_supported: true,
        prompt_values_supported: list(&["none", "login", "consent", "select_account"]),
        grant_management_actions_supported: list(&["create", "merge"]),
        elevation_end_endpoint: at(paths::ELEVATION_END),
        ui_locales_supported: list(&["en", "nl", "de"]),
    })
}
